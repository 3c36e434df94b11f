import type { SourceText } from '../../source/text.ts';
import { type Budget, createBudget, Stop } from '../../template/go/stop.ts';
import { memberTrace, type Trace } from '../../template/go/trace.ts';
import { type GoValue, isList } from '../../template/go/value.ts';
import type { Chart } from '../chart.ts';
import type { ActiveChart } from '../dependencies.ts';
import { isTable, type Table } from '../values.ts';
import { type Documents, documentsOf } from './documents.ts';
import { validate } from './evaluate.ts';
import { instanceOf, type Json } from './json.ts';
import type { Flaw, Path } from './verdict.ts';

/** Values that a chart's own schema refuses. */
export interface ValuesFlaw {
  /** The chart whose schema it is. */
  readonly chart: string;
  /** From the values of the release; the last step is the key that is wrong, where it is one. */
  readonly path: readonly (string | number)[];
  /** Whether the key itself is wrong, not its value. */
  readonly isKey: boolean;
  /** Said of the value at the path, or of the map that the key is in. */
  readonly message: string;
  /** Keys that the schema knows in its place. */
  readonly known: readonly string[];
  /** Where the value, or what is around it, was written. */
  readonly trace: Trace;
}

/** Enough for the largest schemas and values; what is hostile ends within seconds and says nothing. */
const MAX_STEPS = 500_000;
/** Longer schemas are not read. */
const MAX_SCHEMA = 4_000_000;

/**
 * What the schemas of a chart and of its subcharts refuse in their values, as Helm asks them before it
 * renders anything. Schemas of elsewhere are not fetched: what depends on one is not known and not told.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/chartutil/jsonschema.go
 */
export function valuesFlaws(root: ActiveChart, values: Table): readonly ValuesFlaw[] {
  const budget = createBudget(undefined, MAX_STEPS);
  const charts = chartsBelow(root.chart);
  const fetch = (url: string) => ownCopy(charts, url);
  const flaws: ValuesFlaw[] = [];
  const visit = (active: ActiveChart, table: Table, above: readonly string[]): void => {
    const found = flawsOf(active.chart, table, fetch, budget);
    flaws.push(...found.map(flaw => located(flaw, active.name, values, above)));
    for (const subchart of active.subcharts) {
      const below = table.get(subchart.name);
      if (isTable(below)) visit(subchart, below, [...above, subchart.name]);
    }
  };
  visit(root, values, []);
  return flaws;
}

const chartsBelow = (chart: Chart): readonly Chart[] => [
  chart,
  ...chart.subcharts.flatMap(chartsBelow),
];

type Fetch = (url: string) => Json | undefined;

function flawsOf({ schema }: Chart, values: Table, fetch: Fetch, budget: Budget): readonly Flaw[] {
  if (!schema) return [];
  const json = jsonOf(schema.source);
  if (json === undefined) return [];
  const documents: Documents | undefined = documentsOf(json, fetch);
  if (!documents) return [];
  try {
    return validate(documents, instanceOf(values), budget).flaws;
  } catch (stop) {
    // Too much work, or a pattern that is none here: nothing is known.
    if (stop instanceof Stop || stop instanceof RangeError) return [];
    throw stop;
  }
}

const parsed = new WeakMap<SourceText, { readonly json: Json | undefined }>();

/** Many releases may be of one chart: its schema is read once. */
function jsonOf(source: SourceText): Json | undefined {
  const known = parsed.get(source) ?? { json: parseJson(source.text) };
  parsed.set(source, known);
  return known.json;
}

function parseJson(text: string): Json | undefined {
  if (text.length > MAX_SCHEMA) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * The chart's own copy of a schema that is referred to by URL: where the URL names a chart that is at
 * hand in its very version, and a file of it.
 */
function ownCopy(charts: readonly Chart[], url: string): Json | undefined {
  for (const { metadata, schema, files } of charts) {
    const { name, version } = metadata;
    const [, path] = url.split(`/${name}/`);
    if (path === undefined || !url.includes(`${name}-${version}/`)) continue;
    const file = path === schema?.path ? schema : files.find(item => item.path === path);
    if (file) return jsonOf(file.source);
  }
  return undefined;
}

function located(
  { path, key, message, known = [] }: Flaw,
  chart: string,
  values: Table,
  above: readonly string[],
): ValuesFlaw {
  const steps = [...above, ...stepsOf(path), ...(key === undefined ? [] : [key])];
  return {
    chart,
    path: steps,
    isKey: key !== undefined,
    message,
    known,
    trace: traceAt(values, steps),
  };
}

function stepsOf(path: Path | undefined): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at = path; at; at = at.above) steps.push(at.step);
  return steps.reverse();
}

/** Where the innermost value on a path was written. */
function traceAt(values: Table, steps: readonly (string | number)[]): Trace {
  let trace: Trace;
  let at: GoValue = values;
  for (const step of steps) {
    if (!isTable(at) && !isList(at)) break;
    trace = memberTrace(at, step) ?? trace;
    at = isTable(at) ? at.get(String(step)) : at[Number(step)];
  }
  return trace;
}
