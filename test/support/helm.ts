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
export const differencesBetween = (mine: readonly Manifest[], output: string): string[] =>
  differences(mine, objectsByPath(output), { isMasked: () => true, runs: [] });

/** So often Helm is asked whether it says the same again: an order of two keys comes up twice in a row. */
const MAX_RUNS = 6;

/**
 * The same for a leaf that Helm itself, run again, says otherwise; only for what comes from the clock is
 * our own word taken.
 */
export function compareRuns(
  mine: readonly Manifest[],
  output: string,
  again: (run: number) => string,
): string[] {
  const runs: ByPath[] = [];
  const isMasked = (why: string): boolean => /time/.test(why);
  let found = differences(mine, objectsByPath(output), { isMasked, runs });
  while (found.length > 0 && runs.length < MAX_RUNS) {
    runs.push(objectsByPath(again(runs.length + 1)));
    found = differences(mine, objectsByPath(output), { isMasked, runs });
  }
  return found;
}

type ByPath = Map<string, unknown[]>;

/** Which leaves of ours count as equal to any, and what Helm says in other runs. */
interface Random {
  readonly isMasked: (why: string) => boolean;
  readonly runs: readonly ByPath[];
}

function objectsByPath(output: string): ByPath {
  const byPath: ByPath = new Map();
  for (const { path, text } of printedDocuments(output))
    byPath.set(path, [...(byPath.get(path) ?? []), plain(text)]);
  return byPath;
}

function differences(mine: readonly Manifest[], theirs: ByPath, random: Random): string[] {
  const found: string[] = [];
  const taken = new Map<string, Set<number>>();
  for (const manifest of mine) {
    const { path } = manifest;
    const object = plain(manifest.text, opaqueRanges(manifest, random.isMasked));
    const hook = (object as { metadata?: { annotations?: Record<string, unknown> } } | undefined)
      ?.metadata?.annotations?.['helm.sh/hook'];
    if (typeof hook === 'string' && !hookEvents(hook)) continue;
    const candidates = theirs.get(path) ?? [];
    const used = taken.get(path) ?? new Set();
    taken.set(path, used);
    const at = candidates.findIndex(
      (candidate, index) =>
        !used.has(index) &&
        sameMasked(
          object,
          candidate,
          random.runs.flatMap(run => {
            const other = run.get(path)?.[index];
            return headOf(other) === headOf(candidate) ? [other] : [];
          }),
        ),
    );
    const next = candidates.findIndex((_, index) => !used.has(index));
    if (at >= 0) used.add(at);
    else found.push(`${path}:\n    ours ${firstDifference(object, candidates[next])}`);
  }
  for (const [path, all] of theirs) {
    const left = all.length - (taken.get(path)?.size ?? 0);
    if (left > 0) found.push(`${path}: helm has ${left} more`);
  }
  return found;
}

/** Runs may print objects in another order: only the same object is a random one. */
function headOf(object: unknown): string {
  const { kind, metadata } = (object ?? {}) as {
    kind?: unknown;
    metadata?: { name?: unknown } | null;
  };
  const { name } = metadata ?? {};
  return canonical([kind, typeof name === 'string' ? name.length : 0]);
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
  if (masked.some(([from, to]) => from < end && start < to)) return MASK;
  const go = goValue(value, false);
  return go ?? null;
}

type Masked = readonly [start: number, end: number];

function opaqueRanges({ text, trace }: Manifest, isMasked: Random['isMasked']): Masked[] {
  const out: Masked[] = [];
  let at = 0;
  for (const { length, source } of piecesOf(trace, text.length)) {
    if (source?.kind === 'opaque' && isMasked(source.why)) out.push([at, at + length]);
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

/** @param others what other runs printed in the place of `b` */
function sameMasked(a: unknown, b: unknown, others: readonly unknown[]): boolean {
  if (a === MASK || a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b)
    return others.some(other => canonical(other) !== canonical(b));
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [Object.entries(a), Object.entries(b)];
  const other = new Map(y);
  return (
    x.length === y.length &&
    x.every(
      ([key, item]) =>
        other.has(key) &&
        sameMasked(
          item,
          other.get(key),
          others.map(run => (run as Record<string, unknown> | undefined)?.[key]),
        ),
    )
  );
}

function firstDifference(a: unknown, b: unknown, path = ''): string {
  if (a && b && typeof a === 'object' && typeof b === 'object') {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    for (const key of keys) {
      const [x, y] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]];
      if (!sameMasked(x, y, [])) return firstDifference(x, y, `${path}.${key}`);
    }
  }
  if (typeof a === 'string' && typeof b === 'string') {
    let i = 0;
    while (a[i] === b[i]) i++;
    return `${path} at ${i}: ${JSON.stringify(a.slice(Math.max(0, i - 20), i + 80))}\n    helm ${JSON.stringify(b.slice(Math.max(0, i - 20), i + 80))}`;
  }
  return `${path}: ${canonical(a).slice(0, 200)}\n    helm ${canonical(b).slice(0, 200)}`;
}
