import { describe } from '../../model/cluster/objects/owned.ts';
import { targetOf } from '../../model/cluster/secrets/external-secrets.ts';
import { unusedExternalSecrets } from '../../model/cluster/secrets/mentions.ts';
import type { Rule } from '../rule.ts';

export const unusedSecret: Rule = {
  id: 'secrets/unused-secret',
  severity: 'info',
  summary: 'An ExternalSecret whose target nothing uses.',
  rationale:
    'The operator copies the value into the cluster and keeps it up to date for nobody; everybody who may read Secrets there can read it.',
  remedy: 'Delete it, or use it: its name is nowhere else in the repository.',
  reference: 'https://external-secrets.io/latest/api/externalsecret/',
  check({ cluster, report }) {
    for (const resource of unusedExternalSecrets(cluster)) {
      const target = targetOf(resource);
      report({
        at: resource.value,
        message: `nothing uses the Secret \`${target}\` that ${describe(resource)} makes`,
      });
    }
  },
};
