import { CERT_MANAGER_GROUP, issuerReferences } from '../../model/cluster/secrets/issuers.ts';
import { code } from '../../text/code.ts';
import type { Rule } from '../rule.ts';
import { undeclared } from '../scoped-reference.ts';

export const unknownIssuer: Rule = {
  id: 'secrets/unknown-issuer',
  scope: 'cluster',
  severity: 'error',
  summary: "A Certificate's or annotation's issuer that nothing declares.",
  rationale:
    'cert-manager waits for the issuer, the Certificate is never ready, and what should serve with it has no certificate. An Issuer is found in the namespace of the Certificate only.',
  remedy:
    'Name an issuer that exists, with `kind: ClusterIssuer` where it is one; Issuer is the default.',
  reference: 'https://cert-manager.io/docs/concepts/issuer/',
  check({ cluster, report }) {
    for (const reference of issuerReferences(cluster.resources.deployed)) {
      const finding = undeclared(cluster, ISSUERS, {
        ...reference,
        switchTo: kind =>
          reference.isAnnotation
            ? `use the annotation ${code(`${CERT_MANAGER_GROUP}/${kind === 'Issuer' ? 'issuer' : 'cluster-issuer'}`)}`
            : `write ${code(`kind: ${kind}`)}`,
      });
      if (finding) report(finding);
    }
  },
};

const ISSUERS = { group: CERT_MANAGER_GROUP, own: 'Issuer', cluster: 'ClusterIssuer' };
