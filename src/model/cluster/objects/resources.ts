import { misspelt } from '../../../text/nearest.ts';
import { own } from '../../../text/own.ts';
import { isPlaceholder, mayBecome } from '../../../text/placeholder.ts';
import { isNamespaced } from '../../kinds.ts';
import { absent, found, type Lookup, unknowable, unlikely } from '../../lookup.ts';
import type { ObjectKey } from '../../resource.ts';
import type { Sought } from '../../unknown.ts';
import { type Blindness, type Doubts, doubtsOf } from './doubts.ts';
import { type ClusterResource, titleOf } from './owned.ts';

/** All objects of the cluster, and the answer to whether one exists. */
export interface ResourceIndex {
  /** What Applications and stand-alone kustomizations deploy. */
  readonly deployed: readonly ClusterResource[];
  /** Manifests that nothing refers to: somebody may apply them by hand. */
  readonly loose: readonly ClusterResource[];
  /** What may make objects that aren't here. */
  readonly blindness: Blindness;
  /** Deployed objects of a kind; all groups unless one is given. */
  ofKind(kind: string, group?: string): readonly ClusterResource[];
  /**
   * Whether an object exists, from whatever owner.
   *
   * @param alike names of the kind that are there beside its objects
   */
  find(key: ObjectKey, alike?: Iterable<string>): Lookup<ClusterResource>;
  /** Every object of a key: several only where two owners make the same. */
  all(key: ObjectKey): readonly ClusterResource[];
  /** Whether there may be objects of a kind, of whatever name, besides those that are known. */
  others(sought: Omit<ObjectKey, 'name'>): Lookup<never>;
  /** Whether objects may be hidden in files that can't be read; charts are not considered. */
  mayHide(key: Omit<ObjectKey, 'name'>): boolean;
  /** What may make objects that aren't here, asked for one kind and namespace. */
  readonly doubts: Doubts;
  /** Questions that could not be answered so far: what was asked for, by the reason. */
  readonly unanswered: ReadonlyMap<string, ReadonlySet<string>>;
  /** Notes that a question was left open, for a reason. */
  leaveOpen(reason: string, asked: string): void;
  /** Names of the kind in the namespace, for suggestions. */
  names(key: Omit<ObjectKey, 'name'>): readonly string[];
}

/** Questions that nobody could answer, as far as they have been asked. */
type OpenQuestions = Pick<ResourceIndex, 'unanswered' | 'leaveOpen'>;

/** @param open where open questions are noted: those of several clusters together, say */
export function indexResources(
  deployed: readonly ClusterResource[],
  loose: readonly ClusterResource[],
  blindness: Blindness,
  open: OpenQuestions = openQuestions(),
): ResourceIndex {
  const byKind = new Map<string, ClusterResource[]>();
  const byKey = new Map<string, ClusterResource[]>();
  for (const resource of deployed) push(byKind, resource.kind, resource);
  for (const resource of [...deployed, ...loose]) push(byKey, keyOf(resource), resource);

  const ofGroup = new Map<string, readonly ClusterResource[]>();
  const ofKind = (kind: string, group?: string) => {
    const every = byKind.get(kind) ?? [];
    if (group === undefined) return every;
    const key = `${group}/${kind}`;
    const known = ofGroup.get(key) ?? every.filter(resource => resource.group === group);
    ofGroup.set(key, known);
    return known;
  };
  const all = (key: ObjectKey) => byKey.get(keyOf(key)) ?? [];
  const { unanswered, leaveOpen } = open;
  const doubts = doubtsOf(blindness);
  const names = namesIn(byKey);
  const unanswerable = (reason: string, sought: Sought): Lookup<never> => {
    leaveOpen(reason, titleOf({ ...sought, name: sought.name ?? 'any' }));
    return unknowable(reason);
  };
  const find = (key: ObjectKey, alike: Iterable<string> = []): Lookup<ClusterResource> => {
    const [first] = all(key);
    if (first && !blindness.isUnlisted(first)) return found(first);
    const outside = isPlaceholder(key.name)
      ? 'its name is a placeholder'
      : (whyOutside(key) ?? whyAnywhere(key) ?? whyUnnamed(key));
    return outside === undefined ? unmade(key, alike) : unanswerable(outside, key);
  };
  /** A manifest that its own kustomization leaves out is there only if somebody applies it by hand. */
  const unlistedOne = ({ name, ...sought }: Sought): Lookup<never> => {
    const [first] = name === undefined ? [] : all({ ...sought, name });
    return first
      ? unlikely(`\`${first.files[0]}\`, which no kustomization lists, may be applied by hand`)
      : absent;
  };
  const unmade = (sought: Sought, alike: Iterable<string> = []): Lookup<never> => {
    const doubt = doubts.strongest(sought);
    if (!doubt) return unlistedOne(sought);
    if (doubt.chance !== 'may') return unlikely(doubt.reason);
    // What may have any name has hardly one that is a letter off a name that is there.
    const meant =
      sought.name === undefined
        ? undefined
        : misspelt(sought.name, [...names(sought), ...doubts.names(sought), ...alike]);
    return meant === undefined || doubts.isTold(sought)
      ? unanswerable(doubt.reason, sought)
      : unlikely(doubt.reason, meant);
  };
  // Of a repository that doesn't set up the cluster itself, the cluster may have more.
  const whyOutside = ({ kind, name }: ObjectKey) => {
    if (blindness.isWholeCluster || !PLATFORM_KINDS.has(kind)) return undefined;
    const hasOthers = (byKind.get(kind) ?? []).length > 0;
    return !hasOthers || name === '' || own(DISTRIBUTIONS, kind)?.test(name)
      ? 'the cluster may have it from elsewhere'
      : undefined;
  };
  const whyAnywhere = ({ group, kind, namespace, name }: ObjectKey) => {
    const isFree =
      namespace !== undefined && byKey.has(keyOf({ group, kind, namespace: undefined, name }));
    return isFree ? 'a manifest of that name may be applied to any namespace' : undefined;
  };
  const whyUnnamed = (key: ObjectKey) =>
    names(key).some(name => mayBecome(name, key.name))
      ? 'the name of another is filled in later'
      : undefined;
  const mayHide = (key: Omit<ObjectKey, 'name'>) => doubts.hiding(key) !== undefined;
  return {
    deployed,
    loose,
    blindness,
    doubts,
    ofKind,
    find,
    others: sought => {
      const outside = whyOutside({ ...sought, name: '' });
      return outside === undefined ? unmade(sought) : unanswerable(outside, sought);
    },
    all,
    names,
    mayHide,
    unanswered,
    leaveOpen,
  };
}

