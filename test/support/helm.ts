import { hookEvents, type Manifest } from '../../src/helm/manifests.ts';
import { goValue } from '../../src/helm/values.ts';
import { piecesOf } from '../../src/template/go/trace.ts';
import type { LocatedValue } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const MASK = '<random>';

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
export function differencesBetween(mine: readonly Manifest[], output: string): string[] {
  const byPath = new Map<string, unknown[]>();
  for (const { path, text } of printedDocuments(output)) {
    byPath.set(path, [...(byPath.get(path) ?? []), plain(text)]);
  }
  const differences: string[] = [];
  for (const manifest of mine) {
    const object = plain(manifest.text, opaqueRanges(manifest));
    const hook = (object as { metadata?: { annotations?: Record<string, unknown> } } | undefined)
      ?.metadata?.annotations?.['helm.sh/hook'];
    if (typeof hook === 'string' && !hookEvents(hook)) continue;
    const candidates = byPath.get(manifest.path) ?? [];
    const found = candidates.findIndex(candidate => sameMasked(object, candidate));
    if (found >= 0) candidates.splice(found, 1);
    else differences.push(`${manifest.path}:\n    ours ${firstDifference(object, candidates[0])}`);
  }
  for (const [path, left] of byPath)
    if (left.length > 0) differences.push(`${path}: helm has ${left.length} more`);
  return differences;
}

/** A document as comparable text, random leaves masked by the ranges given. */
function plain(text: string, masked: readonly (readonly [number, number])[] = []): unknown {
  const { documents } = parseYaml({ path: '', text });
  const value = documents[0]?.value;
  return value && walk(value, masked);
}

function walk(value: LocatedValue, masked: readonly (readonly [number, number])[]): unknown {
  if (value.kind === 'map') {
    return Object.fromEntries(
      [...value.entries].map(([key, entry]) => [key, walk(entry.value, masked)]),
    );
  }
  if (value.kind === 'sequence') return value.items.map(item => walk(item, masked));
  const { start, end } = value.origin;
  if (masked.some(([from, to]) => from < end && start < to)) return MASK;
  const go = goValue(value, false);
  return go ?? null;
}

function opaqueRanges({ text, trace }: Manifest): (readonly [number, number])[] {
  const out: (readonly [number, number])[] = [];
  let at = 0;
  for (const { length, source } of piecesOf(trace, text.length)) {
    if (source?.kind === 'opaque') out.push([at, at + length]);
    at += length;
  }
  return out;
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item as object).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  ) ?? 'nothing';

function sameMasked(a: unknown, b: unknown): boolean {
  if (a === MASK || a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [Object.entries(a), Object.entries(b)];
  const other = new Map(y);
  return (
    x.length === y.length &&
    x.every(([key, item]) => other.has(key) && sameMasked(item, other.get(key)))
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
