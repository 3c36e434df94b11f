import { describeContainer } from '../../model/cluster/objects/owned.ts';
import { withoutEndSlashes } from '../../text/trim.ts';
import { getString } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const mountConflict: Rule = {
  id: 'storage/mount-conflict',
  scope: 'cluster',
  severity: 'error',
  summary: 'Two volumes at one path of one container.',
  rationale: 'The API refuses the pod: mount paths of a container must be unique.',
  remedy: 'Mount one of them somewhere else.',
  reference:
    'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#volumes-1',
  check({ cluster, report }) {
    for (const { containers, initContainers, resource } of cluster.workloads) {
      for (const container of [...containers, ...initContainers]) {
        const seen = new Map<string, LocatedScalar>();
        for (const mount of container.mounts) {
          const path = getString(mount, 'mountPath');
          if (!path) continue;
          const key = withoutEndSlashes(path.text);
          const earlier = seen.get(key);
          if (earlier) {
            report({
              at: path,
              message: `two volumes are mounted at \`${path.text}\` in ${describeContainer(container, resource)}`,
              related: [see(earlier, 'the first one')],
            });
          } else seen.set(key, path);
        }
      }
    }
  },
};
