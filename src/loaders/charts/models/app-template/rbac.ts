import type { RenderedObject } from '../../../../model/release.ts';
import { asMap, get, getScalar, getString, itemsAt } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedValue } from '../../../../yaml/located.ts';
import { whole } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { itemObject } from './metadata.ts';
import { lookUp, resolve } from './references.ts';

const API_GROUP = 'rbac.authorization.k8s.io';

/** https://github.com/bjw-s-labs/helm-charts/tree/common-4.1.1/charts/library/common/templates/lib/rolebinding */
export const rbac = (context: Context): RenderedObject[] => [
  ...itemsOf(context, 'rbac', 'roles').map(item => whole(role(context, item))),
  ...itemsOf(context, 'rbac', 'bindings').map(item => whole(binding(context, item))),
];

function headOf(item: Item, group: string, kinds: readonly [string, string]) {
  const written = getString(item.value, 'type')?.value;
  const kind = kinds.find(name => name === written) ?? kinds[0];
  return { apiVersion: `${API_GROUP}/v1`, kind, group, clusterScoped: kind.startsWith('Cluster') };
}

function role(context: Context, item: Item): LocatedMap {
  const rules = get(item.value, 'rules');
  if (!isTruthy(rules)) refuse(context, item.key, `role \`${item.id}\` has no rules`);
  const head = headOf(item, 'rbac.roles', ['Role', 'ClusterRole']);
  return itemObject(context, item, head, { rules: rules && context.tpl(rules) });
}

function binding(context: Context, item: Item): LocatedMap {
  const head = headOf(item, 'rbac.bindings', ['RoleBinding', 'ClusterRoleBinding']);
  const written = get(item.value, 'subjects');
  const subjects = itemsAt(written).map(subject => subjectOf(context, subject));
  return itemObject(context, item, head, {
    roleRef: roleRef(context, asMap(get(item.value, 'roleRef'))),
    subjects: written && sequenceFrom(written.origin, subjects),
  });
}

function roleRef(context: Context, ref: LocatedMap | undefined): LocatedMap | undefined {
  if (!ref) return undefined;
  const identifier = getString(ref, 'identifier');
  const target = identifier && lookUp(context, 'rbac.roles', identifier);
  const kind = target && headOf(target.item, 'rbac.roles', ['Role', 'ClusterRole']).kind;
  const name = getScalar(ref, 'name');
  return mapFrom(ref.origin, {
    apiGroup: API_GROUP,
    kind: kind ? scalarFrom(ref.origin, kind) : get(ref, 'kind'),
    name: target?.name ?? (name && context.tpl(name)),
  });
}

function subjectOf(context: Context, subject: LocatedValue): LocatedValue {
  const identifier = getString(subject, 'identifier');
  if (!identifier) return context.tpl(subject);
  return mapFrom(subject.origin, {
    kind: 'ServiceAccount',
    name: resolve(context, 'serviceAccount', identifier, 'service account')?.name,
    namespace: context.namespace,
  });
}
