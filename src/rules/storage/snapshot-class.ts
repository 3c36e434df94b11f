import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { CNPG_GROUP } from '../../model/cluster/storage/archives.ts';
import { missing } from '../../model/lookup.ts';
import { code } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { entriesAt, getString } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const snapshotClass: Rule = {
  id: 'storage/snapshot-class',
  scope: 'cluster',
  severity: 'error',
  summary: 'A VolumeSnapshotClass that nothing in the repository provides.',
  rationale:
    'The snapshot is never taken: a backup waits for it without an end, and nobody notices until it is needed.',
  remedy: 'Name a class that exists, or deploy it; a StorageClass of the same name is none.',
  reference: 'https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/',
  check({ cluster: { resources }, report }) {
    for (const object of resources.deployed) {
      for (const name of snapshotClasses(object)) {
        if (name.origin.made || isPlaceholder(name.text)) continue;
        const gone = missing(resources.find({ ...KEY, name: name.text }));
        if (!gone) continue;
        const meant = nearest(name.text, resources.names(KEY));
        report({
          at: name,
          message: `nothing provides the VolumeSnapshotClass ${code(name.text)} of ${describe(object)}`,
          help: meant && `Did you mean ${code(meant)}?`,
          doubt: gone.doubt,
          missing: `VolumeSnapshotClass ${name.text}`,
        });
      }
    }
  },
};

const KEY = {
  group: 'snapshot.storage.k8s.io',
  kind: 'VolumeSnapshotClass',
  namespace: undefined,
} as const;

/** Every mention of a class: of a snapshot, of VolSync's movers, of a database's backups. */
function snapshotClasses({ kind, group, value }: ClusterResource): LocatedScalar[] {
  if (kind === 'VolumeSnapshot') return at(getString(value, 'spec', 'volumeSnapshotClassName'));
  if (kind === 'Cluster' && group === CNPG_GROUP)
    return ['className', 'walClassName'].flatMap(name =>
      at(getString(value, 'spec', 'backup', 'volumeSnapshot', name)),
    );
  if (group !== 'volsync.backube') return [];
  return entriesAt(value, 'spec').flatMap(({ value: mover }) =>
    at(getString(mover, 'volumeSnapshotClassName')),
  );
}

const at = (name: LocatedScalar | undefined): LocatedScalar[] => (name ? [name] : []);
