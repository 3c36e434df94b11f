import type { Application } from '../model/application.ts';
import type { Cluster } from '../model/cluster/cluster.ts';
import { coverageOf, sightOf, unknownsOf } from '../model/cluster/coverage.ts';
import { plural } from '../text/plural.ts';
import { printable } from './escape.ts';
import type { JsonCoverageReport } from './json-report.ts';

/** A path as the reader knows it. */
type DisplayPath = (path: string) => string;

/**
 * What is not known of a repository, and what that costs: each application that was not seen in full,
 * with the reasons, then every question that was left open.
 */
export function coverageText(cluster: Cluster, displayPath: DisplayPath): string {
  const { full, partial, none, reasons, releases, absentCharts } = coverageOf(cluster);
  const blocks = cluster.applications
    .map(application => ({ application, sight: sightOf(application) }))
    .filter(({ sight }) => sight !== 'full')
    .map(({ application, sight }) =>
      block(application, displayPath, sight === 'none' ? 'not seen' : 'in part'),
    );
  const costs = reasons.map(({ reason, lookups }) => {
    const asked = [...(cluster.resources.unanswered.get(reason) ?? [])].sort();
    return [`${plural(lookups, 'lookup')} held back: ${reason}`, ...asked.map(item => `  ${item}`)];
  });
  const head = `${plural(full, 'application')} seen in full, ${partial} in part, ${none} not at all`;
  const charts =
    cluster.helmReleases.length === 0
      ? []
      : [
          `releases: ${releases.rendered} rendered, ${releases.modelled} by a model of the chart, ${releases.recognised} by their values only`,
          ...(absentCharts === 0
            ? []
            : [
                `${plural(absentCharts, 'chart')} not at hand: "pitower-lint charts pull" brings them`,
              ]),
        ];
  const lines = [
    head,
    ...charts,
    ...blocks.flat(),
    ...(costs.length > 0 ? ['', ...costs.flat()] : []),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function block(
  { name, builds, sources, file }: Application,
  displayPath: DisplayPath,
  sight: string,
): string[] {
  const why = [...new Set(builds.flatMap(unknownsOf))];
  const otherwise =
    sources.length === 0 ? 'it has no source' : 'none of its sources is a directory that is here';
  return [
    '',
    `${name.text} (${sight}), ${displayPath(file)}`,
    ...(why.length > 0 ? why : [otherwise]).map(reason => `  ${reason}`),
  ];
}

/** The same as text for programs. */
export const coverageJson = (cluster: Cluster, displayPath: DisplayPath): string =>
  `${JSON.stringify(coverageReport(cluster, displayPath), null, 2)}\n`;

/** The same for programs. */
export function coverageReport(cluster: Cluster, displayPath: DisplayPath): JsonCoverageReport {
  const { full, partial, none, reasons, releases, absentCharts } = coverageOf(cluster);
  return {
    full,
    partial,
    none,
    releases,
    absentCharts,
    applications: cluster.applications.map(application => ({
      name: application.name.text,
      file: displayPath(application.file),
      seen: sightOf(application),
      unknown: [...new Set(application.builds.flatMap(unknownsOf))],
    })),
    reasons: reasons.map(({ reason, lookups }) => ({
      reason,
      lookups,
      asked: [...(cluster.resources.unanswered.get(reason) ?? [])].sort(),
    })),
  };
}
