import { applicationOf, type ClusterResource } from '../src/model/cluster/objects/owned.ts';
import { basename } from '../src/source/tree.ts';

/** A text as Markdown shows code. */
export const code = (text: string): string => `\`${text}\``;

/** Where a person finds what deploys an object: `media/jellyfin`, or the directory outside of apps/. */
export function applicationPath(resource: ClusterResource): string {
  const application = applicationOf(resource);
  const directory = basename(application?.builds[0]?.directory ?? '');
  return application?.category === undefined ? directory : `${application.category}/${directory}`;
}
