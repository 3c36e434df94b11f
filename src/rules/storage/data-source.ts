import type { Cluster } from '../../model/cluster/cluster.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { type ClaimUse, claimUses, isFromTemplate } from '../../model/cluster/storage/mounts.ts';
import type { VolumeClaim } from '../../model/cluster/storage/storage.ts';
import { missing } from '../../model/lookup.ts';
import { code } from '../../text/code.ts';
import { didYouMean } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { entriesAt, getString, textAt } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

const VOLSYNC = 'volsync.backube';

export const dataSource: Rule = {
  id: 'storage/data-source',
  scope: 'cluster',
  severity: 'warning',
  summary:
    'A claim that is filled from what nothing declares, or from a ReplicationDestination that waits for the claim itself; a ReplicationSource of a claim that is not there.',
  rationale:
    'A claim with a data source is provisioned when the source is ready. Where that never comes, the claim stays Pending and its pods with it: on the day of a restore. A ReplicationSource without its claim copies nothing.',
  remedy:
    'Name a ReplicationDestination or a claim of the same namespace, and let VolSync make the volume that it restores into.',
  reference: 'https://volsync.readthedocs.io/en/stable/usage/volume-populator/index.html',
  limits:
    'Snapshots are made by hand and by controllers: a claim from a VolumeSnapshot is taken as it is.',
  check({ cluster, report }) {
    for (const claim of cluster.volumeClaims) {
      const finding = unfilled(cluster, claim);
      if (finding) report(finding);
    }
    const uses = claimUses(cluster.workloads, cluster.volumeClaims);
    for (const source of cluster.resources.ofKind('ReplicationSource', VOLSYNC)) {
      const finding = uncopied(cluster, uses, source);
      if (finding) report(finding);
    }
  },
};

/** What may fill a claim and is declared beside it. */
const FILLERS = [
  { group: VOLSYNC, kind: 'ReplicationDestination' },
  { group: '', kind: 'PersistentVolumeClaim' },
];

function unfilled({ resources }: Cluster, claim: VolumeClaim): Report | undefined {
  const { namespace, resource, spec } = claim;
  const field = getString(spec, 'dataSourceRef', 'name') ? 'dataSourceRef' : 'dataSource';
  const name = getString(spec, field, 'name');
  // A source of another namespace takes a ReferenceGrant and whoever gives it.
  if (!isWritten(name) || getString(spec, field, 'namespace')) return undefined;
  const group = textAt(spec, field, 'apiGroup') ?? '';
  const filler = FILLERS.find(
    each => each.group === group && each.kind === textAt(spec, field, 'kind'),
  );
  if (!filler) return undefined;
  const key = { ...filler, namespace };
  const answer = resources.find({ ...key, name: name.text });
  const gone = missing(answer);
  if (gone) {
    return {
      at: name,
      message: `nothing declares the ${filler.kind} ${code(`${namespace}/${name.text}`)} that ${describe(resource)} is filled from`,
      help: didYouMean(name.text, resources.names(key)),
      doubt: gone.doubt,
      missing: `${filler.kind} ${namespace}/${name.text}`,
    };
  }
  if (answer.status !== 'found' || filler.group !== VOLSYNC) return undefined;
  const waiting = entriesAt(answer.value.value, 'spec')
    .flatMap(({ value }) => getString(value, 'destinationPVC') ?? [])
    .find(({ text }) => text === claim.name);
  return (
    waiting && {
      at: waiting,
      message: `${describe(answer.value)} restores into ${describe(resource)}, which waits to be filled from it`,
      help: 'Leave `destinationPVC` out: VolSync makes a volume for it.',
      related: [see(name, 'the claim waits here')],
    }
  );
}

function uncopied(
  { resources, volumeClaims }: Cluster,
  uses: readonly ClaimUse[],
  source: ClusterResource,
): Report | undefined {
  const name = getString(source.value, 'spec', 'sourcePVC');
  const namespace = source.namespace ?? 'default';
  if (!isWritten(name) || isFromTemplate(volumeClaims, namespace, name.text)) return undefined;
  const key = { group: '', kind: 'PersistentVolumeClaim', namespace };
  const gone = missing(resources.find({ ...key, name: name.text }));
  // storage/missing-claim speaks of claims that are mounted.
  const isMounted = uses.some(
    ({ at, workload }) => at.text === name.text && workload.namespace === namespace,
  );
  if (!gone || isMounted) return undefined;
  return {
    at: name,
    message: `nothing declares the claim ${code(`${namespace}/${name.text}`)} that ${describe(source)} copies`,
    help: didYouMean(name.text, resources.names(key)),
    doubt: gone.doubt,
    missing: `PersistentVolumeClaim ${namespace}/${name.text}`,
  };
}

const isWritten = (name: LocatedScalar | undefined): name is LocatedScalar =>
  name !== undefined && !name.origin.made && !isPlaceholder(name.text);
