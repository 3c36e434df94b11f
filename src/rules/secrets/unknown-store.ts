import type { Cluster } from '../../model/cluster/cluster.ts';
import {
  EXTERNAL_SECRETS_GROUP,
  type StoreReference,
  storeReferences,
} from '../../model/cluster/external-secrets.ts';
import { describe } from '../../model/cluster/owned.ts';
import { nearest } from '../../text/nearest.ts';
import type { Rule } from '../rule.ts';

export const unknownStore: Rule = {
  id: 'secrets/unknown-store',
  severity: 'error',
  summary: "An ExternalSecret's store that nothing declares.",
  rationale:
    "Without its store an ExternalSecret makes no Secret, and the pods that need it never start. A SecretStore is found in the ExternalSecret's own namespace only.",
  remedy:
    'Name a store that exists, with kind: ClusterSecretStore where it is one; SecretStore is the default.',
  reference: 'https://external-secrets.io/latest/api/externalsecret/',
  check({ cluster, report }) {
    for (const reference of storeReferences(cluster.resources.deployed)) {
      if (!isMissing(cluster, reference)) continue;
      const { kind, name, namespace, resource } = reference;
      const where = kind === 'SecretStore' && namespace ? `${namespace}/` : '';
      report({
        at: name,
        message: `nothing declares the ${kind} ${where}${name.text} that ${describe(resource)} uses`,
        help: helpFor(cluster, reference),
      });
    }
  },
};

function isMissing({ resources }: Cluster, { kind, name, namespace }: StoreReference): boolean {
  if (kind === 'SecretStore' && namespace === undefined) return false;
  const key = { group: EXTERNAL_SECRETS_GROUP, kind, namespace, name: name.text };
  return resources.find(key).status === 'absent';
}

function helpFor({ resources }: Cluster, reference: StoreReference): string | undefined {
  const { kind, name, namespace } = reference;
  const other = kind === 'SecretStore' ? 'ClusterSecretStore' : 'SecretStore';
  const names = (of: string) =>
    resources.names({ group: EXTERNAL_SECRETS_GROUP, kind: of, namespace });
  const others =
    other === 'SecretStore'
      ? names(other)
      : resources.ofKind(other, EXTERNAL_SECRETS_GROUP).map(store => store.name);
  if (others.includes(name.text)) return `It is a ${other}: write kind: ${other}.`;
  const meant = nearest(name.text, [...names(kind), ...others]);
  return meant ? `Did you mean ${meant}?` : undefined;
}
