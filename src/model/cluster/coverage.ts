import type { AppBuild, BuiltRelease } from '../app-build.ts';
import type { Application } from '../application.ts';
import type { Cluster } from './cluster.ts';

/** How much of what a repository deploys was seen, and what the rest cost. */
export interface Coverage {
  /** Applications of which every object is known, some are, or none is. */
  readonly full: number;
  readonly partial: number;
  readonly none: number;
  /** Releases by what their objects come from: the chart itself, a model of it, or its values only. */
  readonly releases: Readonly<Record<'rendered' | 'modelled' | 'recognised', number>>;
  /** Charts that could be rendered if they were at hand. */
  readonly absentCharts: number;
  /** Why questions were left open, the costliest reason first. */
  readonly reasons: readonly CoverageReason[];
}

export interface CoverageReason {
  readonly reason: string;
  /** How many different questions it left open. */
  readonly lookups: number;
}

export type Sight = 'full' | 'partial' | 'none';

/** What was seen, after the rules have asked what they wanted to know. */
export function coverageOf({ applications, resources, helmReleases, charts }: Cluster): Coverage {
  const seen = applications.map(sightOf);
  const count = (sight: Sight) => seen.filter(one => one === sight).length;
  const reasons = [...resources.unanswered]
    .map(([reason, asked]) => ({ reason, lookups: asked.size }))
    .sort((a, b) => b.lookups - a.lookups || (a.reason < b.reason ? -1 : 1));
  return {
    full: count('full'),
    partial: count('partial'),
    none: count('none'),
    releases: releasesBy(helmReleases),
    absentCharts: charts.absent.length,
    reasons,
  };
}

function releasesBy(releases: readonly BuiltRelease[]): Coverage['releases'] {
  const ways = releases.map(({ rendering }) => rendering.by ?? 'words');
  const modelled = ways.filter(way => way === 'model').length;
  const recognised = ways.filter(way => way === 'words').length;
  return { rendered: ways.length - modelled - recognised, modelled, recognised };
}

/** How much of an Application was seen. */
export function sightOf({ builds, resources }: Application): Sight {
  const open = builds.flatMap(unknownsOf);
  if (open.length === 0 && builds.length > 0) return 'full';
  return resources.length > 0 ? 'partial' : 'none';
}

/** Why a build isn't known in full: what it could make besides its objects. */
export const unknownsOf = ({ unknowable, releases }: AppBuild): string[] => [
  ...unknowable.filter(({ kinds }) => kinds?.size !== 0).map(({ reason }) => reason),
  ...releases
    .filter(({ rendering }) => rendering.complete !== 'all' && !rendering.strict)
    .map(({ release }) => `the chart \`${release.chart.text}\` is not at hand`),
];
