import { hookEvents, type Manifest } from '../../src/helm/manifests.ts';
import { goValue } from '../../src/helm/values.ts';
import { piecesOf, type Source } from '../../src/template/go/trace.ts';
import type { LocatedValue } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** What stands for a leaf that chance decides, and for one that the clock does. */
const RANDOM = '<random>';
const TIME = '<time>';

/** What `helm template` printed, by template. */
export function printedDocuments(output: string): { path: string; text: string }[] {
  return output
    .split(/^---\n# Source: /m)
    .slice(1)
    .map(part => {
      const line = part.indexOf('\n');
      return { path: part.slice(0, line), text: part.slice(line + 1) };
    });
}

/**
 * What differs between our manifests and those that Helm printed, as objects of the same template;
 * leaves that come from chance or the clock are not compared.
 */
export const differencesBetween = (mine: readonly Manifest[], output: string): string[] =>
  differences(mine, objectsByPath(output), undefined);

/**
 * The same with a second run of Helm: a leaf may be random for us only where both runs differ, or where
 * it comes from the clock.
 */
export function compareRuns(
  mine: readonly Manifest[],
  output: string,
  again: () => string,
): string[] {
  const isRandom = mine.some(manifest => opaqueRanges(manifest).length > 0);
  return differences(mine, objectsByPath(output), isRandom ? objectsByPath(again()) : undefined);
}

type ByPath = Map<string, unknown[]>;

function objectsByPath(output: string): ByPath {
  const byPath: ByPath = new Map();
  for (const { path, text } of printedDocuments(output))
    byPath.set(path, [...(byPath.get(path) ?? []), plain(text)]);
  return byPath;
}

function differences(
  mine: readonly Manifest[],
  byPath: ByPath,
  second: ByPath | undefined,
): string[] {
  const found: string[] = [];
  for (const manifest of mine) {
    const object = plain(manifest.text, opaqueRanges(manifest));
    const hook = (object as { metadata?: { annotations?: Record<string, unknown> } } | undefined)
      ?.metadata?.annotations?.['helm.sh/hook'];
    if (typeof hook === 'string' && !hookEvents(hook)) continue;
    const candidates = byPath.get(manifest.path) ?? [];
    const others = second ? (second.get(manifest.path) ?? []) : candidates;
    const at = candidates.findIndex((candidate, index) =>
      sameMasked(object, candidate, second && { value: others[index] }),
    );
    if (at >= 0) {
      candidates.splice(at, 1);
      if (second) others.splice(at, 1);
    } else found.push(`${manifest.path}:\n    ours ${firstDifference(object, candidates[0])}`);
  }
  for (const [path, left] of byPath)
    if (left.length > 0) found.push(`${path}: helm has ${left.length} more`);
  return found;
}

/** A document as comparable text, random leaves masked by the ranges given. */
function plain(text: string, masked: readonly Masked[] = []): unknown {
  const { documents } = parseYaml({ path: '', text });
  const value = documents[0]?.value;
  return value && walk(value, masked);
}

function walk(value: LocatedValue, masked: readonly Masked[]): unknown {
  if (value.kind === 'map') {
    return Object.fromEntries(
      [...value.entries].map(([key, entry]) => [key, walk(entry.value, masked)]),
    );
  }
  if (value.kind === 'sequence') return value.items.map(item => walk(item, masked));
  const { start, end } = value.origin;
  const mask = masked.find(([from, to]) => from < end && start < to);
  if (mask) return mask[2];
  const go = goValue(value, false);
  return go ?? null;
}

type Masked = readonly [start: number, end: number, mask: string];

function opaqueRanges({ text, trace }: Manifest): Masked[] {
  const out: Masked[] = [];
  let at = 0;
  for (const { length, source } of piecesOf(trace, text.length)) {
    const why = source && whyOpaque(source);
    if (why !== undefined) out.push([at, at + length, /time/.test(why) ? TIME : RANDOM]);
    at += length;
  }
  return out;
}

const whyOpaque = (source: Source): string | undefined =>
  source.kind === 'opaque' ? source.why : undefined;

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item as object).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  ) ?? 'nothing';

/** @param second what another run printed in the place of `b`; absent where there was none */
function sameMasked(a: unknown, b: unknown, second?: { readonly value: unknown }): boolean {
  if (a === RANDOM) return !second || canonical(b) !== canonical(second.value);
  if (a === TIME || a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [Object.entries(a), Object.entries(b)];
  const other = new Map(y);
  const inSecond = (key: string) => ({
    value: (second?.value as Record<string, unknown> | undefined)?.[key],
  });
  return (
    x.length === y.length &&
    x.every(
      ([key, item]) => other.has(key) && sameMasked(item, other.get(key), second && inSecond(key)),
    )
  );
}

function firstDifference(a: unknown, b: unknown, path = ''): string {
  if (a && b && typeof a === 'object' && typeof b === 'object') {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    for (const key of keys) {
      const [x, y] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]];
      if (!sameMasked(x, y)) return firstDifference(x, y, `${path}.${key}`);
    }
  }
  if (typeof a === 'string' && typeof b === 'string') {
    let i = 0;
    while (a[i] === b[i]) i++;
    return `${path} at ${i}: ${JSON.stringify(a.slice(Math.max(0, i - 20), i + 80))}\n    helm ${JSON.stringify(b.slice(Math.max(0, i - 20), i + 80))}`;
  }
  return `${path}: ${canonical(a).slice(0, 200)}\n    helm ${canonical(b).slice(0, 200)}`;
}
