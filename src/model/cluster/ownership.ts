import { basename } from '../../source/tree.ts';
import { applicationOf, type ClusterResource } from './owned.ts';

/**
 * Whether an object is what a policy calls by a name: by its own, its release's, its chart's or its
 * application's. Names that start with it (`nginx-external` for `nginx`) count.
 */
export function bearsName(resource: ClusterResource, name: string): boolean {
  const names = [
    resource.name,
    resource.release?.name,
    resource.release?.chart.text,
    ...(applicationOf(resource)?.builds.map(({ directory }) => basename(directory)) ?? []),
  ];
  return names.some(candidate => candidate === name || candidate?.startsWith(`${name}-`));
}
