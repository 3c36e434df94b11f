import { code } from '../../../text/code.ts';
import type { AppBuild } from '../../app-build.ts';
import type { Application } from '../../application.ts';
import type { Resource } from '../../resource.ts';

/**
 * Who puts an object into the cluster: an Application; a kustomization that no Application uses
 * (bootstrap, applied by hand); or nothing but its being in the repository.
 */
export type Owner =
  | { readonly type: 'application'; readonly application: Application }
  | { readonly type: 'kustomization'; readonly build: AppBuild }
  | { readonly type: 'file'; readonly path: string };

export interface ClusterResource extends Resource {
  readonly owner: Owner;
}

/** The Application that deploys a resource, if one does. */
export const applicationOf = (resource: ClusterResource): Application | undefined =>
  resource.owner.type === 'application' ? resource.owner.application : undefined;

/** Whether two objects are of one Application, one kustomization or one file. */
export function isMadeWith({ owner: a }: ClusterResource, { owner: b }: ClusterResource): boolean {
  if (a.type === 'application') return b.type === a.type && a.application === b.application;
  if (a.type === 'kustomization')
    return b.type === a.type && a.build.directory === b.build.directory;
  return b.type === a.type && a.path === b.path;
}

/** An object by its kind and name, as `missing` of a report has it: `Service media/jellyfin`. */
export function titleOf(resource: Pick<Resource, 'kind' | 'name' | 'namespace'>): string {
  const namespace = resource.namespace ? `${resource.namespace}/` : '';
  return `${resource.kind} ${namespace}${resource.name}`;
}

/** How a person would name a container of an object's pods; the API takes none without a name. */
export const describeContainer = (
  { name }: { readonly name: string | undefined },
  resource: Pick<Resource, 'kind' | 'name' | 'namespace'>,
): string =>
  `${name === undefined ? 'a container without a name' : `the container ${code(name)}`} of ${describe(resource)}`;

/** How messages name an object: the kind, and the name in backticks, as in Service `media/jellyfin`. */
export function describe(resource: Pick<Resource, 'kind' | 'name' | 'namespace'>): string {
  const namespace = resource.namespace ? `${resource.namespace}/` : '';
  return `${resource.kind} ${code(namespace + resource.name)}`;
}
