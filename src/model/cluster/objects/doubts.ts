import { code } from '../../../text/code.ts';
import { own } from '../../../text/own.ts';
import type { AppBuild, BuiltRelease } from '../../app-build.ts';
import type { ObjectKey } from '../../resource.ts';
import { type Chance, chanceOf, isTold, type Sought, type Unknown } from '../../unknown.ts';
import type { ClusterResource } from './owned.ts';

/** What may make objects that nobody here sees. */
export interface Blindness {
  readonly builds: readonly { readonly build: AppBuild; readonly namespace: string | undefined }[];
  /** What belongs to no build: broken files that nothing lists, other controllers. */
  readonly unknowns: readonly Unknown[];
  /** A manifest beside a kustomization that an Application builds, and that isn't in it. */
  readonly isUnlisted: (resource: Pick<ClusterResource, 'owner' | 'files'>) => boolean;
  /** The repository configures the machines, too: what the cluster has comes from it. */
  readonly isWholeCluster: boolean;
}

/** Something unread that could make what is looked for. */
export interface Doubt {
  readonly unknown: Unknown;
  readonly chance: Exclude<Chance, 'no'>;
  readonly reason: string;
}

export interface Doubts {
  /** What most probably makes it: the first that may, else the first that is unlikely to. */
  strongest(sought: Sought): Doubt | undefined;
  /** Whether anything says that very name, and so may well make it. */
  isTold(sought: Sought): boolean;
  /** Names of the kind that something unread has for sure. */
  names(sought: Sought): readonly string[];
  /** The same without charts: what files hide. */
  hiding(sought: Omit<ObjectKey, 'name'>): Doubt | undefined;
  /** Everything that could make objects of a kind in a namespace, whatever their names. */
  all(sought: Omit<ObjectKey, 'name'>): readonly Doubt[];
}

/** An unknown with the namespace that its objects get where they say none. */
interface Placed {
  readonly unknown: Unknown;
  readonly destination: string | undefined;
}

/** Asks everything that is not known in the order of the builds, those of one namespace together. */
export function doubtsOf({ builds, unknowns }: Blindness): Doubts {
  const ofFiles = places([
    ...unknowns.map(unknown => ({ unknown, destination: undefined })),
    ...builds.flatMap(({ build, namespace }) =>
      build.unknowable.map(unknown => ({ unknown, destination: namespace })),
    ),
  ]);
  const ofCharts = places(
    builds.flatMap(({ build, namespace }) =>
      build.releases.flatMap(item => {
        const unknown = unknownOfRelease(item);
        return unknown ? [{ unknown, destination: namespace }] : [];
      }),
    ),
  );
  const hiding = (sought: Sought) => strongestOf(doubtsIn(ofFiles(sought), sought));
  const all = (sought: Sought) => [
    ...doubtsIn(ofFiles(sought), sought),
    ...doubtsIn(ofCharts(sought), sought),
  ];
  return {
    hiding,
    strongest(sought) {
      const hidden = hiding(sought);
      if (hidden?.chance === 'may') return hidden;
      const made = strongestOf(doubtsIn(ofCharts(sought), sought));
      // What is said is what is nearest: a chart that is deployed, before a file somewhere.
      return made ?? hidden;
    },
    names: sought =>
      all({ ...sought, name: undefined }).flatMap(({ unknown }) => [...(unknown.names ?? [])]),
    isTold: sought =>
      all(sought).some(({ chance, unknown }) => chance === 'may' && isTold(unknown, sought)),
    all,
  };
}

