import type { TalosPlainSecret } from '../../model/talos.ts';
import { isSaidUnused } from '../../source/comments.ts';
import { code } from '../../text/code.ts';
import { groupBy } from '../../text/groups.ts';
import { listing } from '../../text/plural.ts';
import { type Rule, see } from '../rule.ts';

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
    for (const [first, ...others] of groupBy(cluster.talos.plainSecrets, fileOf).values()) {
      if (!first || isSaidUnused(first.at.origin)) continue;
      const names = [first, ...others].map(({ what }) => code(what));
      const told = names.length > MOST ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
      report({
        at: first.at,
        message: `${listing(told)} ${names.length === 1 ? 'is' : 'are'} here in the clear`,
        related: others.map(({ at, what }) => see(at, `${code(what)} as well`)),
      });
    }
  },
};

/** So many are named in a message; related places show all. */
const MOST = 3;

const fileOf = ({ at }: TalosPlainSecret): string => at.origin.file.path;