/** The names of one kind, in one namespace or all, without a look at all the others. */
function namesIn(byKey: ReadonlyMap<string, readonly ClusterResource[]>): ResourceIndex['names'] {
  let index: Map<string, string[]> | undefined;
  const keys = ({ group, kind, namespace }: Omit<ObjectKey, 'name'>) =>
    `${group}/${kind}/${namespace ?? '*'}`;
  const build = () => {
    const names = new Map<string, string[]>();
    for (const [resource] of byKey.values()) {
      if (!resource) continue;
      push(names, keys({ ...resource, namespace: undefined }), resource.name);
      if (resource.namespace !== undefined) push(names, keys(resource), resource.name);
    }
    return names;
  };
  return key => {
    index ??= build();
    return index.get(keys(key)) ?? [];
  };
}

function openQuestions(): OpenQuestions {
  const unanswered = new Map<string, Set<string>>();
  return {
    unanswered,
    leaveOpen(reason, asked) {
      unanswered.set(reason, (unanswered.get(reason) ?? new Set()).add(asked));
    },
  };
}

/** Kinds by which a cluster offers something to all who use it. */
const PLATFORM_KINDS: ReadonlySet<string> = new Set([
  'StorageClass',
  'IngressClass',
  'GatewayClass',
  'ClusterIssuer',
  'ClusterSecretStore',
  'VolumeSnapshotClass',
]);

/**
 * Names that distributions and cloud providers give what they bring along.
 *
 * @see https://docs.k3s.io/storage
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes
 * @see https://learn.microsoft.com/azure/aks/concepts-storage
 */
const DISTRIBUTIONS: Readonly<Record<string, RegExp>> = {
  StorageClass:
    /^(?:local-path|standard(?:-rwo)?|premium(?:-rwo)?|gp[23]|default|hostpath|microk8s-hostpath|managed(?:-csi)?(?:-premium)?|azurefile(?:-csi)?(?:-premium)?|do-block-storage(?:-[a-z]+)*|hcloud-volumes|linode-block-storage(?:-retain)?|vultr-block-storage(?:-hdd)?|scw-bssd(?:-retain)?|oci-bv|csi-cinder-[a-z-]+|harvester(?:-[a-z]+)*)$/,
  IngressClass: /^(?:traefik|nginx|public|alb|azure-application-gateway)$/,
  GatewayClass:
    /^(?:istio(?:-remote|-waypoint)?|gke-l7-.+|traefik|kgateway(?:-waypoint)?|agentgateway|azure-alb-external|amazon-vpc-lattice)$/,
};

/** Identity across API versions: cluster-scoped kinds ignore the namespace. */
export function keyOf({ group, kind, namespace, name }: ObjectKey): string {
  const where = isNamespaced(group, kind) === false ? '' : (namespace ?? '');
  return `${group}/${kind}/${where}/${name}`;
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
