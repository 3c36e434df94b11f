import type { RenderedObject } from '../../../../model/release.ts';
import { get, getScalar, getString } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../../yaml/located.ts';
import { mapOf } from '../../shared/maps.ts';
import { whole } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import type { Item } from './items.ts';
import { itemObject } from './metadata.ts';
import { counted } from './names.ts';

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/classes/_pvc.tpl */
export const claims = (context: Context): RenderedObject[] =>
  counted(context, 'persistence').map(item => {
    refuseIncomplete(context, item);
    const keep = scalarFrom(item.key.origin, 'keep', 'derived');
    const annotations = isTruthy(get(item.value, 'retain'))
      ? mapOf(item.key.origin, [['helm.sh/resource-policy', keep]])
      : undefined;
    const head = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', group: 'persistence' };
    const spec = claimSpec(context, item.value, item.key);
    return whole(
      itemObject(context, item, { ...head, ...(annotations && { annotations }) }, { spec }),
    );
  });

function refuseIncomplete(context: Context, { id, key, value }: Item): void {
  for (const field of ['accessMode', 'size']) {
    if (!isTruthy(get(value, field))) refuse(context, key, `persistence \`${id}\` has no ${field}`);
  }
}

/** The spec of a claim or of a StatefulSet's claim template. */
export function claimSpec(context: Context, value: LocatedMap, key: LocatedScalar): LocatedMap {
  const at = key.origin;
  const size = getScalar(value, 'size');
  const mode = getString(value, 'accessMode');
  return mapFrom(at, {
    accessModes: mode && sequenceFrom(mode.origin, [mode]),
    resources: size && mapFrom(size.origin, { requests: mapFrom(size.origin, { storage: size }) }),
    storageClassName: storageClassOf(get(value, 'storageClass')),
    volumeName: truthy(get(value, 'volumeName')),
    dataSource: rendered(context, get(value, 'dataSource')),
    dataSourceRef: rendered(context, get(value, 'dataSourceRef')),
  });
}

const truthy = (value: LocatedValue | undefined) => (isTruthy(value) ? value : undefined);

const rendered = (context: Context, value: LocatedValue | undefined) =>
  value && isTruthy(value) ? context.tpl(value) : undefined;

/** `-` asks for no class at all; nothing, or an empty one, for the cluster's default. */
function storageClassOf(value: LocatedValue | undefined): LocatedValue | undefined {
  if (value?.kind === 'scalar' && value.value === '-') return scalarFrom(value.origin, '');
  return truthy(value);
}
