import type { BuiltRelease } from '../../model/app-build.ts';
import type { Resource } from '../../model/resource.ts';
import { carries, type Unknown } from '../../model/unknown.ts';
import { code } from '../../text/code.ts';
import { groupBy } from '../../text/groups.ts';
import { BUNDLES } from './bundles.ts';

/** What objects beside a program refer to. */
const KINDS: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'Secret', 'Service', 'ServiceAccount'],
  'Namespace',
]);

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Pod']);

/**
 * Programs that somebody installed by their well-known manifests, where the repository has something for their
 * namespace (an Ingress, an account) and nothing that would run there.
 */
export const bundlesByHand = (
  resources: readonly Pick<Resource, 'kind' | 'namespace' | 'value'>[],
  releases: readonly BuiltRelease[],
): Unknown[] => {
  const byNamespace = groupBy(resources, ({ namespace = '' }) => namespace);
  const installed = new Set(releases.map(({ release }) => release.namespace));
  return BUNDLES.flatMap(({ declares = [], words = [], repository }) =>
    declares.flatMap(namespace => {
      const [first, ...others] = byNamespace.get(namespace) ?? [];
      if (!first || installed.has(namespace)) return [];
      if ([first, ...others].some(({ kind }) => WORKLOADS.has(kind))) return [];
      const names = [...words, namespace];
      return [
        {
          at: first.value.origin,
          reason: `the manifests of ${code(repository)} may make it`,
          kinds: KINDS,
          namespaces: new Set([namespace]),
          mayName: (name: string, kind: string) =>
            kind === 'Namespace' ? name === namespace : carries(name, names),
          strict: true as const,
        },
      ];
    }),
  );
};
