import type { AppBuild } from '../../model/app-build.ts';
import { isNamespaced } from '../../model/kinds.ts';
import type { Unknown } from '../../model/unknown.ts';
import { placeOf } from '../../yaml/located.ts';

/** What objects refer to in their own namespace. */
const KINDS: ReadonlySet<string> = new Set([
  'Service',
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'ServiceAccount',
  'Role',
  'Gateway',
  'Issuer',
  'SecretStore',
]);

/**
 * Kustomizations that are applied by hand beside Applications, and don't say where: their objects count as those of
 * `default`, and what they refer to may be in the namespace that whoever applies them names.
 *
 * @param destinations the namespaces that Applications deploy to
 */
export function unplacedBuilds(
  standalone: readonly AppBuild[],
  destinations: ReadonlySet<string>,
): Unknown[] {
  if (destinations.has('default')) return [];
  return standalone.flatMap(({ directory, resources }) => {
    const first = resources.find(
      ({ group, kind, namespace }) =>
        namespace === undefined && isNamespaced(group, kind) !== false,
    );
    return first
      ? [
          {
            at: placeOf(first.value),
            reason: `whoever applies \`${directory}\` says its namespace`,
            kinds: KINDS,
            namespaces: new Set(['default']),
          },
        ]
      : [];
  });
}
