import { textAt, textsAt } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import { type Id, type Item, idOf, text } from './item.ts';

const FIRST: readonly string[] = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const LAST: readonly string[] = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/**
 * Sorts a build's objects the way kustomize prints them, unless `sortOptions` asks for the order of
 * the files.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/builtins/SortOrderTransformer.go
 */
export function sortItems(
  items: readonly Item[],
  sortOptions: LocatedValue | undefined,
): readonly Item[] {
  if (sortOptions && textAt(sortOptions, 'order') !== 'legacy') return items;
  const options =
    sortOptions?.kind === 'map' ? sortOptions.entries.get('legacySortOptions') : undefined;
  const names = (field: string): readonly string[] => textsAt(options?.value, field);
  const first = options ? names('orderFirst') : FIRST;
  const last = options ? names('orderLast') : LAST;
  const ranks = new Map<string, number>();
  for (const [i, kind] of first.entries()) ranks.set(kind, i - first.length);
  for (const [i, kind] of last.entries()) ranks.set(kind, i + 1);
  const rank = (id: Id): number => ranks.get(id.kind) ?? 0;
  return items
    .map(item => ({ item, id: idOf(item), type: typeKey(idOf(item)), key: nameKey(item) }))
    .sort(
      (a, b) =>
        rank(a.id) - rank(b.id) ||
        // Kustomize puts the cluster's own Namespaces before custom kinds of that name.
        (a.id.kind === 'Namespace' ? -1 : 1) * compare(a.type, b.type) ||
        compare(a.key, b.key),
    )
    .map(({ item }) => item);
}

const typeKey = ({ group, version, kind }: Id): string =>
  [group || '~G', version || '~V', kind || '~K'].join('_');

const nameKey = ({ value }: Item): string =>
  [text(value, 'metadata', 'namespace') || '~X', text(value, 'metadata', 'name') || '~N'].join('|');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
