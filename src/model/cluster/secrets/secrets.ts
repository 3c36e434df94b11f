import { isSaidByHand } from '../../../source/comments.ts';
import { textOf } from '../../../source/text.ts';
import { misspelt, nearest } from '../../../text/nearest.ts';
import { isPlaceholder, mayBecome } from '../../../text/placeholder.ts';
import { entriesAt, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import type { Lookup } from '../../lookup.ts';
import { found, perhaps, unknowable } from '../../lookup.ts';
import { once } from '../../once.ts';
import { creatableKinds } from '../../rbac.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { EXTERNAL_SECRETS_GROUP, keysMade, targetOf } from './external-secrets.ts';
import { asksForCertificates } from './issuers.ts';

/** Kinds that make Secrets: the names of those that an object makes. */
const MAKERS: readonly {
  readonly kind: string;
  readonly group: string;
  names(resource: ClusterResource): readonly (string | undefined)[];
}[] = [
  { kind: 'Secret', group: '', names: ({ name }) => [name] },
  {
    kind: 'Certificate',
    group: 'cert-manager.io',
    names: ({ value }) => [textAt(value, 'spec', 'secretName')],
  },
  {
    // Other Ingresses of the host may share the certificate of the one that asks for it.
    kind: 'Ingress',
    group: 'networking.k8s.io',
    names: ({ value }) =>
      asksForCertificates(value)
        ? itemsAt(value, 'spec', 'tls').map(item => textAt(item, 'secretName'))
        : [],
  },
  {
    kind: 'ExternalSecret',
    group: EXTERNAL_SECRETS_GROUP,
    names: resource => [targetOf(resource)],
  },
  {
    kind: 'SealedSecret',
    group: 'bitnami.com',
    names: ({ value, name }) => [
      textAt(value, 'spec', 'template', 'metadata', 'name') ?? name,
      name,
    ],
  },
  { kind: 'OnePasswordItem', group: 'onepassword.com', names: ({ name }) => [name] },
  {
    kind: 'InfisicalSecret',
    group: 'secrets.infisical.com',
    names: ({ value, name }) => [
      textAt(value, 'spec', 'managedSecretReference', 'secretName') ?? name,
      ...itemsAt(value, 'spec', 'managedKubeSecretReferences').map(item =>
        textAt(item, 'secretName'),
      ),
    ],
  },
  { kind: 'ObjectBucketClaim', group: 'objectbucket.io', names: ({ name }) => [name] },
  { kind: 'ServiceAccount', group: 'talos.dev', names: ({ name }) => [name] },
  {
    kind: 'Cluster',
    group: 'postgresql.cnpg.io',
    names: ({ name }) =>
      ['app', 'superuser', 'ca', 'server', 'replication'].map(suffix => `${name}-${suffix}`),
  },
];

export type FindSecret = (namespace: string, name: string) => Lookup<ClusterResource>;

export interface SecretIndex {
  /** Who makes a Secret. */
  readonly find: FindSecret;
  /** The keys of a Secret that is found; undefined where they aren't all known. */
  keys(namespace: string, name: string): ReadonlySet<string> | undefined;
}

/** The Secrets that each namespace has, with who makes them. */
export function secretIndex(index: ResourceIndex): SecretIndex {
  const byNamespace = new Map<string, Map<string, ClusterResource[]>>();
  for (const { kind, group, names } of MAKERS) {
    for (const resource of index.ofKind(kind, group)) {
      const namespace = resource.namespace ?? 'default';
      const own = byNamespace.get(namespace) ?? new Map<string, ClusterResource[]>();
      byNamespace.set(namespace, own);
      for (const name of new Set(names(resource)))
        if (name !== undefined) own.set(name, [...(own.get(name) ?? []), resource]);
    }
  }
  const find: FindSecret = (namespace, name) => {
    const own = byNamespace.get(namespace);
    const hit = own?.get(name)?.at(-1);
    if (hit) return found(hit);
    if (isPlaceholder(name)) return unknowable('its name is a placeholder');
    if (MADE_TOKEN.test(name)) return unknowable('Kubernetes makes tokens of such names');
    const sought = { group: '', kind: 'Secret', namespace, name };
    const known = [...(own?.keys() ?? []), ...index.doubts.names(sought)];
    if (known.some(other => mayBecome(other, name)))
      return unknowable('the name of another is filled in later');
    const answer = index.find(sought, known);
    if (answer.status === 'found' || answer.status === 'unknowable') return answer;
    const byHand = appliedByHand(index).get(`${namespace}/${name}`);
    if (byHand) return found(byHand);
    const elsewhere = [...byNamespace.values()].flatMap(others => others.get(name) ?? []);
    if (elsewhere.some(isOffered) || isSpread(index, name))
      return unknowable('a controller copies Secrets between namespaces');
    const told = makersIn(index).find(({ texts }) => texts().has(name))?.object;
    if (told) return unknowable(`the operator of ${told.kind} may make it`);
    const open = (reason: string) => perhaps(reason, misspelt(name, known));
    if (hasReplicator(index)) return open('a controller copies Secrets between namespaces');
    const role = writingRole(index, namespace);
    if (role) return open(`the Role \`${role.name}\` lets something make Secrets there`);
    const maker = unknownMaker(index, name);
    if (maker) return open(`the operator of ${maker.kind} may make it`);
    return { ...answer, nearest: nearest(name, known) };
  };
  const keys = (namespace: string, name: string) => {
    const all = byNamespace.get(namespace)?.get(name)?.map(keysOf) ?? [];
    return all.length === 0 || all.includes(undefined)
      ? undefined
      : new Set(all.flatMap(some => some ?? []));
  };
  return { find, keys };
}

/** What makes Secrets and lies where nothing deploys anything: somebody applies it. By namespace and name. */
const appliedByHand = once(({ loose, blindness }: ResourceIndex) => {
  const makers = loose.filter(resource => !blindness.isUnlisted(resource));
  return new Map(
    MAKERS.flatMap(({ kind, group, names }) =>
      makers
        .filter(maker => maker.kind === kind && maker.group === group)
        .flatMap(maker =>
          names(maker).flatMap(name =>
            name === undefined ? [] : [[`${maker.namespace ?? 'default'}/${name}`, maker] as const],
          ),
        ),
    ),
  );
});

/**
 * Annotations by which a controller adds keys to a Secret.
 *
 * @see https://github.com/mittwald/kubernetes-secret-generator#usage
 */
const GENERATES = 'secret-generator.v1.mittwald.de/';

/**
 * The names of the tokens that Kubernetes made for service accounts by itself before 1.24.
 *
 * @see https://kubernetes.io/docs/concepts/security/service-accounts/#manual-secret-management-for-serviceaccounts
 */
const MADE_TOKEN = /-token-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** The keys that one object gives the Secret it makes. */
function keysOf({ kind, value, partial }: ClusterResource): readonly string[] | undefined {
  if (partial) return undefined;
  const at = (...path: string[]) => entriesAt(value, ...path).map(({ key }) => key.text);
  if (kind === 'ExternalSecret') return keysMade(value);
  if (kind === 'SealedSecret')
    return [...at('spec', 'encryptedData'), ...at('spec', 'template', 'data')];
  if (kind !== 'Secret' || textAt(value, 'type') === 'kubernetes.io/service-account-token')
    return undefined;
  if (at('metadata', 'annotations').some(key => key.startsWith(GENERATES))) return undefined;
  const written = [...at('data'), ...at('stringData')];
  // An empty one with annotations waits for a controller to fill it: Reflector, kubernetes-replicator; else for
  // somebody, as its comment says.
  const isFilled =
    written.length === 0 &&
    (at('metadata', 'annotations').length > 0 || isSaidByHand(value.origin));
  return isFilled ? undefined : written;
}

/** A Role that lets pods of a namespace make Secrets: an init container or a Job with kubectl, an operator. */
const writingRole = (index: ResourceIndex, namespace: string): ClusterResource | undefined =>
  writingRoles(index).find(role => role.namespace === namespace);

const writingRoles = once((index: ResourceIndex) =>
  index
    .ofKind('Role', 'rbac.authorization.k8s.io')
    .filter(role =>
      itemsAt(role.value, 'rules').some(rule => creatableKinds(rule).includes('Secret')),
    ),
);

/** Groups whose kinds make no Secret besides those in {@link MAKERS}. */
const NO_MAKERS =
  /^(|apps|batch|autoscaling|policy|bitnami\.com|cert-manager\.io|cilium\.io|argoproj\.io|monitoring\.coreos\.com|volsync\.backube|external-secrets\.io|postgresql\.cnpg\.io|gateway\.(networking\.k8s|envoyproxy)\.io|traefik\.(io|containo\.us)|.*\.k8s\.io)$/;

/** An object of an operator that nobody here knows, and whose name is part of the Secret's. */
const unknownMaker = (index: ResourceIndex, secret: string): ClusterResource | undefined =>
  makersIn(index).find(
    ({ object: { name } }) =>
      secret.startsWith(`${name}-`) || (name.length > 2 && secret.includes(name)),
  )?.object;

/** The objects of operators that nobody here knows, each with all texts in it. */
const makersIn = once((index: ResourceIndex) =>
  index.deployed
    .filter(({ group }) => !NO_MAKERS.test(group))
    .map(object => {
      let found: ReadonlySet<string> | undefined;
      const texts = () => {
        found ??= new Set(textsIn(object.value));
        return found;
      };
      return { object, texts };
    }),
);

/** What a variable of a pod is taken from is read, not made. */
const textsIn = (value: LocatedValue): string[] => {
  if (value.kind === 'scalar') return [value.text];
  if (value.kind === 'sequence') return value.items.flatMap(textsIn);
  return [...value.entries].flatMap(([key, entry]) =>
    key === 'valueFrom' ? [] : textsIn(entry.value),
  );
};

/** The annotations by which a Secret says that it may be copied, its maker's template included. */
const OFFER =
  /\b(?:reflector\.v1\.k8s\.emberstack\.com|replicator\.v1\.mittwald\.de)\/(?:reflection|replicat)/;

const isOffered = ({ value }: ClusterResource): boolean => OFFER.test(textOf(value.origin));

/**
 * Whether a ClusterExternalSecret makes it in the namespaces it chooses: the Secret has the name of its target,
 * else that of the ExternalSecret, else its own.
 *
 * @see https://external-secrets.io/latest/api/clusterexternalsecret/
 */
const isSpread = (index: ResourceIndex, secret: string): boolean =>
  index
    .ofKind('ClusterExternalSecret')
    .some(
      ({ value, name }) =>
        (textAt(value, 'spec', 'externalSecretSpec', 'target', 'name') ??
          textAt(value, 'spec', 'externalSecretName') ??
          name) === secret,
    );

/** Whether Reflector, kubernetes-replicator or the like copy Secrets into other namespaces. */
const hasReplicator = once((index: ResourceIndex) =>
  index.blindness.builds.some(({ build }) =>
    build.releases.some(({ release }) =>
      /reflector|replicator|kubed|emberstack/.test(release.chart.text),
    ),
  ),
);
