import { describe } from '../../model/cluster/objects/owned.ts';
import { EXTERNAL_SECRETS_GROUP } from '../../model/cluster/secrets/external-secrets.ts';
import { code } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { entriesAt, get, getScalar, getString } from '../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const storeNamespace: Rule = {
  id: 'secrets/store-namespace',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A ClusterSecretStore whose credentials have no namespace, where its provider needs one; a SecretStore with credentials of another namespace.',
  rationale:
    'A ClusterSecretStore has no namespace to look in. Many providers then look in the namespace of each ExternalSecret; these refuse the store, and no ExternalSecret of it is ever filled. A SecretStore reads Secrets of its own namespace alone: naming another is refused, or the Secret is looked for beside the store.',
  remedy:
    'Add the namespace of the Secret to the reference, beside its name and key; keep the credentials of a SecretStore in its namespace.',
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
    for (const store of cluster.resources.ofKind('ClusterSecretStore', EXTERNAL_SECRETS_GROUP)) {
      for (const { key, value } of entriesAt(store.value, 'spec', 'provider')) {
        if (!WITH_AUTHORITY.has(key.text)) continue;
        const authority = get(value, 'server', 'caProvider') ?? get(value, 'caProvider');
        const name = getString(authority, 'name');
        if (!name || getScalar(authority, 'namespace') || REFUSING.has(key.text)) continue;
        report({
          at: name,
          message: `${describe(store)} does not say in which namespace the certificate authority \`${name.text}\` is: it is not read in a cluster-wide store`,
          help: 'Add `namespace` beside the name.',
        });
      }
    }
    for (const store of cluster.resources.ofKind('SecretStore', EXTERNAL_SECRETS_GROUP)) {
      const provider = get(store.value, 'spec', 'provider');
      if (!provider || store.namespace === undefined) continue;
      for (const { name, namespace } of selectors(provider)) {
        if (!namespace || isPlaceholder(namespace.text) || isPlaceholder(store.namespace)) continue;
        if (namespace.text === store.namespace || namespace.text === '') continue;
        report({
          at: namespace,
          message: `${describe(store)} names ${code(name.text)} of the namespace ${code(namespace.text)}: a SecretStore reads those of its own namespace only`,
          help: `Keep ${code(name.text)} in ${code(store.namespace)}, or make the store a ClusterSecretStore.`,
        });
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

/**
 * Providers whose `caProvider` is looked for where its own `namespace` says, and nowhere else.
 *
 * @see https://github.com/external-secrets/external-secrets/tree/main/runtime/esutils (FetchCACertFromSource)
 */
const WITH_AUTHORITY: ReadonlySet<string> = new Set(['kubernetes', 'vault', 'webhook']);

/** The names of references to a key of a Secret that say no namespace. */
const withoutNamespace = (value: LocatedValue): LocatedScalar[] =>
  selectors(value).flatMap(({ name, isPlaced }) => (isPlaced ? [] : [name]));

interface Selector {
  readonly name: LocatedScalar;
  readonly namespace: LocatedScalar | undefined;
  /** Whether it has a namespace, in whatever form. */
  readonly isPlaced: boolean;
}

/**
 * References to a key of a Secret, or of a ConfigMap.
 *
 * @see https://github.com/external-secrets/external-secrets/blob/v0.10.0/pkg/utils/utils.go (ValidateSecretSelector)
 */
function selectors(value: LocatedValue): Selector[] {
  if (value.kind === 'sequence') return value.items.flatMap(selectors);
  if (value.kind !== 'map') return [];
  const name = getString(value, 'name');
  if (name && getScalar(value, 'key'))
    return [
      {
        name,
        namespace: getScalar(value, 'namespace'),
        isPlaced: value.entries.has('namespace'),
      },
    ];
  return [...value.entries.values()].flatMap(entry => selectors(entry.value));
}
