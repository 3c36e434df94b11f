import { codes } from '../../../../text/code.ts';
import { didYouMean } from '../../../../text/nearest.ts';
import { isPlaceholder } from '../../../../text/placeholder.ts';
import { get, getMap, getString, itemsAt } from '../../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../../yaml/located.ts';
import { isTruthy } from '../../shared/truth.ts';
import { type Context, refuse, relatedTo } from './context.ts';
import { allItems, type Item } from './items.ts';
import * as keys from './known-keys.ts';

/**
 * What the chart's schema refuses although its templates would take it. A key that is like none it
 * knows is passed over: the schema of another release may have it.
 *
 * @see https://github.com/bjw-s-labs/helm-charts/tree/common-4.1.1/charts/library/common/schemas
 */
export function refuseBySchema(context: Context): void {
  if (!context.features.hasKnownSchema) return;
  const { values } = context;
  for (const item of itemsIn(context, 'controllers')) controller(context, item);
  for (const item of itemsIn(context, 'service')) service(context, item);
  for (const item of itemsIn(context, 'route')) route(context, item);
  for (const item of itemsIn(context, 'ingress'))
    knownKeys(context, item.value, keys.INGRESS_KEYS, 'an ingress');
  for (const item of itemsIn(context, 'persistence')) persistence(context, item);
  const pod = getMap(values, 'defaultPodOptions');
  if (pod) podOptions(context, pod);
}

/** The items of a group, each with what is refused in every kind of item. */
function itemsIn(context: Context, group: string): Item[] {
  const written = getMap(context.values, group);
  for (const [id, { key, value }] of written?.entries ?? []) {
    if (value.kind !== 'map' && group !== 'persistence')
      refuse(context, key, `\`${group}.${id}\` must be a map`);
  }
  const items = allItems(written);
  for (const { value } of items) common(context, value);
  return items;
}

function common(context: Context, value: LocatedMap): void {
  const enabled = get(value, 'enabled');
  if (enabled?.kind === 'scalar' && typeof enabled.value === 'string') {
    refuse(context, enabled, 'enabled must be true or false, not a text');
  }
  const rename = get(value, 'forceRename');
  for (const other of ['prefix', 'suffix']) {
    const entry = value.entries.get(other);
    if (rename && entry) refuse(context, entry.key, `${other} can't stand beside \`forceRename\``);
  }
  for (const map of ['annotations', 'labels']) strings(context, getMap(value, map), map);
}

/** Annotations and labels are strings: a plain number or boolean must be quoted. */
function strings(context: Context, map: LocatedMap | undefined, what: string): void {
  for (const { key, value } of map?.entries.values() ?? []) {
    const isText =
      value.kind === 'scalar' && (typeof value.value === 'string' || value.value === null);
    if (!isText) refuse(context, value, `${what} are strings: \`${key.text}\` must be quoted`);
  }
}

/** Refuses keys that are almost, or in another place, known ones. */
function knownKeys(
  context: Context,
  map: LocatedMap,
  known: readonly string[],
  what: string,
  belongs: (key: string) => string | undefined = () => undefined,
): void {
  for (const [name, { key }] of map.entries) {
    if (known.includes(name)) continue;
    const help = belongs(name) ?? didYouMean(name, known);
    if (help !== undefined) refuse(context, key, `${what} has no \`${name}\``, { help });
  }
}

const maps = (value: LocatedValue | undefined, ...path: string[]): LocatedMap[] =>
  itemsAt(value, ...path).flatMap(item => getMap(item) ?? []);

const SECTIONS = ['statefulset', 'cronjob', 'job'] as const;

function controller(context: Context, { id, key, value }: Item): void {
  knownKeys(context, value, keys.CONTROLLER_KEYS, 'a controller', name =>
    name === 'nameOverride' ? RENAMED : placeOfControllerKey(name),
  );
  const type = getString(value, 'type')?.value ?? 'deployment';
  for (const section of SECTIONS) {
    const entry = value.entries.get(section);
    if (entry && type !== section && !isPlaceholder(type))
      refuse(context, entry.key, `\`${section}\` needs \`type: ${section}\``);
  }
  if (type === 'cronjob' && !isTruthy(get(value, 'cronjob', 'schedule'))) {
    refuse(context, key, `cronjob \`${id}\` has no schedule`);
  }
  const replicas = get(value, 'replicas');
  if (replicas?.kind === 'scalar' && typeof replicas.value === 'string') {
    refuse(context, replicas, 'replicas must be a number');
  }
  const pod = getMap(value, 'pod');
  if (pod) podOptions(context, pod);
  for (const list of ['containers', 'initContainers']) {
    for (const item of allItems(getMap(value, list))) container(context, item);
  }
}

