import { DEFAULT_CAPABILITIES } from '../../src/helm/capabilities.ts';
import type { Chart } from '../../src/helm/chart.ts';
import { locatedDocument } from '../../src/helm/objects.ts';
import { renderChart } from '../../src/helm/render.ts';
import { tableOf } from '../../src/helm/values.ts';
import { sliceTrace, sourcesOf } from '../../src/template/go/trace.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** What changing values of a file, one at a time, says of the origins of what is rendered. */
export interface Provenance {
  /** Leaves that changed where nothing but leaves did, and those of them that name the value. */
  changed: number;
  named: number;
  /** Values that came and went with a whole part of the output: they decide, and are not printed. */
  deciding: number;
  /** Leaves of so many values that only some of them are kept. */
  crowded: number;
  readonly missed: string[];
}

interface Leaf {
  readonly text: string;
  /** Where the values that it was printed from were written. */
  readonly from: ReadonlySet<number>;
  readonly isCrowded: boolean;
}

/** As many sources as a text that was changed as a whole keeps. */
const CROWD = 12;

/** The leaves of a rendering by document and path; undefined where Helm would refuse it. */
function leavesOf(chart: Chart, values: LocatedMap): Map<string, Leaf> | undefined {
  const outcome = renderChart({
    chart,
    values: tableOf(values, true),
    release: { name: 'rel', namespace: 'ns' },
    capabilities: DEFAULT_CAPABILITIES,
    tracing: true,
    validating: false,
  });
  if (!outcome.ok) return undefined;
  const leaves = new Map<string, Leaf>();
  for (const [index, { path, text, trace }] of outcome.manifests.entries()) {
    const visit = (value: LocatedValue, at: string): void => {
      if (value.kind === 'map')
        for (const [key, entry] of value.entries) visit(entry.value, `${at}.${key}`);
      else if (value.kind === 'sequence')
        for (const [i, item] of value.items.entries()) visit(item, `${at}[${i}]`);
      else {
        const { start, end } = value.origin;
        const sources = sourcesOf([sliceTrace(trace, text.length, start, end)]);
        const from = sources.flatMap(source =>
          source.kind === 'value' && source.isUser ? [source.origin.start] : [],
        );
        leaves.set(at, {
          text: value.text,
          from: new Set(from),
          isCrowded: sources.length >= CROWD,
        });
      }
    };
    const value = parseYaml({ path, text }).documents[0]?.value;
    if (value) visit(value, `${path}#${index}`);
  }
  return leaves;
}

function scalarsOf(value: LocatedValue): LocatedScalar[] {
  if (value.kind === 'scalar') return [value];
  return value.kind === 'map'
    ? [...value.entries.values()].flatMap(entry => scalarsOf(entry.value))
    : value.items.flatMap(scalarsOf);
}

/** Another value of the same type, at the same place; undefined where a value is rather asked than printed. */
function otherThan(scalar: LocatedScalar): LocatedScalar | undefined {
  if (typeof scalar.value === 'number') {
    const value = scalar.value + 1;
    return Number.isInteger(value) ? { ...scalar, value, text: String(value) } : undefined;
  }
  if (typeof scalar.value !== 'string' || scalar.value === '') return undefined;
  const text = `${scalar.text}q`;
  return { ...scalar, value: text, text };
}

function replaced(value: LocatedValue, old: LocatedScalar, by: LocatedScalar): LocatedValue {
  if (value === old) return by;
  if (value.kind === 'scalar') return value;
  if (value.kind === 'sequence')
    return { ...value, items: value.items.map(item => replaced(item, old, by)) };
  return replacedIn(value, old, by);
}

const replacedIn = (map: LocatedMap, old: LocatedScalar, by: LocatedScalar): LocatedMap => ({
  ...map,
  entries: new Map(
    [...map.entries].map(([key, entry]) => [
      key,
      { ...entry, value: replaced(entry.value, old, by) },
    ]),
  ),
});

