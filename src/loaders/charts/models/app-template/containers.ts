import { booleanAt, get, getMap, getString } from '../../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import type {
  LocatedMap,
  LocatedScalar,
  LocatedSequence,
  LocatedValue,
} from '../../../../yaml/located.ts';
import { mergeDeep } from '../../shared/maps.ts';
import { goText, isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import { envFromOf, envOf } from './environment.ts';
import { allItems, type Item, isEnabled } from './items.ts';
import { mountsOf } from './mounts.ts';
import { dependencyOrder } from './order.ts';
import { probesOf } from './probes.ts';

const COPIED = [
  'workingDir',
  'securityContext',
  'lifecycle',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'ports',
  'resources',
  'restartPolicy',
  'stdin',
  'tty',
] as const;

export type ContainerList = 'containers' | 'initContainers';

/**
 * The containers of a controller, those that others depend on first.
 * https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/pod/fields/_containers.tpl
 */
export function containersOf(
  context: Context,
  controller: Item,
  list: ContainerList,
): LocatedSequence | undefined {
  const written = getMap(controller.value, list);
  const enabled = allItems(written).filter(({ value }) => isEnabled(value));
  if (enabled.length === 0) {
    if (list === 'containers') refuseEmpty(context, controller);
    return undefined;
  }
  const ordered = dependencyOrder(context, enabled);
  return sequenceFrom(
    written?.origin ?? controller.key.origin,
    ordered.map(item =>
      container(context, controller, withDefaults(context, controller, item, list)),
    ),
  );
}

function refuseEmpty(context: Context, { id, key }: Item): void {
  refuse(context, key, `controller \`${id}\` has no enabled container`);
}

/** A container with what all containers of its controller share, key by key where it has none. */
function withDefaults(
  { values }: Context,
  controller: Item,
  item: Item,
  list: ContainerList,
): Item {
  const applies =
    booleanAt(controller.value, 'applyDefaultContainerOptionsToInitContainers') !== false;
  const defaults = getMap(controller.value, 'defaultContainerOptions');
  if (!defaults || (list === 'initContainers' && !applies)) return item;
  const strategy =
    getString(controller.value, 'defaultContainerOptionsStrategy') ??
    getString(values, 'defaultContainerOptionsStrategy');
  if (strategy?.value === 'merge') return { ...item, value: mergeDeep(item.value, defaults) };
  const entries = new Map(item.value.entries);
  for (const [name, entry] of defaults.entries) {
    if (!isTruthy(entries.get(name)?.value)) entries.set(name, entry);
  }
  return { ...item, value: { ...item.value, entries } };
}

function container(context: Context, controller: Item, item: Item): LocatedMap {
  const { value, key } = item;
  const set = (name: string) => {
    const found = get(value, name);
    return isTruthy(found) ? found : undefined;
  };
  const copied: Parts = Object.fromEntries(COPIED.map(name => [name, set(name)]));
  const mounts = mountsOf(context, controller, item.id);
  const rename = getString(value, 'nameOverride');
  return mapFrom(key.origin, {
    name: rename ? context.tpl(rename) : scalarFrom(key.origin, item.id),
    image: image(context, item),
    imagePullPolicy: getString(value, 'image', 'pullPolicy'),
    command: asList(set('command')),
    args: asList(set('args')),
    ...copied,
    env: envOf(context, item),
    envFrom: envFromOf(context, item),
    ...probesOf(context, controller, item),
    volumeMounts: mounts.length > 0 ? sequenceFrom(key.origin, mounts) : undefined,
  });
}

/** A command given as one string is a list of one. */
const asList = (value: LocatedValue | undefined): LocatedValue | undefined =>
  value?.kind === 'scalar' ? sequenceFrom(value.origin, [value]) : value;

function image(context: Context, { id, key, value }: Item): LocatedScalar | undefined {
  const written = get(value, 'image');
  if (context.features.imageText && written?.kind === 'scalar' && isTruthy(written)) {
    return context.tpl(written);
  }
  if (written?.kind !== 'map') {
    const message = written
      ? `image of container \`${id}\` must be a map`
      : `container \`${id}\` has no image`;
    refuse(context, written ?? key, message, { help: 'give `image.repository` and `image.tag`' });
    return undefined;
  }
  const [repository, tag, digest] = ['repository', 'tag', 'digest'].map(name => {
    const part = get(written, name);
    return part?.kind === 'scalar' && isTruthy(part) ? part : undefined;
  });
  const digestCounts = context.features.imageDigest ? digest : undefined;
  if (!repository) refuse(context, written, `image of container \`${id}\` has no repository`);
  if (!tag && !digestCounts) refuse(context, written, `image of container \`${id}\` has no tag`);
  if (!repository) return undefined;
  const text = [
    goText(repository),
    tag ? `:${goText(context.tpl(tag))}` : '',
    digestCounts ? `@${goText(digestCounts)}` : '',
  ].join('');
  return scalarFrom((tag ?? digestCounts ?? repository).origin, text);
}
