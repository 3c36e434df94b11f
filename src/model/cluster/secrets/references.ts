import { booleanAt, get, getMap, getScalar, getString, itemsAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { TRAEFIK_GROUPS } from '../network/traefik.ts';
import type { ClusterResource } from '../objects/owned.ts';
import { podReferences } from '../workloads/pod-references.ts';
import type { Workload } from '../workloads/workloads.ts';
import { asksForCertificates } from './issuers.ts';

/** A Secret that something needs, and perhaps a key of it. */
export interface SecretReference {
  readonly resource: ClusterResource;
  readonly namespace: string;
  readonly name: LocatedScalar;
  readonly key: LocatedScalar | undefined;
  /** Keys that its reader asks for without a word. */
  readonly needs: readonly string[];
}

interface Named {
  readonly name: LocatedScalar;
  readonly key?: LocatedScalar | undefined;
  readonly needs?: readonly string[];
}

/**
 * The Secrets that pods need: environment, volumes, images. Optional ones are left out, and names that
 * a chart chooses by itself.
 */
export function podSecrets(workload: Workload): SecretReference[] {
  const { resource, namespace, podSpec, volumes } = workload;
  const others = [
    ...itemsAt(podSpec, 'imagePullSecrets').flatMap(item => named(item)),
    ...volumes.flatMap(({ value }) => named(getMap(value, 'csi', 'nodePublishSecretRef'))),
  ];
  const own = podReferences(workload).flatMap(({ kind, name, keys, isOptional }): Named[] => {
    if (kind !== 'Secret' || isOptional) return [];
    return keys.length === 0 ? [{ name }] : keys.map(key => ({ name, key }));
  });
  return chosen(resource, namespace, [...own, ...others]);
}

/** `{name, key, optional}`; nothing where it is optional or has no name. */
function named(reference: LocatedValue | undefined, field = 'name'): Named[] {
  const name = getString(reference, field);
  if (!name || booleanAt(reference, 'optional')) return [];
  return [{ name, key: getString(reference, 'key') }];
}

/** https://cloudnative-pg.io/documentation/current/declarative_role_management/ */
const CREDENTIALS = ['username', 'password'];

/** Whoever reads Secrets, by kind and group: which of its fields name one in its own namespace. */
const READERS: readonly {
  readonly kind: string;
  readonly group: string;
  secrets(value: LocatedValue): Named[];
}[] = [
  {
    kind: 'ServiceAccount',
    group: '',
    secrets: value => itemsAt(value, 'imagePullSecrets').flatMap(item => named(item)),
  },
  {
    kind: 'Ingress',
    group: 'networking.k8s.io',
    secrets: value =>
      asksForCertificates(value)
        ? []
        : itemsAt(value, 'spec', 'tls').flatMap(item => named(item, 'secretName')),
  },
  {
    kind: 'Issuer',
    group: 'cert-manager.io',
    secrets: issuerSecrets,
  },
  {
    kind: 'SecretStore',
    group: 'external-secrets.io',
    secrets: value => secretKeySelectors(get(value, 'spec', 'provider')),
  },
  {
    kind: 'ReplicationSource',
    group: 'volsync.backube',
    secrets: value => named(getMap(value, 'spec', 'restic'), 'repository'),
  },
  {
    kind: 'ReplicationDestination',
    group: 'volsync.backube',
    secrets: value => named(getMap(value, 'spec', 'restic'), 'repository'),
  },
  {
    kind: 'Cluster',
    group: 'postgresql.cnpg.io',
    secrets: value => [
      ...[
        getMap(value, 'spec', 'superuserSecret'),
        ...['initdb', 'recovery', 'pg_basebackup'].map(method =>
          getMap(value, 'spec', 'bootstrap', method, 'secret'),
        ),
        ...itemsAt(value, 'spec', 'managed', 'roles').map(role => getMap(role, 'passwordSecret')),
      ].flatMap(item => named(item).map(it => ({ ...it, needs: CREDENTIALS }))),
      ...secretKeySelectors(get(value, 'spec', 'backup', 'barmanObjectStore')),
      ...itemsAt(value, 'spec', 'externalClusters').flatMap(item => secretKeySelectors(item)),
      ...['serverCASecret', 'serverTLSSecret', 'clientCASecret', 'replicationTLSSecret'].flatMap(
        field => named(getMap(value, 'spec', 'certificates'), field),
      ),
    ],
  },
  ...['IngressRoute', 'IngressRouteTCP'].flatMap(kind =>
    TRAEFIK_GROUPS.map(group => ({
      kind,
      group,
      secrets: (value: LocatedValue) => named(getMap(value, 'spec', 'tls'), 'secretName'),
    })),
  ),
];

function issuerSecrets(value: LocatedValue): Named[] {
  return [
    ...named(getMap(value, 'spec', 'ca'), 'secretName'),
    ...secretKeySelectors(get(value, 'spec'), ISSUER_MAKES),
  ];
}

/** Maps of a `name`, a `key` and a `namespace`. */
function namespacedSelectors(
  value: LocatedValue | undefined,
): (Named & { readonly namespace: string })[] {
  if (value?.kind === 'sequence') return value.items.flatMap(namespacedSelectors);
  if (value?.kind !== 'map') return [];
  const namespace = getString(value, 'namespace')?.value;
  if (namespace === undefined || !getScalar(value, 'key'))
    return [...value.entries.values()].flatMap(entry => namespacedSelectors(entry.value));
  if (getScalar(value, 'type')?.text === 'ConfigMap') return [];
  return named(value).map(item => ({ ...item, namespace }));
}

/** cert-manager makes an ACME account's key itself. */
const ISSUER_MAKES = new Set(['privateKeySecretRef']);

/** All maps of a `name` and a `key` below a value, which name a Secret of the same namespace. */
function secretKeySelectors(
  value: LocatedValue | undefined,
  without: ReadonlySet<string> = new Set(),
): Named[] {
  if (value?.kind === 'sequence')
    return value.items.flatMap(item => secretKeySelectors(item, without));
  if (value?.kind !== 'map') return [];
  const isSelector =
    getScalar(value, 'name') && getScalar(value, 'key') && !getScalar(value, 'namespace');
  if (isSelector) return getScalar(value, 'type')?.text === 'ConfigMap' ? [] : named(value);
  return [...value.entries].flatMap(([name, entry]) =>
    without.has(name) ? [] : secretKeySelectors(entry.value, without),
  );
}

/**
 * The Secrets that other objects than workloads need, in their own namespaces; those of a ClusterIssuer
 * are in cert-manager's, those of a ClusterSecretStore where it says.
 *
 * @param certManager the namespace of cert-manager, where it is known
 */
export const readerSecrets = (
  resources: readonly ClusterResource[],
  certManager: string | undefined,
): SecretReference[] => [
  ...namespacedReaders(resources),
  ...resources.flatMap(resource => {
    const { group, kind, value } = resource;
    if (group === 'cert-manager.io' && kind === 'ClusterIssuer' && certManager !== undefined)
      return chosen(resource, certManager, issuerSecrets(value));
    if (group !== 'external-secrets.io' || kind !== 'ClusterSecretStore') return [];
    return namespacedSelectors(get(value, 'spec', 'provider')).flatMap(({ namespace, ...item }) =>
      chosen(resource, namespace, [item]),
    );
  }),
];

/** Names that a chart chooses by itself are not the user's to make. */
const chosen = (
  resource: ClusterResource,
  namespace: string,
  items: readonly Named[],
): SecretReference[] =>
  items.flatMap(({ name, key, needs = [] }) =>
    name.origin.made === 'default' ? [] : [{ resource, namespace, name, key, needs }],
  );

const namespacedReaders = (resources: readonly ClusterResource[]): SecretReference[] =>
  resources.flatMap(resource => {
    const reader = READERS.find(
      ({ kind, group }) => kind === resource.kind && group === resource.group,
    );
    const { namespace } = resource;
    if (namespace === undefined) return [];
    return chosen(resource, namespace, (reader?.secrets ?? variablesOf(resource))(resource.value));
  });

/** Groups of whose objects the variables are for other namespaces, or only patterns. */
const OF_OTHERS =
  /^$|^[a-z]+$|\.k8s\.io$|^(?:.+\.)?(?:kyverno\.io|fluxcd\.io|gatekeeper\.sh|crossplane\.io|upbound\.io|tekton\.dev)$/;

/** Kinds of Argo CD's whose texts are the values of charts. */
const OF_CHARTS = new Set(['Application', 'ApplicationSet']);

/**
 * A custom resource that describes pods has their variables in the words of pods: `secretKeyRef` of a
 * variable's `valueFrom`. Its operator runs them in the object's namespace.
 */
const variablesOf =
  ({ group, kind, partial }: ClusterResource) =>
  (value: LocatedValue): Named[] =>
    partial || OF_OTHERS.test(group) || OF_CHARTS.has(kind) ? [] : variables(value);

function variables(value: LocatedValue): Named[] {
  if (value.kind === 'sequence') return value.items.flatMap(variables);
  if (value.kind !== 'map') return [];
  const source = getMap(value, 'valueFrom', 'secretKeyRef');
  if (source) return getScalar(source, 'namespace') ? [] : named(source);
  return [...value.entries.values()].flatMap(entry => variables(entry.value));
}
