import { codes } from '../../../../text/code.ts';
import { didYouMean } from '../../../../text/nearest.ts';
import { own } from '../../../../text/own.ts';
import { asMap, get, getMap, getScalar, getString } from '../../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom } from '../../../../yaml/build.ts';
import type {
  LocatedEntry,
  LocatedMap,
  LocatedScalar,
  LocatedValue,
} from '../../../../yaml/located.ts';
import { pick } from '../../shared/maps.ts';
import { isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { objectName } from './names.ts';
import { oneOf, resolve } from './references.ts';

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/pod/fields/_volumes.tpl */
export const volumesOf = (context: Context, controller: Item): LocatedMap[] =>
  itemsOf(context, 'persistence')
    .filter(item => reaches(item, controller.id))
    .map(item => volume(context, item));

/** Whether a controller's pods get a volume: all do unless only some are named. */
function reaches({ value }: Item, controller: string): boolean {
  const advanced = get(value, 'advancedMounts');
  if (!isTruthy(advanced) || isTruthy(get(value, 'globalMounts'))) return true;
  return asMap(advanced)?.entries.has(controller) ?? false;
}

/** The type of a persistence item; one that the chart doesn't know is refused elsewhere. */
export const volumeType = ({ value }: Item): string =>
  getString(value, 'type')?.value ?? 'persistentVolumeClaim';

function volume(context: Context, item: Item): LocatedMap {
  const at = item.key.origin;
  return mapFrom(at, { name: scalarFrom(at, item.id), ...source(context, item) });
}

function source(context: Context, item: Item): Parts {
  const { value, key } = item;
  switch (volumeType(item)) {
    case 'persistentVolumeClaim': {
      const readOnly = get(value, 'readOnly');
      return {
        persistentVolumeClaim: mapFrom(key.origin, {
          claimName: claimName(context, item),
          readOnly,
        }),
      };
    }
    case 'configMap':
      return { configMap: projection(context, item, 'configMaps', 'name') };
    case 'secret':
      return { secret: projection(context, item, 'secrets', 'secretName') };
    case 'emptyDir':
      return { emptyDir: pick(value, ['medium', 'sizeLimit']) };
    case 'hostPath':
      return {
        hostPath: pick(value, [
          ['hostPath', 'path'],
          ['hostPathType', 'type'],
        ]),
      };
    case 'nfs':
      return { nfs: pick(value, ['server', 'path', 'readOnly']) };
    case 'custom':
      return custom(context, value);
    case 'image':
      return { image: pick(value, [['image', 'reference'], 'pullPolicy']) };
    default:
      return {};
  }
}

function claimName(context: Context, item: Item): LocatedScalar {
  const existing = getScalar(item.value, 'existingClaim');
  if (!existing || !isTruthy(existing)) return objectName(context, 'persistence', item);
  return context.features.templatedClaims ? context.tpl(existing) : existing;
}

function projection(
  context: Context,
  { value, key }: Item,
  group: string,
  field: string,
): LocatedMap {
  const name = getString(value, 'name');
  const identifier = getString(value, 'identifier');
  const reference = name
    ? context.tpl(name)
    : identifier && resolve(context, group, identifier, group.slice(0, -1))?.name;
  return mapFrom(key.origin, {
    [field]: reference,
    defaultMode: get(value, 'defaultMode'),
    items: get(value, 'items'),
    optional: get(value, 'optional'),
  });
}

function custom(context: Context, value: LocatedMap): Parts {
  const spec = getMap(value, 'volumeSpec');
  const entries: readonly (readonly [string, LocatedEntry])[] = [
    ...(spec ? context.tpl(spec).entries : []),
  ];
  return Object.fromEntries(
    entries.filter(([name]) => name !== 'name').map(([name, entry]) => [name, entry.value]),
  );
}

/** What the chart refuses about persistence items, each reported once. */
export function refusePersistence(context: Context): void {
  const written = getMap(context.values, 'persistence');
  for (const [id, { key, value }] of written?.entries ?? []) {
    if (value.kind !== 'map') refuse(context, key, `persistence \`${id}\` must be a map`);
  }
  for (const item of itemsOf(context, 'persistence')) {
    refuseType(context, item);
    refuseControllers(context, item);
  }
}

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  hostPath: ['hostPath'],
  nfs: ['server', 'path'],
};

function refuseType(context: Context, item: Item): void {
  const written: LocatedValue | undefined = get(item.value, 'type');
  if (written && isTruthy(written))
    oneOf(context, written, [...context.features.volumeTypes], 'persistence type');
  for (const field of own(NEEDED, volumeType(item)) ?? []) {
    if (!isTruthy(get(item.value, field)))
      refuse(context, item.key, `persistence \`${item.id}\` has no ${field}`);
  }
}

function refuseControllers(context: Context, { value }: Item): void {
  const controllers = itemsOf(context, 'controllers');
  const known = controllers.map(({ id }) => id);
  for (const [id, { key, value: mounts }] of getMap(value, 'advancedMounts')?.entries ?? []) {
    const controller = controllers.find(item => item.id === id);
    if (controller) refuseContainers(context, controller, asMap(mounts));
    else oneOf(context, key, known, 'controller');
  }
}

/** The chart takes a mount of no container without a word, and mounts nothing. */
function refuseContainers(
  context: Context,
  { id, value }: Item,
  mounts: LocatedMap | undefined,
): void {
  const known = ['containers', 'initContainers'].flatMap(list => [
    ...(getMap(value, list)?.entries.keys() ?? []),
  ]);
  for (const [name, { key }] of mounts?.entries ?? []) {
    if (known.includes(name)) continue;
    const help = didYouMean(name, known) ?? `Use ${codes(known, 'or')}.`;
    refuse(context, key, `controller \`${id}\` has no container \`${name}\``, { help });
  }
}
