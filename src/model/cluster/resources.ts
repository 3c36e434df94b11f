import { own } from '../../text/own.ts';
import type { AppBuild } from '../app-build.ts';
import { isNamespaced } from '../kinds.ts';
import { absent, found, type Lookup, unknowable } from '../lookup.ts';
import type { ObjectKey } from '../resource.ts';
import { type ClusterResource, describe } from './owned.ts';
import { isPlaceholder } from './placeholder.ts';

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
  /** Whether an object exists, from whatever owner. */
  find(key: ObjectKey): Lookup<ClusterResource>;
  /** Every object of a key: several only where two owners make the same. */
  all(key: ObjectKey): readonly ClusterResource[];
  /** Whether objects may be hidden in files that can't be read; charts are not considered. */
  mayHide(key: Omit<ObjectKey, 'name'>): boolean;
  /** Questions that could not be answered so far: what was asked for, by the reason. */
  readonly unanswered: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of the kind in the namespace, for suggestions. */
  names(key: Omit<ObjectKey, 'name'>): readonly string[];
}

/** What may make objects that the index doesn't have. */
export interface Blindness {
  readonly builds: readonly { readonly build: AppBuild; readonly namespace: string | undefined }[];
  /** Kinds in files that could not be parsed; `all` when one may have been anything. */
  readonly brokenKinds: ReadonlySet<string> | 'all';
  /** A controller besides Argo CD that deploys from the repository: what it makes is not modelled. */
  readonly otherDeployer: string | undefined;
  /** The repository configures the machines, too: what the cluster has comes from it. */
  readonly isWholeCluster: boolean;
}

export function indexResources(
  deployed: readonly ClusterResource[],
  loose: readonly ClusterResource[],
  blindness: Blindness,
): ResourceIndex {
  const byKind = new Map<string, ClusterResource[]>();
  const byKey = new Map<string, ClusterResource[]>();
  for (const resource of deployed) push(byKind, resource.kind, resource);
  for (const resource of [...deployed, ...loose]) push(byKey, keyOf(resource), resource);

  const ofKind = (kind: string, group?: string) =>
    (byKind.get(kind) ?? []).filter(resource => group === undefined || resource.group === group);
  const all = (key: ObjectKey) => byKey.get(keyOf(key)) ?? [];
  const unanswered = new Map<string, Set<string>>();
  const find = (key: ObjectKey): Lookup<ClusterResource> => {
    const [first] = all(key);
    if (first) return found(first);
    const reason = isPlaceholder(key.name)
      ? 'its name is a placeholder'
      : (blindTo(blindness, key) ?? whyOutside(key) ?? whyAnywhere(key));
    if (reason === undefined) return absent;
    unanswered.set(reason, (unanswered.get(reason) ?? new Set()).add(describe(key)));
    return unknowable(reason);
  };
  // Of a repository that doesn't set up the cluster itself, the cluster may have more.
  const whyOutside = ({ kind, name }: ObjectKey) => {
    if (blindness.isWholeCluster || !PLATFORM_KINDS.has(kind)) return undefined;
    const hasOthers = (byKind.get(kind) ?? []).length > 0;
    return !hasOthers || own(DISTRIBUTIONS, kind)?.test(name)
      ? 'the cluster may have it from elsewhere'
      : undefined;
  };
  const whyAnywhere = ({ group, kind, namespace, name }: ObjectKey) => {
    const isFree =
      namespace !== undefined && byKey.has(keyOf({ group, kind, namespace: undefined, name }));
    return isFree ? 'a manifest of that name may be applied to any namespace' : undefined;
  };
  const mayHide = (key: Omit<ObjectKey, 'name'>) => hiddenIn(blindness, key) !== undefined;
  const names = ({ group, kind, namespace }: Omit<ObjectKey, 'name'>) =>
    [...byKey.values()].flatMap(([resource]) =>
      resource?.kind === kind &&
      resource.group === group &&
      (namespace === undefined || resource.namespace === namespace)
        ? [resource.name]
        : [],
    );
  return { deployed, loose, blindness, ofKind, find, all, names, mayHide, unanswered };
}

/** Why objects of a kind may be hidden from the files' own reading: broken or remote ones. */
export function hiddenIn(
  { builds, brokenKinds, otherDeployer }: Blindness,
  key: Omit<ObjectKey, 'name'>,
): string | undefined {
  if (otherDeployer !== undefined) return `${otherDeployer} may deploy it`;
  if (brokenKinds === 'all' || brokenKinds.has(key.kind)) return 'a file could not be read';
  for (const { build, namespace } of builds) {
    const hidden = build.unknowable.find(({ kinds }) => !kinds || kinds.has(key.kind));
    if (hidden && mayReach(namespace, key)) return hidden.reason;
  }
  return undefined;
}

/** Why the index may not know an object; undefined when it would. */
function blindTo(blindness: Blindness, key: ObjectKey): string | undefined {
  const hidden = hiddenIn(blindness, key);
  if (hidden !== undefined) return hidden;
  for (const { build, namespace } of blindness.builds) {
    for (const { release, rendering } of build.releases) {
      if (rendering.complete === 'all' || rendering.complete.has(key.kind)) continue;
      const mayName = own(
        {
          Service: rendering.mayNameService,
          Secret: rendering.mayNameSecret,
          ConfigMap: rendering.mayNameSecret,
        },
        key.kind,
      );
      if (mayName && !mayName(key.name)) continue;
      const where = release.namespace ?? namespace;
      if (mayReach(where, key) && mayProvide(release.chart.text, key.kind)) {
        return `the chart ${release.chart.text} may make it`;
      }
    }
  }
  return undefined;
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
  GatewayClass: /^(?:gke-l7-.+|traefik|azure-alb-external|amazon-vpc-lattice)$/,
};

export const mayReach = (
  namespace: string | undefined,
  key: Pick<ObjectKey, 'namespace'>,
): boolean => namespace === undefined || key.namespace === undefined || namespace === key.namespace;

/** Of the kinds that few charts make, what such a chart's name looks like. */
const PROVIDERS: Readonly<Record<string, RegExp>> = {
  StorageClass:
    /csi|storage|longhorn|openebs|rook|ceph|nfs|local-path|topolvm|linstor|piraeus|provisioner|mayastor|seaweed|juicefs|garage/i,
  IngressClass: /ingress|nginx|traefik|haproxy|kong|contour|gateway|tailscale|cilium|istio/i,
  GatewayClass: /gateway|cilium|istio|traefik|kong|nginx|contour|envoy/i,
  Gateway: /gateway|istio|kgateway|agent/i,
  CiliumLoadBalancerIPPool: /cilium/i,
  CiliumL2AnnouncementPolicy: /cilium/i,
  AppProject: /argo/i,
  SecretStore: /secret|vault|infisical|1password|connect|doppler/i,
  ClusterSecretStore: /secret|vault|infisical|1password|connect|doppler/i,
  ClusterIssuer: /cert-manager|issuer/i,
  VolumeSnapshotClass: /csi|snapshot|rook|ceph|longhorn|openebs/i,
  HTTPRoute: /./,
};

const mayProvide = (chart: string, kind: string): boolean =>
  own(PROVIDERS, kind)?.test(chart) ?? true;

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
