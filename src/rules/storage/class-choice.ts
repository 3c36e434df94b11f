import type { Policy } from '../../config/load.ts';
import type { StorageClassPolicy } from '../../config/policy.ts';
import { numberAt } from '../../model/access.ts';
import { classOf } from '../../model/cluster/class-of.ts';
import { describe } from '../../model/cluster/owned.ts';
import { applicationNames } from '../../model/cluster/ownership.ts';
import type { VolumeClaim } from '../../model/cluster/storage.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const classChoice: Rule = {
  id: 'storage/class-choice',
  severity: 'warning',
  summary:
    "A storage class that does not fit its use: a replicating database on replicated storage, data of a single replica on one node's disk.",
  rationale:
    "A database that replicates itself on storage that replicates writes everything three times three times. Data that exists once on one node's disk is gone with the disk, and its pod can run on no other node.",
  remedy: "Use local storage for what replicates itself, replicated storage for what doesn't.",
  reference: 'https://cloudnative-pg.io/documentation/current/storage/',
  policy: true,
  check({ cluster, policy, report }) {
    const classes = policy.storage?.classes ?? {};
    const backedUp = new Set(
      cluster.resources
        .ofKind('ReplicationSource', 'volsync.backube')
        .map(({ namespace, value }) => {
          const spec = value.entries.get('spec')?.value;
          const source = spec?.kind === 'map' ? spec.entries.get('sourcePVC')?.value : undefined;
          return `${namespace}/${source?.kind === 'scalar' ? source.text : ''}`;
        }),
    );
    for (const claim of cluster.volumeClaims) {
      // storage/unknown-class says what is wrong with a class that nothing provides.
      if (classOf(claim, cluster.storageClasses, cluster.resources).status === 'absent') continue;
      const kind = claim.className && classes[claim.className.text]?.kind;
      const finding = pinned(policy, claim) ?? misfit(claim, kind, backedUp);
      if (finding) report(finding);
    }
  },
};

function pinned(
  { applications = {}, place, source }: Policy,
  { className, resource, at }: VolumeClaim,
): Report | undefined {
  const names = applicationNames(resource);
  const [name, wanted] =
    Object.entries(applications).find(([candidate]) => names.includes(candidate)) ?? [];
  if (name === undefined || !wanted?.storageClass || wanted.storageClass === className?.text)
    return undefined;
  const where = place('applications', name, 'storageClass');
  return {
    at: className ?? at,
    message: `${describe(resource)} uses ${className?.text ?? 'the default class'}, but ${source('applications', name, 'storageClass')} wants ${wanted.storageClass} for ${name}`,
    related: where && [see(where, 'pinned here')],
  };
}

function misfit(
  claim: VolumeClaim,
  kind: StorageClassPolicy['kind'],
  backedUp: ReadonlySet<string>,
): Report | undefined {
  const { className, resource, usedBy, namespace, name } = claim;
  if (!className || !kind) return undefined;
  const isDatabase = resource.kind === 'Cluster' && usedBy === 'operator';
  const instances = isDatabase ? (numberAt(resource.value, 'spec', 'instances') ?? 1) : 1;
  if (isDatabase && kind === 'replicated' && instances > 1) {
    return {
      at: className,
      message: `${describe(resource)} replicates itself to ${instances} instances on ${className.text}, which replicates too`,
      help: 'Use a local class.',
    };
  }
  // A cache, or data that is backed up, may live on one disk.
  const isSingle = resource.kind === 'PersistentVolumeClaim' && kind === 'local';
  if (
    !isSingle ||
    /cache|tmp|temp|scratch|transcode|download|incomplete/i.test(name ?? '') ||
    backedUp.has(`${namespace}/${name}`)
  )
    return undefined;
  return {
    at: className,
    message: `${describe(resource)} keeps the only copy of its data on one node's disk (${className.text})`,
    help: 'Use a replicated class, or back it up with VolSync.',
  };
}
