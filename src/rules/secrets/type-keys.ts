import type { Cluster } from '../../model/cluster/cluster.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { targetOf } from '../../model/cluster/secrets/external-secrets.ts';
import { codes } from '../../text/code.ts';
import { own } from '../../text/own.ts';
import { getString, textAt } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

/**
 * The keys without which the API refuses a Secret of a type: all of them, or one of several.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 */
const NEEDED: Readonly<Record<string, { readonly keys: readonly string[]; readonly any?: true }>> =
  {
    'kubernetes.io/basic-auth': { keys: ['username', 'password'], any: true },
    'kubernetes.io/dockercfg': { keys: ['.dockercfg'] },
    'kubernetes.io/dockerconfigjson': { keys: ['.dockerconfigjson'] },
    'kubernetes.io/ssh-auth': { keys: ['ssh-privatekey'] },
    'kubernetes.io/tls': { keys: ['tls.crt', 'tls.key'] },
  };

export const typeKeys: Rule = {
  id: 'secrets/type-keys',
  scope: 'cluster',
  severity: 'error',
  summary: 'A type of Secret whose keys the Secret does not have.',
  rationale:
    'The API refuses the Secret: it is not made, and an ExternalSecret or SealedSecret that was to make it never becomes ready.',
  remedy: 'Make it Opaque, or give it the keys of its type.',
  reference: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-types',
  check({ cluster, report }) {
    for (const { resource, type, name } of typed(cluster)) {
      const needed = own(NEEDED, type.text);
      const keys = cluster.secretKeys(resource.namespace ?? 'default', name);
      if (!needed || !keys) continue;
      const lacks = needed.keys.filter(key => !keys.has(key));
      const isRefused = needed.any ? lacks.length === needed.keys.length : lacks.length > 0;
      if (!isRefused) continue;
      report({
        at: type,
        message: `${describe(resource)} makes a Secret of type \`${type.text}\` without ${codes(lacks, needed.any ? 'or' : 'and')}: the API refuses it`,
        help: 'Write `type: Opaque`, or give it the keys of its type.',
      });
    }
  },
};

interface Typed {
  readonly resource: ClusterResource;
  readonly type: LocatedScalar;
  /** Of the Secret that is made. */
  readonly name: string;
}

function typed({ resources }: Cluster): Typed[] {
  const of = (
    kind: string,
    group: string,
    path: readonly string[],
    named: (resource: ClusterResource) => string | undefined,
  ): Typed[] =>
    resources.ofKind(kind, group).flatMap(resource => {
      const type = getString(resource.value, ...path);
      const name = named(resource);
      return type && name !== undefined && !resource.partial ? [{ resource, type, name }] : [];
    });
  return [
    ...of('Secret', '', ['type'], ({ name }) => name),
    ...of(
      'ExternalSecret',
      'external-secrets.io',
      ['spec', 'target', 'template', 'type'],
      resource => targetOf(resource),
    ),
    ...of(
      'SealedSecret',
      'bitnami.com',
      ['spec', 'template', 'type'],
      ({ value, name }) => textAt(value, 'spec', 'template', 'metadata', 'name') ?? name,
    ),
  ];
}