/** The unknowns that concern a namespace, without a look at all the others. */
function places(all: readonly Placed[]): (sought: Sought) => readonly Placed[] {
  const byNamespace = new Map<string, Placed[]>();
  const anywhere: Placed[] = [];
  for (const item of all) {
    const { namespaces, elsewhere } = item.unknown;
    const own = item.destination === undefined || elsewhere ? undefined : [item.destination];
    const where = typeof namespaces === 'function' ? undefined : (namespaces ?? own);
    if (where === undefined) anywhere.push(item);
    else
      for (const namespace of where) {
        const list = byNamespace.get(namespace);
        if (list) list.push(item);
        else byNamespace.set(namespace, [item]);
      }
  }
  return ({ namespace }) =>
    namespace === undefined ? all : [...(byNamespace.get(namespace) ?? []), ...anywhere];
}

function* doubtsIn(placed: readonly Placed[], sought: Sought): Generator<Doubt> {
  for (const { unknown, destination } of placed) {
    const chance = chanceOf(unknown, sought, destination);
    if (chance !== 'no') yield { unknown, chance, reason: unknown.reason };
  }
}

function strongestOf(doubts: Iterable<Doubt>): Doubt | undefined {
  let first: Doubt | undefined;
  for (const doubt of doubts) {
    if (doubt.chance === 'may') return doubt;
    first ??= doubt;
  }
  return first;
}

/** What a chart could make beyond the objects that are known of it. */
export function unknownOfRelease({ release, rendering }: BuiltRelease): Unknown | undefined {
  const { complete, mayName, strict, namespaces, later, inCluster } = rendering;
  const chart = release.chart.text;
  if (complete === 'all') {
    const kinds = new Set([...(later ?? []), ...(inCluster ?? [])]);
    if (kinds.size === 0 || !mayName) return undefined;
    const byPods = `the pods of the chart ${code(chart)} may make it`;
    return {
      at: release.declaration.origin,
      reason:
        inCluster && inCluster.size > 0
          ? `${byPods}, or its templates where they ask the cluster`
          : byPods,
      kinds,
      mayName,
      ...(namespaces && { namespaces }),
      strict: true,
    };
  }
  const provides = (kind: string) => own(PROVIDERS, kind)?.test(chart) ?? false;
  const rare = Object.keys(PROVIDERS);
  return {
    at: release.declaration.origin,
    reason: `the chart ${code(chart)} may make it`,
    habit: new Set(rare.filter(provides)),
    except: new Set([
      ...complete,
      ...rare.filter(kind => !provides(kind)),
      ...(mayName ? [] : ['Namespace']),
    ]),
    ...(namespaces && { namespaces }),
    ...(mayName && { mayName }),
    // A chart that makes namespaces is told their names.
    strict: strict || new Set(['Namespace']),
  };
}

/** Charts of the stores themselves, and of operators that read them, have no objects of theirs for External Secrets. */
const STORES =
  /^(?!(?:external-secrets|sealed-secrets|secrets-store-csi-driver|secrets-operator|vault(?:-operator|-secrets-operator)?|openbao|infisical(?:-standalone)?|connect|doppler-kubernetes-operator)$).*(?:secret|vault|infisical|1password|connect|doppler)/i;

/** Of the kinds that few charts make, what such a chart's name looks like. */
const PROVIDERS: Readonly<Record<string, RegExp>> = {
  StorageClass:
    /csi|storage|longhorn|openebs|rook|ceph|nfs|local-path|topolvm|linstor|piraeus|provisioner|mayastor|seaweed|juicefs|garage/i,
  IngressClass: /ingress|nginx|traefik|haproxy|kong|contour|gateway|tailscale|cilium|istio/i,
  GatewayClass: /gateway|cilium|istio|traefik|kong|nginx|contour|envoy/i,
  Gateway: /gateway|istio|kgateway|agent|traefik/i,
  CiliumLoadBalancerIPPool: /cilium/i,
  CiliumL2AnnouncementPolicy: /cilium/i,
  AppProject: /argo/i,
  SecretStore: STORES,
  ClusterSecretStore: STORES,
  ClusterIssuer: /cert-manager|issuer/i,
  VolumeSnapshotClass: /csi|snapshot|rook|ceph|longhorn|openebs/i,
  HTTPRoute: /./,
};
