import type { Cluster } from '../../model/cluster/cluster.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { classOf, type Provisioner, provisionerOf } from '../../model/cluster/storage/class-of.ts';
import {
  type ClaimUse,
  claimUses,
  isPinned,
  isRolloutKnown,
  rollout,
} from '../../model/cluster/storage/mounts.ts';
import type { VolumeClaim } from '../../model/cluster/storage/storage.ts';
import { code } from '../../text/code.ts';
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
    for (const use of uses) {
      const finding = use.claim && problem(use, use.claim, provisioner(cluster, use.claim));
      if (finding) report(finding);
    }
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
    const second = others.find(({ workload }) => workload !== first?.workload);
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

function problem(
  { workload, at }: ClaimUse,
  claim: VolumeClaim,
  provider: Provisioner | undefined,
): Report | undefined {
  const modes = claim.accessModes.map(({ text }) => text);
  if (!provider?.attaches || !isOnce(claim) || !isRolloutKnown(workload) || isPinned(workload))
    return undefined;
  const { resource, replicas } = workload;
  const related = [
    see(
      claim.accessModes[0] ?? claim.at,
      `${describe(claim.resource)} is ${listing(modes)} on ${provider.name}`,
    ),
  ];
  if ((replicas ?? 1) > 1 && ['Deployment', 'StatefulSet'].includes(resource.kind)) {
    const where = get(resource.value, 'spec', 'replicas') ?? at;
    return {
      at: where,
      message: `${replicas} replicas of ${describe(resource)} share the claim \`${at.text}\`, which one node can mount`,
      help: 'Use a class that several nodes can mount, a StatefulSet with claims of its own, or one replica.',
      related,
    };
  }
  const rolling = rollout(workload);
  if (!rolling || replicas === 0 || rolling.unavailable > 0) return undefined;
  // What a chart decides by itself is changed where the volume is asked for.
  const places = [rolling.at ?? at, claim.accessModes[0], claim.at];
  return {
    at: places.find(place => place && !place.origin.made) ?? rolling.at ?? at,
    message: `${describe(resource)} rolls with the ReadWriteOnce claim \`${at.text}\`: the new pod waits for the volume, the old one for the new pod`,
    help: 'Use `strategy: Recreate`.',
    related,
  };
}
