import type { AppBuild } from '../../model/app-build.ts';
import { type Resource, splitApiVersion } from '../../model/resource.ts';
import type { Problem } from '../../source/problem.ts';
import { get, getMap, getScalar, itemsAt, stringMapAt } from '../../yaml/access.ts';
import { scalarFrom, setIn } from '../../yaml/build.ts';
import type { LocatedMap, LocatedValue } from '../../yaml/located.ts';
import type { Sources } from '../../yaml/sources.ts';
import { accumulate } from './accumulate.ts';
import { type BuildContext, newContext } from './context/context.ts';
import { type Gathered, report } from './context/gathered.ts';
import type { KustomizeOptions } from './context/inputs.ts';
import { METADATA_LABELS_ONLY } from './fields/field-specs.ts';
import { hashSuffix } from './items/hash.ts';
import { type Item, remember, text } from './items/item.ts';
import { sortItems } from './items/order.ts';
import { loadTarget, type Target } from './kustomization/target.ts';
import { withOverrides } from './overrides.ts';
import { addMarks } from './transformers/marks.ts';
import { fixNameReferences } from './transformers/name-references.ts';

/**
 * Builds a directory the way `kustomize build` does, as far as files decide it. Never throws on
 * what the files hold: what kustomize would refuse becomes a problem, and the rest is still built.
 *
 * @param directory of the kustomization, relative to the repository root
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export function buildKustomization(
  sources: Sources,
  directory: string,
  options: KustomizeOptions = {},
): AppBuild {
  const context = newContext(sources, options);
  const target = loadTarget(context, sources.tree.real(directory) ?? directory, undefined);
  const { overrides } = options;
  const value = target && overrides ? withOverrides(target.value, overrides) : target?.value;
  const resources = target && value ? finish(context, { ...target, value }) : [];
  const { releases, kustomizations, references, unknowable, problems, idle } = context;
  return {
    directory,
    type: 'kustomize',
    resources,
    releases,
    kustomizations,
    references,
    unknowable,
    problems: unique(problems),
    idle: unique(idle),
  };
}

/** What is wrong with a shared text is said once, however many objects it concerns. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  const byText = new Map<string, Problem>();
  for (const problem of problems) {
    const { at, message } = problem;
    const key = JSON.stringify([at.file.path, at.start, at.end, message]);
    if (!byText.has(key)) byText.set(key, problem);
  }
  return [...byText.values()];
}

/** What is done once, at the root of a build: hashes, references, labels of the build, order. */
function finish(context: BuildContext, target: Target): readonly Resource[] {
  const visit = { ancestors: [], helmNamespace: undefined, built: new Map() };
  const { items, configuration } = accumulate(context, target, visit);
  const named = fixNameReferences(context, items.map(withHash), configuration.nameReferences);
  const kept = named.filter(({ value }) => !isLocal(value));
  const marked = withBuildMetadata(context, target, kept);
  checkSortOptions(context, target);
  const written = marked.map(item => ({ ...item, value: withTextAnnotations(item.value) }));
  return sortItems(written, get(target.value, 'sortOptions')).map(toResource);
}

/**
 * kustomize notes things in annotations of its own while it builds, and writes all of an object's annotations again
 * as texts: `true` comes out in quotes. Labels stay as they are.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/kyaml/yaml/rnode.go SetAnnotations
 */
function withTextAnnotations(value: LocatedMap): LocatedMap {
  const annotations = getMap(value, 'metadata', 'annotations');
  if (!annotations || [...annotations.entries.values()].every(({ value: own }) => isText(own)))
    return value;
  const entries = new Map(
    [...annotations.entries].map(([name, entry]) => [
      name,
      { ...entry, value: asText(entry.value) },
    ]),
  );
  const changed = setIn(value, ['metadata', 'annotations'], { ...annotations, entries });
  return changed.kind === 'map' ? changed : value;
}

const isText = (value: LocatedValue): boolean =>
  value.kind !== 'scalar' || typeof value.value === 'string';

const asText = (value: LocatedValue): LocatedValue =>
  value.kind === 'scalar' ? { ...value, value: value.text, quoted: true } : value;

function checkSortOptions(gathered: Gathered, target: Target): void {
  const order = getScalar(target.value, 'sortOptions', 'order');
  if (order && order.text !== 'fifo' && order.text !== 'legacy') {
    report(gathered, order, '`sortOptions.order` must be fifo or legacy');
  }
}

function withHash(item: Item): Item {
  const name = getScalar(item.value, 'metadata', 'name');
  if (!item.hashed || !name) return item;
  const hashed = scalarFrom(name.origin, `${name.text}-${hashSuffix(item.value)}`);
  return {
    ...remember(item),
    value: setIn(item.value, ['metadata', 'name'], hashed) as LocatedMap,
  };
}

/** Objects for tools, not for the cluster. */
function isLocal(value: LocatedMap): boolean {
  const mark = stringMapAt(value, 'metadata', 'annotations').get(
    'config.kubernetes.io/local-config',
  );
  return mark !== undefined && mark !== 'false';
}

const BUILD_METADATA = ['originAnnotations', 'transformerAnnotations', 'managedByLabel'];

/** https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/krusty/kustomizer.go */
function withBuildMetadata(
  context: BuildContext,
  target: Target,
  items: readonly Item[],
): readonly Item[] {
  let result = items;
  for (const option of itemsAt(target.value, 'buildMetadata')) {
    if (option.kind !== 'scalar') continue;
    if (!BUILD_METADATA.includes(option.text)) {
      report(context, option, `\`buildMetadata\` knows ${BUILD_METADATA.join(', ')} only`);
    }
    if (option.text !== 'managedByLabel') continue;
    const version = (context.options.kustomizeVersion ?? '5.8.1').replace(/^v?/, 'v');
    const value = scalarFrom(option.origin, `kustomize-${version}`);
    const key = scalarFrom(option.origin, 'app.kubernetes.io/managed-by');
    const pairs: LocatedMap = {
      kind: 'map',
      entries: new Map([[key.text, { key, value }]]),
      origin: option.origin,
    };
    result = addMarks(result, pairs, METADATA_LABELS_ONLY);
  }
  return result;
}

function toResource({ value, files, release, partial }: Item): Resource {
  const apiVersion = text(value, 'apiVersion');
  const namespace = text(value, 'metadata', 'namespace');
  return {
    apiVersion,
    ...splitApiVersion(apiVersion),
    kind: text(value, 'kind'),
    name: text(value, 'metadata', 'name'),
    namespace: namespace === '' ? undefined : namespace,
    value,
    files,
    release,
    partial,
  };
}
