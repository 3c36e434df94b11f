import type { SourceText } from '../source/text.ts';
import { startOf } from '../source/text.ts';
import { parseVersion } from '../template/go/semver.ts';
import { resolveGoYaml } from '../template/go/yaml-resolve.ts';
import { asMap, get, itemsAt } from '../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../yaml/located.ts';
import { parseYaml } from '../yaml/parse.ts';
import { ChartError, type Dependency, type Metadata } from './chart.ts';

/** A scalar where Helm reads a string: numbers are written as JSON writes them. */
export function stringOf(value: LocatedValue | undefined): string {
  if (value?.kind !== 'scalar') return '';
  return value.quoted ? value.text : plainString(value);
}

function plainString({ text }: LocatedScalar): string {
  const { value } = resolveGoYaml(text);
  return value === null ? '' : String(value);
}

/** The first document of a file, where it is a map. */
export function mapOf(file: SourceText, what: string): LocatedMap | undefined {
  const { documents, problems, broken } = parseYaml(file);
  const [problem] = problems;
  if (broken && problem) throw new ChartError(`${what}: ${problem.message}`, problem.at);
  const value = documents[0]?.value;
  if (!value || (value.kind === 'scalar' && value.value === null)) return undefined;
  return asMap(value) ?? fail(`${what} is not a map`, value);
}

/** The maps among the further documents of a file. */
export const laterMapsOf = (file: SourceText): readonly LocatedMap[] =>
  parseYaml(file)
    .documents.slice(1)
    .flatMap(({ value }) => asMap(value) ?? []);

function fail(message: string, value: LocatedValue): never {
  throw new ChartError(message, value.origin);
}

/**
 * Reads Chart.yaml and, over it, requirements.yaml.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/chart/metadata.go
 */
export function readMetadata(file: SourceText, requirements: SourceText | undefined): Metadata {
  const value = mapOf(file, 'Chart.yaml');
  if (!value) throw new ChartError('Chart.yaml is empty', startOf(file));
  const more = requirements && mapOf(requirements, 'requirements.yaml');
  const text = (key: string): string => stringOf(get(value, key));
  const name = text('name');
  const version = text('version');
  if (name === '') fail('chart.metadata.name is required', value);
  if (version === '') fail('chart.metadata.version is required', value);
  if (!parseVersion(version)) fail(`chart.metadata.version "${version}" is invalid`, value);
  if (name.includes('/')) fail(`chart.metadata.name "${name}" is invalid`, value);
  const type = text('type');
  if (!['', 'application', 'library'].includes(type)) {
    fail('chart.metadata.type must be application or library', get(value, 'type') ?? value);
  }
  const from = more?.entries.has('dependencies') ? more : value;
  return {
    name,
    version,
    type,
    apiVersion: text('apiVersion') || 'v1',
    kubeVersion: text('kubeVersion'),
    dependencies: itemsAt(from, 'dependencies').flatMap(item => dependencyOf(item) ?? []),
    value,
  };
}

function dependencyOf(value: LocatedValue): Dependency | undefined {
  if (value.kind !== 'map') return undefined;
  const text = (key: string): string => stringOf(get(value, key));
  return {
    name: text('name'),
    version: text('version'),
    repository: text('repository'),
    alias: text('alias'),
    condition: text('condition'),
    tags: itemsAt(value, 'tags').map(stringOf),
    importValues: itemsAt(value, 'import-values').map(item =>
      item.kind === 'map'
        ? { child: stringOf(get(item, 'child')), parent: stringOf(get(item, 'parent')) }
        : stringOf(item),
    ),
    value,
  };
}