/**
 * Changes each text and number of a values file, one at a time, and asks of every leaf that changes whether it had
 * named the value as one that it is printed from.
 *
 * @param most so many values are tried, evenly over the file
 */
export function provenanceOf(chart: Chart, values: LocatedMap, most = 10_000): Provenance {
  const found: Provenance = { changed: 0, named: 0, deciding: 0, crowded: 0, missed: [] };
  const before = leavesOf(chart, values);
  const scalars = scalarsOf(values);
  const step = Math.max(1, Math.ceil(scalars.length / most));
  for (const [index, scalar] of scalars.entries()) {
    const by = index % step === 0 ? otherThan(scalar) : undefined;
    const after = before && by && leavesOf(chart, replacedIn(values, scalar, by));
    if (!before || !after) continue;
    const paths = [...before.keys()];
    const differing = paths.filter(path => after.get(path)?.text !== before.get(path)?.text);
    if (after.size !== before.size || !paths.every(path => after.has(path))) found.deciding++;
    else {
      for (const path of differing) {
        if (before.get(path)?.isCrowded) {
          found.crowded++;
          continue;
        }
        found.changed++;
        if (before.get(path)?.from.has(scalar.origin.start)) found.named++;
        else found.missed.push(`${path} by ${scalar.text}`);
      }
    }
  }
  return found;
}

/** Keys and leaves of a rendering, and those that nothing is known of but the release that they belong to. */
export interface Origins {
  leaves: number;
  readonly without: string[];
}

const NOWHERE: Origin = { file: { path: 'nowhere', text: '' }, start: 0, end: 0, document: 0 };
const RELEASE: Origin = { file: { path: 'release', text: '' }, start: 0, end: 0, document: 0 };

/**
 * Looks for keys and leaves that no characters of a values file or template and no name of the release made.
 * What is random or tells the time comes from nowhere, and is left out.
 */
export function originsOf(chart: Chart, values: LocatedMap): Origins {
  const named = { kind: 'value', origin: RELEASE, isUser: true } as const;
  const found: Origins = { leaves: 0, without: [] };
  const outcome = renderChart({
    chart,
    values: tableOf(values, true),
    release: { name: 'rel', namespace: 'ns', nameTrace: named, namespaceTrace: named },
    capabilities: DEFAULT_CAPABILITIES,
    tracing: true,
    validating: false,
  });
  if (!outcome.ok) return found;
  for (const manifest of outcome.manifests) {
    const printed = parseYaml({ path: manifest.path, text: manifest.text }).documents[0]?.value;
    const { documents } = locatedDocument(manifest, { isOwn: () => true, fallback: NOWHERE });
    const count = (value: LocatedValue, from: LocatedValue | undefined, at: string): void => {
      const { start, end } = from?.origin ?? NOWHERE;
      const sources = sourcesOf([sliceTrace(manifest.trace, manifest.text.length, start, end)]);
      if (sources.some(({ kind }) => kind === 'opaque')) return;
      found.leaves++;
      if (value.origin.file === NOWHERE.file) found.without.push(`${manifest.path}: ${at}`);
    };
    const visit = (value: LocatedValue, from: LocatedValue | undefined, at: string): void => {
      if (value.kind === 'map') {
        for (const [name, entry] of value.entries) {
          const other = from?.kind === 'map' ? from.entries.get(name) : undefined;
          count(entry.key, other?.key, `${at}.${name} (key)`);
          visit(entry.value, other?.value, `${at}.${name}`);
        }
      } else if (value.kind === 'sequence') {
        for (const [i, item] of value.items.entries())
          visit(item, from?.kind === 'sequence' ? from.items[i] : undefined, `${at}[${i}]`);
      } else count(value, from, at);
    };
    const [document] = documents;
    if (document?.value) visit(document.value, printed, '');
  }
  return found;
}
