import type { SourceText } from '../source/text.ts';
import { decodeBytes } from '../template/go/bytes.ts';
import { type Archive, readArchive } from './archive.ts';
import { type Chart, ChartError, type ChartFile, type RawFile } from './chart.ts';
import { laterMapsOf, mapOf, readMetadata } from './metadata.ts';

const MAX_DEPTH = 10;

/** A file's text. */
export const sourceOf = ({ name, bytes, source }: RawFile): SourceText =>
  source ?? { path: name, text: decodeBytes(bytes) };

/**
 * Sorts a chart's files by what Helm takes them for, the charts in `charts/` included.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/chart/loader/load.go
 *
 * @param isOwn whether the files are the repository's own
 * @throws ChartError where Helm refuses to load it
 */
export function loadChart(files: readonly RawFile[], isOwn: boolean, depth = 0): Chart {
  if (depth > MAX_DEPTH) throw new ChartError('charts are nested too deeply');
  const byPath = new Map(files.map(file => [file.path, file] as const));
  const source = (path: string): SourceText | undefined => {
    const file = byPath.get(path);
    return file && sourceOf(file);
  };
  const declared = source('Chart.yaml');
  if (!declared) throw new ChartError('Chart.yaml file is missing');
  const metadata = readMetadata(declared, source('requirements.yaml'));
  const values = source('values.yaml');
  const schema = byPath.get('values.schema.json');
  const templates: ChartFile[] = [];
  const others: ChartFile[] = [];
  for (const file of files) {
    const bytes = file.source ? undefined : file.bytes;
    const chartFile = { path: file.path, source: lazySource(file), bytes };
    if (file.path.startsWith('templates/')) templates.push(chartFile);
    else if (isPlainFile(file.path, metadata.apiVersion)) others.push(chartFile);
  }
  return {
    metadata,
    values: values && mapOf(values, 'values.yaml'),
    laterValues: values && /^---/m.test(values.text) ? laterMapsOf(values) : [],
    schema: schema && { path: schema.path, source: sourceOf(schema) },
    templates,
    files: others,
    subcharts: loadSubcharts(files, isOwn, depth),
    isOwn,
  };
}

/** Decodes a file when its text is asked for: most are never looked at. */
function lazySource(file: RawFile): SourceText {
  if (file.source) return file.source;
  let text: string | undefined;
  return {
    path: file.name,
    get text() {
      text ??= decodeBytes(file.bytes);
      return text;
    },
  };
}

const SPECIAL = new Set(['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json']);

function isPlainFile(path: string, apiVersion: string): boolean {
  if (SPECIAL.has(path)) return false;
  if (path === 'requirements.yaml' || path === 'requirements.lock') return apiVersion === 'v1';
  return !path.startsWith('charts/') || path.endsWith('.prov');
}

function loadSubcharts(files: readonly RawFile[], isOwn: boolean, depth: number): Chart[] {
  const groups = new Map<string, RawFile[]>();
  for (const file of files) {
    if (!file.path.startsWith('charts/') || file.path.endsWith('.prov')) continue;
    const rest = file.path.slice('charts/'.length);
    const name = rest.split('/')[0] ?? '';
    groups.set(name, [...(groups.get(name) ?? []), { ...file, path: rest }]);
  }
  return [...groups].flatMap(([name, group]) => {
    if (/^[_.]/.test(name)) return [];
    const [first] = group;
    if (name.endsWith('.tgz') && first) {
      if (first.path !== name) throw new ChartError(`error unpacking ${name}: it is a directory`);
      return [loadArchive({ name: first.name, bytes: first.bytes }, depth + 1)];
    }
    const inner = group.flatMap(file =>
      file.path === name ? [] : [{ ...file, path: file.path.slice(name.length + 1) }],
    );
    return [loadChart(inner, isOwn, depth + 1)];
  });
}

/** Loads a packed chart. */
export const loadArchive = (archive: Archive, depth = 0): Chart =>
  loadChart(readArchive(archive), false, depth);
