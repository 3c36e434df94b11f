import { nearest } from '../../text/nearest.ts';
import { getString, textAt } from '../access.ts';
import type { Lookup } from '../lookup.ts';
import { found, unknowable } from '../lookup.ts';
import type { ClusterResource } from './owned.ts';
import { isPlaceholder } from './placeholder.ts';
import type { ResourceIndex } from './resources.ts';

/** Kinds that make a Secret, and where they say its name (their own name by default). */
const MAKERS: readonly {
  kind: string;
  group: string;
  path: readonly string[];
  ownName: boolean;
}[] = [
  { kind: 'Certificate', group: 'cert-manager.io', path: ['spec', 'secretName'], ownName: false },
  {
    kind: 'ExternalSecret',
    group: 'external-secrets.io',
    path: ['spec', 'target', 'name'],
    ownName: true,
  },
  {
    kind: 'SealedSecret',
    group: 'bitnami.com',
    path: ['spec', 'template', 'metadata', 'name'],
    ownName: true,
  },
  { kind: 'OnePasswordItem', group: 'onepassword.com', path: [], ownName: true },
  {
    kind: 'InfisicalSecret',
    group: 'secrets.infisical.com',
    path: ['spec', 'managedSecretReference', 'secretName'],
    ownName: true,
  },
  { kind: 'ObjectBucketClaim', group: 'objectbucket.io', path: [], ownName: true },
];

export type FindSecret = (namespace: string, name: string) => Lookup<ClusterResource>;

/** Names of the Secrets that a namespace has, with who makes each. */
export function secretIndex(index: ResourceIndex): FindSecret {
  const byNamespace = new Map<string, Map<string, ClusterResource>>();
  const add = (resource: ClusterResource, name: string) => {
    const namespace = resource.namespace ?? 'default';
    byNamespace.set(namespace, (byNamespace.get(namespace) ?? new Map()).set(name, resource));
  };
  for (const resource of index.ofKind('Secret', '')) add(resource, resource.name);
  for (const { kind, group, path, ownName } of MAKERS) {
    for (const resource of index.ofKind(kind, group)) {
      const named = path.length > 0 ? getString(resource.value, ...path)?.value : undefined;
      const name = named ?? (ownName ? resource.name : undefined);
      if (name !== undefined) add(resource, name);
    }
  }
  // CloudNativePG makes <cluster>-app, -superuser, -ca, -server, -replication for each cluster.
  for (const resource of index.ofKind('Cluster', 'postgresql.cnpg.io')) {
    for (const suffix of ['app', 'superuser', 'ca', 'server', 'replication'])
      add(resource, `${resource.name}-${suffix}`);
  }
  return (namespace, name) => {
    const own = byNamespace.get(namespace);
    const hit = own?.get(name);
    if (hit) return found(hit);
    if (isPlaceholder(name)) return unknowable('its name is a placeholder');
    const answer = index.find({ group: '', kind: 'Secret', namespace, name });
    if (answer.status !== 'absent') return answer;
    if (mayBeCopied(index, name))
      return unknowable('a controller copies Secrets between namespaces');
    return { status: 'absent', nearest: nearest(name, own?.keys() ?? []) };
  };
}

/** Reflector, kubernetes-replicator and ClusterExternalSecrets put Secrets into other namespaces. */
const mayBeCopied = (index: ResourceIndex, name: string): boolean =>
  index
    .ofKind('ClusterExternalSecret')
    .some(
      ({ value }) =>
        textAt(value, 'spec', 'externalSecretName') === name ||
        !textAt(value, 'spec', 'externalSecretName'),
    ) ||
  index.deployed.some(({ release }) =>
    /reflector|replicator|kubed|emberstack/.test(release?.chart.text ?? ''),
  );
