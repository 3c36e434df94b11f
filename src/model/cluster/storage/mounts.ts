import { entriesAt, get, getMap, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { Workload } from '../workloads/workloads.ts';
import type { VolumeClaim } from './storage.ts';

/** How a Deployment replaces its pods, resolved as its controller does it. */
export interface Rollout {
  readonly unavailable: number;
  /** Where the strategy is written; undefined when it is the default. */
  readonly at: LocatedScalar | undefined;
}

/**
 * How many pods of a rolling Deployment may be missing; undefined when it doesn't roll, or isn't one.
 * Percentages are of the replicas: surge rounds up, unavailable down, and both zero make unavailable
 * one (ResolveFenceposts in kubernetes pkg/controller/deployment/util).
 */
export function rollout({ resource, replicas }: Workload): Rollout | undefined {
  if (resource.kind !== 'Deployment') return undefined;
  const type = getString(resource.value, 'spec', 'strategy', 'type');
  if (type && type.value !== 'RollingUpdate') return undefined;
  const rolling = getMap(resource.value, 'spec', 'strategy', 'rollingUpdate');
  const count = replicas ?? 1;
  const surge = resolve(get(rolling, 'maxSurge'), count, Math.ceil);
  const unavailable = resolve(get(rolling, 'maxUnavailable'), count, Math.floor);
  return { unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable, at: type };
}

/**
 * Whether it is known how the workload rolls: all of it is known, or a model of its chart says so and no
 * value pins its pods to a node.
 */
export function isRolloutKnown({ resource, replicas }: Workload): boolean {
  if (!resource.partial) return true;
  const { release, value } = resource;
  if (!release || release.valuesIncomplete || replicas === undefined) return false;
  return get(value, 'spec', 'strategy', 'type') !== undefined && !placesPods(release.values);
}

/** Whether values say anywhere on which nodes pods may run. */
function placesPods(value: LocatedValue): boolean {
  if (value.kind !== 'map') return false;
  return [...value.entries].some(
    ([key, entry]) =>
      ['nodeSelector', 'affinity', 'nodeName'].includes(key) || placesPods(entry.value),
  );
}

function resolve(
  value: ReturnType<typeof get>,
  count: number,
  round: (n: number) => number,
): number {
  const text = value?.kind === 'scalar' && value.value !== null ? value.text : '25%';
  const percent = /^(\d+)%$/.exec(text)?.[1];
  return percent === undefined
    ? Number.parseInt(text, 10) || 0
    : round((Number(percent) * count) / 100);
}

/** One claim that a workload mounts. */
export interface ClaimUse {
  readonly workload: Workload;
  /** The claim's name where the volume says it. */
  readonly at: LocatedScalar;
  readonly claim: VolumeClaim | undefined;
}

/** Every volume that names a claim, with the claim where the repository declares it. */
export const claimUses = (
  workloads: readonly Workload[],
  claims: readonly VolumeClaim[],
): ClaimUse[] => {
  const key = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;
  const byName = new Map<string, VolumeClaim>();
  for (const claim of claims) {
    if (claim.name === undefined) continue;
    const at = key(claim.namespace, claim.name);
    if (!byName.has(at)) byName.set(at, claim);
  }
  return workloads.flatMap(workload =>
    workload.volumes.flatMap(({ claim: at }) =>
      at ? [{ workload, at, claim: byName.get(key(workload.namespace, at.text)) }] : [],
    ),
  );
};

/**
 * Whether a claim may be one of those that a StatefulSet or an operator makes from a template: they
 * bear its name and a number, such as `data-web-0` or `pg-1-wal`.
 */
export const isFromTemplate = (
  claims: readonly VolumeClaim[],
  namespace: string,
  name: string,
): boolean =>
  /-\d+(?:-|$)/.test(name) &&
  claims.some(
    template =>
      template.name === undefined &&
      template.namespace === namespace &&
      name.includes(template.resource.name),
  );

/** Labels that most nodes of a cluster share. */
const COMMON_LABEL = /^(?:beta\.)?kubernetes\.io\/(?:os|arch)$|^node-role\.kubernetes\.io\//;

/**
 * Whether both must run on nodes that bear one label of the owner's choice. That may well be one node: how many bear
 * it, the pods don't say.
 */
export const shareChosenNodes = (one: Workload, other: Workload): boolean =>
  entriesAt(one.podSpec, 'nodeSelector').some(
    ({ key, value }) =>
      !COMMON_LABEL.test(key.text) &&
      value.kind === 'scalar' &&
      textAt(other.podSpec, 'nodeSelector', key.text) === value.text,
  );

/** Whether all pods must run on one and the same node: then a volume is never moved. */
export function isPinned({ podSpec, podLabels }: Workload): boolean {
  if (
    textAt(podSpec, 'nodeSelector', 'kubernetes.io/hostname') !== undefined ||
    textAt(podSpec, 'nodeName') !== undefined
  )
    return true;
  const terms = itemsAt(
    podSpec,
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  );
  const [only] = terms;
  const byHost = itemsAt(only, 'matchExpressions').some(
    item =>
      textAt(item, 'key') === 'kubernetes.io/hostname' &&
      textAt(item, 'operator') === 'In' &&
      itemsAt(item, 'values').length === 1,
  );
  return (terms.length === 1 && byHost) || followsItself(podSpec, podLabels);
}

/** Required pod affinity to its own labels on one host keeps a new pod beside the old one. */
function followsItself(podSpec: Workload['podSpec'], labels: ReadonlyMap<string, string>): boolean {
  return itemsAt(
    podSpec,
    'affinity',
    'podAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
  ).some(term => {
    const wanted = getMap(term, 'labelSelector', 'matchLabels');
    const own =
      wanted &&
      [...wanted.entries].every(
        ([key, { value }]) => value.kind === 'scalar' && labels.get(key) === value.text,
      );
    return textAt(term, 'topologyKey') === 'kubernetes.io/hostname' && Boolean(own);
  });
}

/**
 * Whether anything in a namespace uses a claim: an object that names it where claims are named (a
 * pod, a database, a virtual machine), or a release whose values mention it, since a chart without a
 * model may mount what it is told to.
 */
export function claimUsage(
  resources: readonly ClusterResource[],
  releases: readonly HelmRelease[],
): (namespace: string, name: string) => boolean {
  const named = new Map<string, Set<string>>();
  for (const { namespace = 'default', kind, value } of resources) {
    if (NO_USERS.has(kind)) continue;
    const names = named.get(namespace) ?? new Set();
    collect(value, names, key => /claim|pvc/i.test(key));
    named.set(namespace, names);
  }
  // A StatefulSet takes a claim that is there already for the one it would make.
  const templates = resources.flatMap(({ namespace = 'default', kind, name, value }) =>
    kind === 'StatefulSet'
      ? itemsAt(value, 'spec', 'volumeClaimTemplates').flatMap(template => {
          const claim = textAt(template, 'metadata', 'name');
          return claim === undefined ? [] : [{ namespace, prefix: `${claim}-${name}-` }];
        })
      : [],
  );
  const mentioned = releases.map(({ namespace, values }) => {
    const texts = new Set<string>();
    collect(values, texts, () => true);
    return { namespace, texts };
  });
  return (namespace, name) =>
    (named.get(namespace)?.has(name) ?? false) ||
    templates.some(
      ({ namespace: own, prefix }) =>
        own === namespace && name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)),
    ) ||
    mentioned.some(
      release => (release.namespace ?? namespace) === namespace && release.texts.has(name),
    );
}

/** They read a claim to copy it; nobody works with it. */
const NO_USERS = new Set(['PersistentVolumeClaim', 'ReplicationSource', 'ReplicationDestination']);

/** Gathers the texts of all scalars whose key (that of their list, for items) is wanted. */
function collect(
  value: LocatedValue,
  into: Set<string>,
  isWanted: (key: string) => boolean,
  key = '',
): void {
  if (value.kind === 'scalar') {
    if (isWanted(key)) into.add(value.text);
  } else if (value.kind === 'sequence') {
    for (const item of value.items) collect(item, into, isWanted, key);
  } else {
    for (const [name, entry] of value.entries) collect(entry.value, into, isWanted, name);
  }
}
