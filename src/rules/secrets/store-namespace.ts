import { describe } from '../../model/cluster/objects/owned.ts';
import { EXTERNAL_SECRETS_GROUP } from '../../model/cluster/secrets/external-secrets.ts';
import { entriesAt, getScalar, getString } from '../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const storeNamespace: Rule = {
  id: 'secrets/store-namespace',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A ClusterSecretStore whose credentials have no namespace, where its provider needs one.',
  rationale:
    'A ClusterSecretStore has no namespace to look in. Many providers then look in the namespace of each ExternalSecret; these refuse the store, and no ExternalSecret of it is ever filled.',
  remedy: 'Add the namespace of the Secret to the reference, beside its name and key.',
  reference: 'https://external-secrets.io/latest/api/clustersecretstore/',
  check({ cluster, report }) {
    for (const store of cluster.resources.ofKind('ClusterSecretStore', EXTERNAL_SECRETS_GROUP)) {
      const providers = entriesAt(store.value, 'spec', 'provider');
      for (const { key, value } of providers.filter(each => REFUSING.has(each.key.text))) {
        for (const name of withoutNamespace(value)) {
          report({
            at: name,
            message: `${describe(store)} does not say in which namespace the Secret \`${name.text}\` is: the provider \`${key.text}\` refuses that in a cluster-wide store`,
            help: 'Add `namespace` beside the name.',
          });
        }
      }
    }
  },
};

/**
 * Providers that refuse such a store. Others take the ExternalSecret's namespace on purpose.
 *
 * @see https://github.com/external-secrets/external-secrets/tree/main/providers/v1 (ValidateStore)
 */
const REFUSING: ReadonlySet<string> = new Set([
  'chef',
  'doppler',
  'dvls',
  'gitlab',
  'ibm',
  'keepersecurity',
  'onboardbase',
  'onepassword',
  'onepasswordSDK',
  'oracle',
  'scaleway',
]);

/** The names of references to a key of a Secret that say no namespace. */
function withoutNamespace(value: LocatedValue): LocatedScalar[] {
  if (value.kind === 'sequence') return value.items.flatMap(withoutNamespace);
  if (value.kind !== 'map') return [];
  const name = getString(value, 'name');
  const isSelector = name && getScalar(value, 'key');
  if (isSelector) return value.entries.has('namespace') ? [] : [name];
  return [...value.entries.values()].flatMap(entry => withoutNamespace(entry.value));
}
