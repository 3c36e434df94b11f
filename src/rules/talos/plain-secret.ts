import { code } from '../../text/code.ts';
import type { Rule } from '../rule.ts';

export const plainSecret: Rule = {
  id: 'talos/plain-secret',
  severity: 'error',
  summary: 'A token, key or certificate of the cluster in a file that is not encrypted.',
  rationale:
    'Whoever reads the repository, its forks or its history can join a node, sign certificates or decrypt etcd. Taking the value out later does not take it back.',
  remedy:
    'Keep the value in a file that SOPS encrypts and rotate it: what was in Git must count as known.',
  reference:
    'https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/lifecycle-management/rotate-ca',
  secret: true,
  check({ cluster, report }) {
    for (const { at, what } of cluster.talos.plainSecrets) {
      report({ at, message: `${code(what)} is here in the clear` });
    }
  },
};
