import { basename } from '../../source/tree.ts';
import type { AppBuild } from '../app-build.ts';
import type { Cluster } from './cluster.ts';
import { namesOfApplication } from './delivery/ownership.ts';

/** Files that can't be read may hold anything. */
const UNREAD: ReadonlySet<string> = new Set([
  'yaml/syntax',
  'internal/unreadable',
  'internal/too-large',
]);

/**
 * Every name by which a person may call something that is deployed: Applications, their directories at
 * any depth, releases and charts. Undefined where there may be more than are seen.
 */
export function namesInUse(cluster: Cluster): ReadonlySet<string> | undefined {
  const { applications, applicationSets, deployers, problems } = cluster;
  const isWhole =
    applications.length > 0 &&
    deployers.length === 0 &&
    !applicationSets.some(({ unknowable }) => unknowable) &&
    !problems.some(({ rule }) => UNREAD.has(rule));
  if (!isWhole) return undefined;
  const directories = [
    ...cluster.appDirectories.map(({ path }) => path),
    ...cluster.neighbours.map(({ path }) => path),
    ...cluster.builds.map(({ directory }) => directory),
    ...applications.flatMap(({ sources }) => sources.map(({ path }) => path?.text ?? '')),
  ];
  return new Set([
    ...applications.flatMap(({ name, sources }) => [
      name.text,
      ...sources.map(({ chart }) => chart?.text ?? ''),
    ]),
    ...directories.flatMap(path => path.split('/')),
    ...cluster.builds.flatMap(releaseNames),
  ]);
}

/**
 * The names that single applications go by: their directories' own, releases' and charts'. Unlike
 * {@link namesInUse}, directories above them don't count, such as a category's.
 */
export function applicationNames(cluster: Cluster): ReadonlySet<string> | undefined {
  if (!namesInUse(cluster)) return undefined;
  return new Set([
    ...cluster.appDirectories.map(({ path }) => basename(path)),
    ...cluster.applications.flatMap(({ name, sources }) => [
      name.text,
      ...sources.flatMap(({ chart, path }) => [chart?.text ?? '', basename(path?.text ?? '')]),
    ]),
    ...cluster.builds.flatMap(releaseNames),
  ]);
}

/** The names that entries of a policy find Applications and releases by. */
export const namesOfAll = ({ applications, builds }: Cluster): ReadonlySet<string> =>
  new Set([
    ...applications.flatMap(namesOfApplication),
    ...builds.flatMap(({ releases }) => releases.flatMap(({ release }) => release.name ?? [])),
  ]);

/** The charts that are installed. */
export const chartsInUse = ({ helmReleases }: Cluster): ReadonlySet<string> =>
  new Set(helmReleases.map(({ release }) => release.chart.text));

const releaseNames = ({ releases }: AppBuild): string[] =>
  releases.flatMap(({ release }) => [release.chart.text, ...(release.name ? [release.name] : [])]);
