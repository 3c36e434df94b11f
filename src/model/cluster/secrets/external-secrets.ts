import {
  asString,
  entriesAt,
  get,
  getMap,
  getString,
  itemsAt,
  textAt,
} from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';

export const EXTERNAL_SECRETS_GROUP = 'external-secrets.io';

/** The name of the Secret that an ExternalSecret makes: `spec.target.name`, else its own. */
export const targetOf = ({ value, name }: ClusterResource): string =>
  textAt(value, 'spec', 'target', 'name') ?? name;

/** The keys that an ExternalSecret fetches one by one. */
export const fetchedKeys = (value: LocatedValue): readonly LocatedScalar[] =>
  itemsAt(value, 'spec', 'data').flatMap(item => getString(item, 'secretKey') ?? []);

/**
 * The keys that the target's template makes where it stands for all that was fetched: a template with
 * data replaces it, unless its mergePolicy is Merge.
 *
 * @see https://external-secrets.io/latest/guides/templating/#mergepolicy
 * @returns undefined where the template adds to what was fetched, or takes more from elsewhere
 */
export function templateKeys(value: LocatedValue): readonly string[] | undefined {
  const template = getMap(value, 'spec', 'target', 'template');
  if (!template || textAt(template, 'mergePolicy') === 'Merge') return undefined;
  const keys = entriesAt(template, 'data').map(({ key }) => key.text);
  return keys.length === 0 || itemsAt(template, 'templateFrom').length > 0 ? undefined : keys;
}

/** All keys of the Secret that an ExternalSecret makes; undefined where the store decides. */
export function keysMade(value: LocatedValue): readonly string[] | undefined {
  const template = getMap(value, 'spec', 'target', 'template');
  const made = templateKeys(value);
  if (made) return made;
  const isKnown =
    itemsAt(value, 'spec', 'dataFrom').length === 0 &&
    itemsAt(template, 'templateFrom').length === 0;
  if (!isKnown) return undefined;
  const added = entriesAt(template, 'data').map(({ key }) => key.text);
  return [...fetchedKeys(value).map(({ text }) => text), ...added];
}

/** A mention of a SecretStore or ClusterSecretStore. */
export interface StoreReference {
  readonly resource: ClusterResource;
  readonly kind: 'SecretStore' | 'ClusterSecretStore';
  readonly name: LocatedScalar;
  /** Where it says which kind it is, if it does. */
  readonly value: LocatedMap;
  /** Undefined where the object is copied into namespaces that are chosen at run time. */
  readonly namespace: string | undefined;
}

/** Every store that ExternalSecrets, ClusterExternalSecrets and PushSecrets name. */
export function storeReferences(resources: readonly ClusterResource[]): StoreReference[] {
  return resources.flatMap(resource => {
    if (resource.group !== EXTERNAL_SECRETS_GROUP) return [];
    const spec = get(resource.value, 'spec');
    const references =
      resource.kind === 'ExternalSecret'
        ? ofExternalSecret(spec)
        : resource.kind === 'ClusterExternalSecret'
          ? ofExternalSecret(get(spec, 'externalSecretSpec'))
          : resource.kind === 'PushSecret'
            ? itemsAt(spec, 'secretStoreRefs')
            : [];
    return references.flatMap(value => toReference(resource, value) ?? []);
  });
}

const ofExternalSecret = (spec: LocatedValue | undefined): LocatedValue[] =>
  [
    get(spec, 'secretStoreRef'),
    ...[...itemsAt(spec, 'data'), ...itemsAt(spec, 'dataFrom')].map(item =>
      get(item, 'sourceRef', 'storeRef'),
    ),
  ].flatMap(value => value ?? []);

function toReference(resource: ClusterResource, value: LocatedValue): StoreReference | undefined {
  const name = asString(get(value, 'name'));
  const kind = textAt(value, 'kind') ?? 'SecretStore';
  if (value.kind !== 'map' || !name || !(kind === 'SecretStore' || kind === 'ClusterSecretStore'))
    return undefined;
  const isCopied = resource.kind === 'ClusterExternalSecret';
  return { resource, kind, name, value, namespace: isCopied ? undefined : resource.namespace };
}
