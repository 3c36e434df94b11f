import type { Cluster } from '../src/model/cluster/cluster.ts';
import type { VolumeClaim } from '../src/model/cluster/storage/storage.ts';
import type { Workload } from '../src/model/cluster/workloads/workloads.ts';
import { getMap, itemsAt, numberAt, textAt } from '../src/yaml/access.ts';
import { applicationPath, code } from './pitower-names.ts';

/** One row for each claim: class, application, claim, size, copies and how it is backed up. */
export const claimRows = (cluster: Cluster): string[][] =>
  cluster.volumeClaims
    .map(claim => [
      code(claim.className?.text ?? ''),
      code(applicationPath(claim.resource)),
      code(claimName(cluster, claim)),
      claim.size?.text ?? '',
      String(copies(cluster, claim)),
      backup(cluster, claim),
    ])
    .sort((a, b) => (a.join('\0') < b.join('\0') ? -1 : 1));

/** A StatefulSet's controller names claims after template, set and ordinal; others after the object. */
function claimName({ workloads }: Cluster, { name, resource, spec }: VolumeClaim): string {
  if (name !== undefined) return name;
  const template = workloads
    .find(workload => workload.resource === resource)
    ?.claimTemplates.find(item => getMap(item, 'spec') === spec);
  if (template) return `${textAt(template, 'metadata', 'name')}-${resource.name}-0`;
  return resource.kind === 'Cluster' ? resource.name : resource.kind.toLowerCase();
}

/** How often the data exists: what Ceph's pool replicates, times what the workload does itself. */
function copies({ storageClasses, resources }: Cluster, { className, count }: VolumeClaim): number {
  const storageClass = storageClasses.find(({ name }) => name === className?.text);
  const name = textAt(storageClass?.resource.value, 'parameters', 'pool');
  const pool = resources.ofKind('CephBlockPool', 'ceph.rook.io').find(item => item.name === name);
  return count * (numberAt(pool?.value, 'spec', 'replicated', 'size') ?? 1);
}

function backup({ resources, workloads }: Cluster, claim: VolumeClaim): string {
  const { namespace, name, resource } = claim;
  const isCopied = resources
    .ofKind('ReplicationSource', 'volsync.backube')
    .some(
      source =>
        source.namespace === namespace && textAt(source.value, 'spec', 'sourcePVC') === name,
    );
  if (name !== undefined && isCopied) return 'VolSync';
  const isDumped =
    resource.kind === 'Cluster' &&
    workloads.some(
      workload => workload.namespace === namespace && dumps(workload, `${resource.name}-app`),
    );
  return isDumped ? 'dump to the NAS' : 'none';
}

/** A CronJob that reads a database's credentials and mounts the NAS. */
const dumps = ({ resource, containers, volumes }: Workload, secret: string): boolean =>
  resource.kind === 'CronJob' &&
  volumes.some(({ value }) => getMap(value, 'nfs') !== undefined) &&
  containers.some(({ value }) =>
    itemsAt(value, 'env').some(
      item => textAt(item, 'valueFrom', 'secretKeyRef', 'name') === secret,
    ),
  );
