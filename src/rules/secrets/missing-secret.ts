import type { Cluster } from '../../model/cluster/cluster.ts';
import {
  applicationOf,
  type ClusterResource,
  describe,
} from '../../model/cluster/objects/owned.ts';
import { keyOf, type ResourceIndex } from '../../model/cluster/objects/resources.ts';
import { fetchedKeys } from '../../model/cluster/secrets/external-secrets.ts';
import type { SecretReference } from '../../model/cluster/secrets/references.ts';
import { missing } from '../../model/lookup.ts';
import { once } from '../../model/once.ts';
import { isSaidByHand } from '../../source/comments.ts';
import { code, codes } from '../../text/code.ts';
import { groupBy } from '../../text/groups.ts';
import { nearest, slipOf } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { plural } from '../../text/plural.ts';
import { originKey } from '../../yaml/aliases.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const missingSecret: Rule = {
  id: 'secrets/missing-secret',
  scope: 'cluster',
  severity: 'error',
  habit: { of: 'error', most: 3, becomes: 'info' },
  summary: 'A Secret, or a key of one, that a workload or issuer uses and nothing makes.',
  rationale:
    'A pod whose Secret or key is not there stays in CreateContainerConfigError or ContainerCreating; an issuer or store without its credentials is never ready.',
  remedy:
    'Correct the name, add the ExternalSecret or encrypted Secret in the same namespace, or mark the reference optional.',
  reference:
    'https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod',
  check({ cluster, report }) {
    // A Secret that isn't there is one mistake, however often an object names it, or however many get its name
    // from one place.
    const told = new Set<string>();
    const users = groupBy(cluster.secretReferences, placeKey);
    for (const reference of cluster.secretReferences) {
      const { resource, namespace, name } = reference;
      const place = placeKey(reference);
      const key = `${namespace}/${name.text} ${keyOf(resource)}`;
      if (told.has(key) || told.has(place)) continue;
      const gone = notMade(cluster, reference, users.get(place) ?? []);
      const finding = gone ?? missingKey(cluster, reference);
      if (!finding) continue;
      if (gone) for (const each of [key, place]) told.add(each);
      report({ ...finding, application: applicationOf(resource) });
    }
  },
};

const placeKey = ({ namespace, name: { text, origin } }: SecretReference): string =>
  `${namespace}/${text} ${originKey(origin)}`;

/** Who uses it: the first of them, and how many others. */
function usedBy({ resource }: SecretReference, all: readonly SecretReference[]): string {
  const others = new Set(all.map(item => keyOf(item.resource))).size - 1;
  return others < 1
    ? `${describe(resource)} uses`
    : `${describe(resource)} and ${plural(others, 'other')} use`;
}

function notMade(
  { secret, resources, keepsSecrets }: Cluster,
  reference: SecretReference,
  users: readonly SecretReference[],
): Report | undefined {
  const { namespace, name, resource } = reference;
  const gone = missing(secret(namespace, name.text));
  if (!gone) return undefined;
  if (isSaidByHand(name.origin)) {
    resources.leaveOpen('a comment says that it is made by hand', `${namespace}/${name.text}`);
    return undefined;
  }
  const written = unlisted(resources, name.text);
  const isMeant = written || slipOf(name.text, [gone.nearest ?? '']) !== undefined;
  if (!keepsSecrets(resource.kind) && !isMeant) {
    resources.leaveOpen(
      'the Secrets are made outside of the repository',
      `${namespace}/${name.text}`,
    );
    return undefined;
  }
  const elsewhere = namesakes(resources)
    .get(name.text)
    ?.find(other => other.namespace !== namespace);
  return {
    at: name,
    message: `nothing makes the Secret \`${namespace}/${name.text}\` that ${usedBy(reference, users)}`,
    help: gone.nearest
      ? `Did you mean \`${gone.nearest}\`?`
      : elsewhere
        ? `There is one in the namespace \`${elsewhere.namespace}\`; a Secret is read in its own namespace only.`
        : written
          ? `List ${code(written.files[0] ?? 'its file')} in a kustomization: it makes the Secret, and nothing deploys it.`
          : `Add an ExternalSecret or an encrypted Secret of that name in the namespace \`${namespace}\`.`,
    doubt: gone.doubt,
    related: written && [see(written.value, 'written here, and deployed by nothing')],
    missing: `Secret ${namespace}/${name.text}`,
  };
}

/** What would make a Secret of that name, in a file that nothing deploys. */
const unlisted = ({ loose }: ResourceIndex, name: string): ClusterResource | undefined =>
  loose.find(resource => /Secret$/.test(resource.kind) && resource.name === name);

/** What makes Secrets that bear its own name, by the name. */
const namesakes = once(({ ofKind }: ResourceIndex) => {
  const byName = new Map<string, ClusterResource[]>();
  for (const resource of [...ofKind('ExternalSecret'), ...ofKind('Secret', '')]) {
    const list = byName.get(resource.name);
    if (list) list.push(resource);
    else byName.set(resource.name, [resource]);
  }
  return byName;
});

function missingKey(
  { secret, secretKeys }: Cluster,
  { namespace, name, key, needs, resource }: SecretReference,
): Report | undefined {
  const keys = secretKeys(namespace, name.text);
  const needed = keys && needs.find(each => !keys.has(each));
  if (keys && needed !== undefined)
    return {
      at: name,
      message: `the Secret \`${namespace}/${name.text}\` has no key \`${needed}\`, which ${describe(resource)} asks for`,
      help: `It has ${codes([...keys].sort()) || 'no keys'}.`,
    };
  if (!key || !keys || keys.has(key.text) || key.origin.made || isPlaceholder(key.text))
    return undefined;
  const maker = secret(namespace, name.text);
  if (maker.status !== 'found') return undefined;
  // secrets/hidden-key says of a key that is fetched why it isn't there.
  if (fetchedKeys(maker.value.value).some(({ text }) => text === key.text)) return undefined;
  const meant = nearest(key.text, keys);
  return {
    at: key,
    message: `the Secret \`${namespace}/${name.text}\` has no key \`${key.text}\` that ${describe(resource)} uses`,
    help: meant ? `Did you mean \`${meant}\`?` : `It has ${codes([...keys].sort()) || 'no keys'}.`,
    related: [see(maker.value.value, 'what makes it')],
  };
}