const RENAMED = 'since 4.0 names are changed by suffix, prefix or `forceRename`';

function placeOfControllerKey(name: string): string | undefined {
  if (keys.POD_KEYS.includes(name)) return 'It belongs in `pod`, or in `defaultPodOptions`.';
  return keys.CONTAINER_KEYS.includes(name) ? 'it belongs into a container' : undefined;
}

function podOptions(context: Context, pod: LocatedMap): void {
  knownKeys(context, pod, keys.POD_KEYS, 'a pod');
  for (const map of ['annotations', 'labels']) strings(context, getMap(pod, map), map);
}

const PROBES = ['liveness', 'readiness', 'startup'];

function container(context: Context, { value }: Item): void {
  knownKeys(context, value, keys.CONTAINER_KEYS, 'a container');
  const probes = getMap(value, 'probes');
  if (probes)
    knownKeys(context, probes, PROBES, 'probes', name =>
      name.endsWith('Probe')
        ? (didYouMean(name, PROBES) ?? `Use ${codes(PROBES, 'or')}.`)
        : undefined,
    );
}

function service(context: Context, { value }: Item): void {
  knownKeys(context, value, keys.SERVICE_KEYS, 'a service', renamed);
  for (const port of allItems(getMap(value, 'ports'))) {
    knownKeys(context, port.value, keys.PORT_KEYS, 'a port');
    const protocol = getString(port.value, 'protocol');
    if (protocol && !['HTTP', 'HTTPS', 'TCP', 'UDP'].includes(protocol.value)) {
      refuse(context, protocol, `protocol \`${protocol.value}\` is none of HTTP, HTTPS, TCP, UDP`);
    }
  }
}

const renamed = (name: string): string | undefined =>
  name === 'nameOverride' ? RENAMED : undefined;

function route(context: Context, { value }: Item): void {
  knownKeys(context, value, keys.ROUTE_KEYS, 'a route', renamed);
  for (const parent of maps(value, 'parentRefs'))
    knownKeys(context, parent, keys.PARENT_KEYS, 'a `parentRef`');
  for (const rule of maps(value, 'rules')) {
    knownKeys(context, rule, keys.RULE_KEYS, 'a rule');
    for (const backend of maps(rule, 'backendRefs'))
      knownKeys(context, backend, keys.BACKEND_KEYS, 'a `backendRef`');
  }
}

function persistence(context: Context, { value }: Item): void {
  knownKeys(context, value, keys.PERSISTENCE_KEYS, 'persistence', name =>
    name === 'nameOverride'
      ? RENAMED
      : name === 'mountPath'
        ? 'give it as path in `globalMounts`'
        : undefined,
  );
  const existing = value.entries.get('existingClaim');
  if (existing && isTruthy(existing.value)) besideExisting(context, value, existing.key);
  const mounts = [
    ...maps(value, 'globalMounts'),
    ...allItems(getMap(value, 'advancedMounts')).flatMap(item =>
      [...item.value.entries.keys()].flatMap(name => maps(item.value, name)),
    ),
  ];
  for (const mount of mounts) {
    knownKeys(context, mount, keys.MOUNT_KEYS, 'a mount', name =>
      name === 'mountPath' ? 'Did you mean `path`?' : undefined,
    );
  }
}

/** A claim exists or is made: what would make one can't stand beside the name of another. */
function besideExisting(context: Context, value: LocatedMap, existing: LocatedScalar): void {
  for (const name of ['storageClass', 'size', 'accessMode']) {
    const entry = value.entries.get(name);
    if (entry) {
      refuse(context, entry.key, `\`${name}\` can't stand beside \`existingClaim\``, {
        related: [relatedTo(existing, 'the claim that exists')],
      });
    }
  }
}
