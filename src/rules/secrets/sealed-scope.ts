import { misplacedSeals } from '../../model/cluster/secrets/sealed-secrets.ts';
import { code } from '../../text/code.ts';
import { type Rule, see } from '../rule.ts';

export const sealedScope: Rule = {
  id: 'secrets/sealed-scope',
  severity: 'error',
  summary: 'A SealedSecret whose namespace or name differs from where kustomize puts it.',
  rationale:
    "The name and namespace are part of what is encrypted: in another namespace, or under another name, the controller can't decrypt it, and there is no Secret.",
  remedy:
    'Seal it again for where it is deployed (`kubeseal --namespace`, `--name`), or with a wider `--scope`.',
  reference: 'https://github.com/bitnami-labs/sealed-secrets#scopes',
  check({ cluster, report }) {
    for (const { resource, field, sealed, actual, actualAt } of misplacedSeals(cluster)) {
      report({
        at: sealed,
        message: `SealedSecret \`${resource.name}\` was sealed for the ${field} \`${sealed.text}\` and is deployed with the ${field} \`${actual}\``,
        help: `Seal it for \`${actual}\`, or with ${code(`--scope ${field === 'name' ? 'namespace-wide' : 'cluster-wide'}`)}.`,
        related:
          actualAt && actualAt.origin.file !== sealed.origin.file
            ? [see(actualAt, 'set here')]
            : [],
      });
    }
  },
};
