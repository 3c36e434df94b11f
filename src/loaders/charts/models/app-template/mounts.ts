import { get, getMap, getScalar, itemsAt } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../../yaml/located.ts';
import { isTruthy } from '../../shared/truth.ts';
import { templateMounts } from './claim-templates.ts';
import type { Context } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { volumeType } from './volumes.ts';

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/container/fields/_volumeMounts.tpl */
export function mountsOf(context: Context, controller: Item, container: string): LocatedMap[] {
  const shared = itemsOf(context, 'persistence').flatMap(item =>
    mounts(context, item.key, {
      name: scalarFrom(item.key.origin, item.id),
      path: defaultPath(item),
      all: get(item.value, 'globalMounts'),
      some: get(item.value, 'advancedMounts'),
      mine: get(item.value, 'advancedMounts', controller.id, container),
    }),
  );
  return [
    ...shared,
    ...templateMounts(controller).flatMap(({ template, name, path }) =>
      mounts(context, name, {
        name,
        path,
        all: get(template, 'globalMounts'),
        some: get(template, 'advancedMounts'),
        mine: get(template, 'advancedMounts', container),
      }),
    ),
  ];
}

/** A host path is mounted where it is on the host, everything else at its own name. */
function defaultPath(item: Item): LocatedScalar {
  const hostPath = volumeType(item) === 'hostPath' ? getScalar(item.value, 'hostPath') : undefined;
  return hostPath ?? scalarFrom(item.key.origin, `/${item.id}`, 'default');
}

interface Mounting {
  readonly name: LocatedScalar;
  readonly path: LocatedScalar;
  readonly all: LocatedValue | undefined;
  readonly some: LocatedValue | undefined;
  readonly mine: LocatedValue | undefined;
}

function mounts(context: Context, key: LocatedScalar, mounting: Mounting): LocatedMap[] {
  const { name, all, some, mine } = mounting;
  if (!isTruthy(all) && !isTruthy(some))
    return [mapFrom(key.origin, { mountPath: mounting.path, name })];
  let path = mounting.path;
  return [...itemsAt(all), ...itemsAt(mine)].flatMap(mount => {
    const map = getMap(mount);
    if (!map) return [];
    // A mount without a path takes that of the mount before it.
    const own = getScalar(map, 'path');
    if (own && isTruthy(own)) path = evaluated(context, own);
    return [mountOf(context, map, path, name)];
  });
}

const evaluated = ({ features, tpl }: Context, value: LocatedScalar): LocatedScalar =>
  features.templatedClaims ? tpl(value) : value;

function mountOf(
  context: Context,
  mount: LocatedMap,
  mountPath: LocatedScalar,
  name: LocatedScalar,
): LocatedMap {
  const set = (key: string) => {
    const value = getScalar(mount, key);
    return value && isTruthy(value) ? value : undefined;
  };
  const subPath = set('subPath');
  return mapFrom(mount.origin, {
    mountPath,
    name,
    subPath: subPath && evaluated(context, subPath),
    subPathExpr: set('subPathExpr'),
    readOnly: set('readOnly'),
    mountPropagation: set('mountPropagation'),
  });
}
