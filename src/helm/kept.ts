import { createHash, type Hash } from 'node:crypto';
import type { SourceText } from '../source/text.ts';
import { piecesOf, type Source } from '../template/go/trace.ts';
import { fingerprint, originFingerprint } from '../yaml/fingerprint.ts';
import type { LocatedMap, Origin } from '../yaml/located.ts';
import type { Chart } from './chart.ts';
import { decoded, encoded } from './kept-form.ts';
import { type RenderOutcome, type RenderRequest, renderChart } from './render.ts';
import type { ReleaseNames } from './top.ts';

/** Where renderings are kept between runs, by names that only equal ones share. */
export interface Renderings {
  read(name: string): Uint8Array | undefined;
  keep(name: string, body: Uint8Array): void;
}

/** What else decides a rendering than what is in the request as data. */
export interface Rendered {
  /** The chart as it was loaded: its digest is taken once. */
  readonly chart: Chart;
  /** The values that the request has as a table. */
  readonly values: LocatedMap;
  readonly declaration: Origin;
}

/**
 * Renders a chart, or takes what an earlier run kept of the same rendering: of the same files of the chart and the same
 * values in the same places. What was kept has its places in files of this run.
 */
export function renderKept(
  request: RenderRequest,
  { chart, values, declaration }: Rendered,
  renderings: Renderings | undefined,
): RenderOutcome {
  // With less patience than usual, a rendering may fail that otherwise would not.
  if (!renderings || request.patience !== 1) return renderChart(request);
  const files = [...filesOf(chart)];
  const fixed = files.length;
  const numbers = new Map<SourceText, number>();
  for (const [index, file] of files.entries()) if (!numbers.has(file)) numbers.set(file, index);
  const numberOf = (file: SourceText): number => {
    const known = numbers.get(file) ?? files.push(file) - 1;
    numbers.set(file, known);
    return known;
  };
  const { release, capabilities, validating, tracing } = request;
  const said = [
    [release.name, release.namespace, originFingerprint(declaration, numberOf)],
    [capabilities.kubeVersion, capabilities.helmVersion, capabilities.apiVersions],
    [capabilities.onAbsent !== undefined, validating, tracing],
    request.chart.metadata.dependencies.map(({ name }) => name),
    fingerprint(values, numberOf),
  ];
  // Where values lie is told by the paths of their files; what else these say doesn't matter.
  const paths = files.slice(fixed).map(({ path }) => path);
  const name = sha256(JSON.stringify([digestOf(chart), said, paths]));
  const body = renderings.read(name);
  const kept = body && decoded(body, files);
  if (kept) {
    for (const version of kept.asked) capabilities.onAbsent?.(version);
    return kept.outcome;
  }
  const asked = new Set<string>();
  const { onAbsent } = capabilities;
  const noting = onAbsent && {
    onAbsent: (version: string): boolean => {
      asked.add(version);
      return onAbsent(version);
    },
  };
  const outcome = renderChart({ ...request, capabilities: { ...capabilities, ...noting } });
  const made = holdsSecrets(outcome, release) ? undefined : encoded(outcome, [...asked], numbers);
  if (made) renderings.keep(name, made);
  return outcome;
}

/** Whether what the user wrote is in a Secret: it is not for us to copy. The names of the release are no secret. */
function holdsSecrets(
  outcome: RenderOutcome,
  { nameTrace, namespaceTrace }: ReleaseNames,
): boolean {
  if (!outcome.ok) return false;
  const isOfUser = (source: Source | undefined): boolean =>
    source?.kind === 'several'
      ? source.of.some(isOfUser)
      : source?.kind === 'value' &&
        source.isUser &&
        source !== nameTrace &&
        source !== namespaceTrace;
  return outcome.manifests.some(
    ({ text, trace }) =>
      /^["']?kind["']?:[ \t]*["']?Secret\b/m.test(text) &&
      piecesOf(trace, text.length).some(({ source }) => isOfUser(source)),
  );
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** All files of a chart, in an order that is the same for charts of the same files. */
function* filesOf(chart: Chart): Generator<SourceText> {
  yield chart.metadata.value.origin.file;
  if (chart.values) yield chart.values.origin.file;
  if (chart.schema) yield chart.schema.source;
  for (const { source } of [...chart.templates, ...chart.files]) yield source;
  for (const subchart of chart.subcharts) yield* filesOf(subchart);
}

/** The paths of all its files: of one from elsewhere, none of them is a file of the repository. */
export function* pathsOf(chart: Chart): Generator<string> {
  for (const { path } of filesOf(chart)) yield path;
}

/** Most files are never looked at, and so never decoded: their bytes say as much. */
function update(hash: Hash, source: SourceText, bytes?: Uint8Array): void {
  const content = bytes ?? source.text;
  hash.update(`\n${source.path.length} ${content.length}\n${source.path}`).update(content);
}

const digests = new WeakMap<Chart, string>();

function digestOf(chart: Chart): string {
  const known = digests.get(chart);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  const { metadata } = chart;
  const { value: _, ...declared } = metadata;
  const dependencies = metadata.dependencies.map(({ value: __, ...dependency }) => dependency);
  hash.update(
    JSON.stringify([
      { ...declared, dependencies },
      chart.isOwn,
      chart.values !== undefined,
      chart.schema !== undefined,
      chart.templates.map(({ path }) => path),
      chart.files.map(({ path }) => path),
      chart.subcharts.map(digestOf),
    ]),
  );
  const { values, schema } = chart;
  for (const source of [metadata.value.origin.file, values?.origin.file, schema?.source])
    if (source) update(hash, source);
  for (const { source, bytes } of [...chart.templates, ...chart.files]) update(hash, source, bytes);
  const digest = hash.digest('hex');
  digests.set(chart, digest);
  return digest;
}
