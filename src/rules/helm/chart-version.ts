import { matchesName } from '../../config/rule-names.ts';
import { isExactVersion } from '../../model/cluster/delivery/releases.ts';
import { parseVersion, satisfies } from '../../template/go/semver.ts';
import { type Rule, see } from '../rule.ts';

export const chartVersion: Rule = {
  id: 'helm/chart-version',
  severity: 'warning',
  summary: 'A chart whose version is outside the range that the policy has for it.',
  rationale:
    'A range says which versions were tried, or are still looked after: a bot that proposes another one does not know.',
  remedy: 'Use a version of the range, or widen it in the charts of the policy.',
  reference: 'https://helm.sh/docs/chart_best_practices/dependencies/#versions',
  policy: true,
  check({ cluster, policy, report }) {
    const ranges = Object.entries(policy.charts ?? {});
    for (const { release } of cluster.helmReleases) {
      const { chart, version } = release;
      const [glob, range] = ranges.findLast(([name]) => matchesName(chart.text, name)) ?? [];
      if (glob === undefined || range === undefined || !version) continue;
      const isKnown = isExactVersion(version.text) && parseVersion(version.text) !== undefined;
      if (!isKnown || satisfies(range, version.text)) continue;
      const pinned = policy.place('charts', glob);
      report({
        at: version,
        message: `\`${chart.text}\` is \`${version.text}\`, but ${policy.source('charts', glob)} wants \`${range}\``,
        related: pinned && [see(pinned, 'pinned here')],
      });
    }
  },
};
