import {
  EXTERNAL_SECRETS_GROUP,
  storeReferences,
} from '../../model/cluster/secrets/external-secrets.ts';
import { code } from '../../text/code.ts';
import type { Rule } from '../rule.ts';
import { undeclared } from '../scoped-reference.ts';

export const unknownStore: Rule = {
  id: 'secrets/unknown-store',
  scope: 'cluster',
  severity: 'error',
  summary: "An ExternalSecret's store that nothing declares.",
  rationale:
    "Without its store an ExternalSecret makes no Secret, and the pods that need it never start. A SecretStore is found in the ExternalSecret's own namespace only.",
  remedy:
    'Name a store that exists, with `kind: ClusterSecretStore` where it is one; SecretStore is the default.',
  reference: 'https://external-secrets.io/latest/api/externalsecret/',
  check({ cluster, report }) {
    for (const reference of storeReferences(cluster.resources.deployed)) {
      const finding = undeclared(cluster, STORES, {
        ...reference,
        switchTo: kind => `write ${code(`kind: ${kind}`)}`,
      });
      if (finding) report(finding);
    }
  },
};

const STORES = { group: EXTERNAL_SECRETS_GROUP, own: 'SecretStore', cluster: 'ClusterSecretStore' };
