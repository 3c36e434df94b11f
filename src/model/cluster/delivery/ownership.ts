import { basename } from '../../../source/tree.ts';
import type { Application } from '../../application.ts';
import { applicationOf, type ClusterResource } from '../objects/owned.ts';

/**
 * The names by which a person may call what an object belongs to: its release's, its directory's, its
 * Application's.
 */
export function applicationNames(resource: ClusterResource): string[] {
  const application = applicationOf(resource);
  return [
    ...(resource.release?.name === undefined ? [] : [resource.release.name]),
    ...(application ? namesOfApplication(application) : []),
  ];
}

/**
 * The names by which a person may call an Application: its own, and those of the directories that it deploys, be they
 * overlays of one, or that its generator found. `apps/shop/orders/overlays/east` is `orders` as well as `east`.
 */
export function namesOfApplication({
  name,
  builds,
  category,
  generatedBy,
}: Pick<Application, 'name' | 'builds' | 'category' | 'generatedBy'>): string[] {
  const found = generatedBy?.directory;
  const directories = builds.map(({ directory }) => directory);
  return [
    ...new Set([
      name.text,
      ...(found === undefined ? [] : [basename(found)]),
      ...directories.map(directory => basename(directory)),
      ...directories.flatMap(directory => aboveOverlay(directory, category) ?? []),
    ]),
  ];
}

/** The directory whose overlays one of them is, or that its category holds. */
function aboveOverlay(directory: string, category: string | undefined): string | undefined {
  const segments = directory.split('/');
  const overlays = segments.lastIndexOf('overlays');
  if (overlays > 0) return segments[overlays - 1];
  const above = category === undefined ? -1 : segments.indexOf(category);
  return above < 0 ? undefined : segments[above + 1];
}

/**
 * Whether an object is what a policy calls by a name: by its own, its release's, its chart's or its
 * application's. Names that start with it (`nginx-external` for `nginx`) count.
 */
export function bearsName(resource: ClusterResource, name: string): boolean {
  const chart = resource.release?.chart.text;
  const names = [
    resource.name,
    ...(chart === undefined ? [] : [chart]),
    ...applicationNames(resource),
  ];
  return names.some(candidate => candidate === name || candidate.startsWith(`${name}-`));
}

/**
 * What is certainly deployed side by side: Applications of one destination, or what one kustomization
 * makes. Two objects with different answers may live in different clusters, or one may take the
 * other's place (bootstrap, overlays).
 */
export function deployedWith({ owner }: ClusterResource): string {
  if (owner.type === 'file') return `file ${owner.path}`;
  if (owner.type === 'kustomization') return `kustomization ${owner.build.directory}`;
  return `cluster ${clusterOf(owner.application)}`;
}

/** The cluster that an Application certainly shares with others, by whatever its destination says. */
export const clusterOf = ({ target, destination: { server, name } }: Application): string =>
  target ?? server?.text ?? name?.text ?? '';

/** Where an Application's objects land unless they say otherwise: its cluster and its namespace. */
export const destinationOf = (application: Application): string =>
  `${clusterOf(application)} ${application.destination.namespace?.text ?? ''}`;
