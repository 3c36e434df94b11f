import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { asMap, entriesAt, getMap, getString, itemsAt } from '../../../yaml/access.ts';
import { without } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { ROUTE_KINDS, renderingOf, UNCOMMON_KINDS } from '../shared/completeness.ts';
import { kubernetesObject, whole } from '../shared/objects.ts';
import { type Scope, scopeOf } from '../shared/scope.ts';

/** Which kind each list of the values makes. */
const LISTS = {
  applications: 'Application',
  applicationsets: 'ApplicationSet',
  projects: 'AppProject',
} as const;

/** Keys of an item that are metadata; all others are the object's spec. */
const METADATA = [
  'name',
  'namespace',
  'additionalLabels',
  'additionalAnnotations',
  'labels',
  'annotations',
  'finalizers',
] as const;

/**
 * Applications, ApplicationSets and AppProjects as values: a map by name, or a list of items with a
 * `name` as before 2.0. `itemTemplates` are templates and not read.
 *
 * @see https://github.com/argoproj/argo-helm/tree/main/charts/argocd-apps
 */
export const argocdApps: ChartModel = { charts: ['argocd-apps'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const objects = Object.entries(LISTS).flatMap(([key, kind]) =>
    itemsOf(scope, key).flatMap(([name, item]) => objectOf(scope, kind, name, item)),
  );
  const isWhole = itemsAt(scope.values, 'itemTemplates').length === 0;
  const complete = isWhole ? [...UNCOMMON_KINDS, ...ROUTE_KINDS] : [];
  return renderingOf(scope, { objects, complete });
}

function itemsOf({ values }: Scope, key: string): [LocatedScalar, LocatedMap][] {
  const named = entriesAt(values, key).flatMap(
    ({ key: name, value }): [LocatedScalar, LocatedMap][] => {
      const item = asMap(value);
      return item ? [[name, item]] : [];
    },
  );
  const listed = itemsAt(values, key).flatMap((value): [LocatedScalar, LocatedMap][] => {
    const item = asMap(value);
    const name = getString(item, 'name');
    return item && name ? [[name, item]] : [];
  });
  return [...named, ...listed];
}

function objectOf(
  scope: Scope,
  kind: string,
  name: LocatedScalar,
  item: LocatedMap,
): RenderedObject[] {
  const head = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind,
    name,
    namespace: getString(item, 'namespace') ?? scope.namespace,
    labels: getMap(item, 'additionalLabels'),
    annotations: getMap(item, 'additionalAnnotations'),
  };
  return [whole(kubernetesObject(name.origin, head, { spec: without(item, ...METADATA) }))];
}
