import {
  chartKey,
  type Installation,
  installations,
  isExactVersion,
  isOlder,
} from '../../model/cluster/delivery/releases.ts';
import { plural } from '../../text/plural.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const versionDrift: Rule = {
  id: 'helm/version-drift',
  severity: 'info',
  summary: 'One chart in different versions across the applications of one cluster.',
  rationale:
    'The same values mean something else in another version of a chart: what was learned of one application is wrong for the next, and old versions get no fixes.',
  remedy: "Use one version, or allow the chart in the rule's options.",
  reference: 'https://helm.sh/docs/chart_best_practices/dependencies/#versions',
  options: {
    allow: {
      type: 'array',
      items: { type: 'string' },
      description: 'Charts that may be installed in several versions.',
    },
  },
  check({ cluster, options, report }) {
    const allowed = new Set(Array.isArray(options.allow) ? options.allow.map(String) : []);
    const groups = new Map<string, Pinned[]>();
    for (const installation of installations(cluster.applications)) {
      const { release } = installation;
      const version = release.version;
      if (!version || !isExactVersion(version.text) || allowed.has(release.chart.text)) continue;
      const key = `${installation.cluster} ${chartKey(release)}`;
      groups.set(key, [...(groups.get(key) ?? []), { ...installation, version }]);
    }
    for (const group of groups.values()) {
      const newest = group.reduce((a, b) => (isOlder(a.version.text, b.version.text) ? b : a));
      const same = new Set(group.filter(item => !isBehind(item, newest)).map(placeKey)).size;
      for (const item of group) {
        if (!isBehind(item, newest)) continue;
        report({
          at: item.version,
          message: `\`${item.release.chart.text}\` is \`${item.version.text}\` here, but \`${newest.version.text}\` in ${plural(same, 'other place')}`,
          help: `Use \`${newest.version.text}\`, or allow \`${item.release.chart.text}\` in the rule's options.`,
          related: [see(newest.version, 'the newest version in use')],
          application: item.application,
        });
      }
    }
  },
};

type Pinned = Installation & { readonly version: LocatedScalar };

const isBehind = ({ version }: Pinned, newest: Pinned): boolean =>
  isOlder(version.text, newest.version.text);

const placeKey = ({ version: { origin } }: Pinned): string => `${origin.file.path}:${origin.start}`;
