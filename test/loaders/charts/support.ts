import { renderRelease } from '../../../src/loaders/charts/index.ts';
import type { HelmRelease, RenderedObject, Rendering } from '../../../src/model/release.ts';
import { textOf } from '../../../src/source/text.ts';
import { get, getScalar, type Plain, textAt, toPlain } from '../../../src/yaml/access.ts';
import { mapFrom } from '../../../src/yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../src/yaml/located.ts';
import { placeOf } from '../../../src/yaml/located.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';

export interface ReleaseText {
  readonly chart: string;
  readonly version?: string;
  readonly name?: string;
  readonly namespace?: string;
  /** YAML. */
  readonly values?: string;
}

const mapOfText = (path: string, text: string): LocatedMap => {
  const [document] = parseYaml({ path, text }).documents;
  if (document?.value?.kind === 'map') return document.value;
  const origin = { file: { path, text }, start: 0, end: 0, document: 0 };
  return mapFrom(origin, {});
};

/** A release as a kustomization would declare it, with these values. */
export function release({
  chart,
  version,
  name,
  namespace,
  values = '',
}: ReleaseText): HelmRelease {
  const lines = [`name: ${chart}`, `version: "${version ?? ''}"`, `releaseName: "${name ?? ''}"`];
  if (namespace !== undefined) lines.push(`namespace: ${namespace}`);
  const declaration = mapOfText('kustomization.yaml', `${lines.join('\n')}\n`);
  return {
    chart: getScalar(declaration, 'name') as LocatedScalar,
    repository: undefined,
    version: version === undefined ? undefined : getScalar(declaration, 'version'),
    name,
    namespace,
    values: mapOfText('values.yaml', values),
    valuesIncomplete: false,
    declaration,
    file: 'kustomization.yaml',
  };
}

/** A rendering with what tests ask of it. */
export interface Rendered extends Rendering {
  /** `Kind/name` of every object, in order. */
  readonly ids: readonly string[];
  /** `Kind/name` of the objects of these kinds. */
  of(...kinds: readonly string[]): readonly string[];
  /** The object, by `Kind/name`. */
  object(id: string): RenderedObject;
  /** Plain data at a path of an object; undefined where there is none. */
  at(id: string, ...path: readonly (string | number)[]): Plain | undefined;
  /** The source text that a field of an object points at. */
  source(id: string, ...path: readonly (string | number)[]): string;
  /** The messages of the problems. */
  readonly messages: readonly string[];
}

const idOf = ({ value }: RenderedObject): string =>
  `${textAt(value, 'kind')}/${textAt(value, 'metadata', 'name')}`;

export function render(text: ReleaseText | HelmRelease): Rendered {
  const rendering = renderRelease(
    'values' in text && typeof text.values === 'object'
      ? (text as HelmRelease)
      : release(text as ReleaseText),
  );
  const object = (id: string): RenderedObject => {
    const found = rendering.objects.find(item => idOf(item) === id);
    if (!found) throw new Error(`no ${id} among ${rendering.objects.map(idOf).join(', ')}`);
    return found;
  };
  const value = (id: string, path: readonly (string | number)[]): LocatedValue | undefined =>
    get(object(id).value, ...path);
  const ids = rendering.objects.map(idOf);
  return {
    ...rendering,
    ids,
    of: (...kinds) => ids.filter(id => kinds.some(kind => id.startsWith(`${kind}/`))),
    object,
    at: (id, ...path) => {
      const found = value(id, path);
      return found && toPlain(found);
    },
    source: (id, ...path) => {
      const found = value(id, path);
      return found ? textOf(placeOf(found)) : '';
    },
    messages: rendering.problems.map(({ message }) => message),
  };
}
