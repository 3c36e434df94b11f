import type { Cluster } from '../../model/cluster/cluster.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { classOf, type Provisioner, provisionerOf } from '../../model/cluster/storage/class-of.ts';
import {
  type ClaimUse,
  claimUses,
  isPinned,
  isRolloutKnown,
  rollout,
  shareChosenNodes,
} from '../../model/cluster/storage/mounts.ts';
import type { VolumeClaim } from '../../model/cluster/storage/storage.ts';
import type { Workload } from '../../model/cluster/workloads/workloads.ts';
import { code, codes } from '../../text/code.ts';
import { listing } from '../../text/plural.ts';
import { get } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const multiAttach: Rule = {
  id: 'storage/multi-attach',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A ReadWriteOnce claim on networked block storage used by a workload that rolls or has several replicas, or by several workloads.',
  rationale:
    'A rolling update starts the new pod before the old one stops. On another node it waits for the volume (Multi-Attach error) while the old pod waits for it to become ready: the rollout never ends.',
  remedy: 'Use `strategy: Recreate` (or a StatefulSet), or a class that several nodes can mount.',
  reference: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
  check({ cluster, report }) {
    const uses = claimUses(cluster.workloads, cluster.volumeClaims);
    for (const finding of byWorkload(attached(cluster, uses)).flatMap(list => problem(list) ?? []))
      report(finding);
    for (const finding of sharedClaims(cluster, uses)) report(finding);
  },
};

/** Kinds whose pods stay: a Job waits until the volume is free. */
const LASTING: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Claims of several workloads that nothing keeps on one node. */
function sharedClaims(cluster: Cluster, uses: readonly ClaimUse[]): Report[] {
  const byClaim = new Map<VolumeClaim, ClaimUse[]>();
  for (const use of uses) {
    const { claim, workload } = use;
    const isFree = !isPinned(workload) && !get(workload.podSpec, 'affinity', 'podAffinity');
    const runs = LASTING.has(workload.resource.kind) && workload.replicas !== 0;
    if (claim && runs && isFree && isRolloutKnown(workload))
      byClaim.set(claim, [...(byClaim.get(claim) ?? []), use]);
  }
  return [...byClaim].flatMap(([claim, [first, ...others]]): Report[] => {
    const second = others.find(
      ({ workload }) =>
        first && workload !== first.workload && !shareChosenNodes(workload, first.workload),
    );
    if (!first || !second || second.at.origin.made || !isOnce(claim)) return [];
    const provider = provisioner(cluster, claim);
    if (!provider?.attaches) return [];
    return [
      {
        at: second.at,
        severity: 'warning',
        message: `${describe(second.workload.resource)} and ${describe(first.workload.resource)} both mount the claim ${code(second.at.text)}, which one node can mount, and nothing keeps them on one`,
        help: 'Tie them together by `podAffinity`, run them in one pod, or use a class that several nodes can mount.',
        related: [
          see(first.at, describe(first.workload.resource)),
          see(claim.accessModes[0] ?? claim.at, `on ${provider.name}`),
        ],
      },
    ];
  });
}

function isOnce({ accessModes }: VolumeClaim): boolean {
  const modes = accessModes.map(({ text }) => text);
  return (
    modes.length > 0 && modes.every(mode => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod')
  );
}

function provisioner(cluster: Cluster, claim: VolumeClaim): Provisioner | undefined {
  const answer = classOf(claim, cluster.storageClasses, cluster.resources);
  return answer.status === 'found' ? provisionerOf(answer.value) : undefined;
}

/** A use of a claim that one node can mount at a time, on volumes that are attached to nodes. */
interface Attached {
  readonly use: ClaimUse;
  readonly claim: VolumeClaim;
  readonly provider: Provisioner;
}

const attached = (cluster: Cluster, uses: readonly ClaimUse[]): Attached[] =>
  uses.flatMap(use => {
    const { claim, workload } = use;
    if (!claim || !isOnce(claim) || !isRolloutKnown(workload) || isPinned(workload)) return [];
    const provider = provisioner(cluster, claim);
    return provider?.attaches ? [{ use, claim, provider }] : [];
  });

/** A rollout waits once, for all of its claims. */
function byWorkload(all: readonly Attached[]): Attached[][] {
  const lists = new Map<Workload, Attached[]>();
  for (const one of all) lists.set(one.use.workload, [...(lists.get(one.use.workload) ?? []), one]);
  return [...lists.values()];
}

function problem(all: readonly Attached[]): Report | undefined {
  const [first] = all;
  if (!first) return undefined;
  const { workload, at } = first.use;
  const { resource, replicas } = workload;
  const claims = codes(new Set(all.map(({ use }) => use.at.text)));
  const word = all.length > 1 ? 'claims' : 'claim';
  const related = all.map(({ claim, provider }) =>
    see(
      claim.accessModes[0] ?? claim.at,
      `${describe(claim.resource)} is ${listing(claim.accessModes.map(({ text }) => text))} on ${provider.name}`,
    ),
  );
  if ((replicas ?? 1) > 1 && ['Deployment', 'StatefulSet'].includes(resource.kind)) {
    return {
      at: get(resource.value, 'spec', 'replicas') ?? at,
      message: `${replicas} replicas of ${describe(resource)} share the ${word} ${claims}, which one node can mount`,
      help: 'Use a class that several nodes can mount, a StatefulSet with claims of its own, or one replica.',
      related,
    };
  }
  const rolling = rollout(workload);
  if (!rolling || replicas === 0 || rolling.unavailable > 0) return undefined;
  // What a chart decides by itself is changed where the volume is asked for.
  const places = [rolling.at ?? at, first.claim.accessModes[0], first.claim.at];
  return {
    at: places.find(place => place && !place.origin.made) ?? rolling.at ?? at,
    message: `${describe(resource)} rolls with the ReadWriteOnce ${word} ${claims}: the new pod waits for the volume, the old one for the new pod`,
    help: 'Use `strategy: Recreate`.',
    related,
  };
}
