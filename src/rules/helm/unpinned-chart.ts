import type { BuiltRelease } from '../../model/app-build.ts';
import { isExactVersion, isOwnChart } from '../../model/cluster/delivery/releases.ts';
import { code } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get } from '../../yaml/access.ts';
import { hasInvalid } from '../reported.ts';
import type { Report, Rule } from '../rule.ts';

export const unpinnedChart: Rule = {
  id: 'helm/unpinned-chart',
  severity: 'warning',
  // Whoever writes ranges everywhere wants the newest.
  habit: { of: 'warning', most: 3, becomes: 'info' },
  summary: 'A chart without an exact version.',
  rationale:
    'Helm takes the newest chart that fits whenever the application is rendered: what is deployed changes without a commit, at a time nobody chose.',
  remedy: 'Name one version, such as `1.2.3`; let a bot propose the next one.',
  reference: 'https://helm.sh/docs/helm/helm_template/#options',
  check({ cluster, report }) {
    for (const build of cluster.builds) {
      for (const { release } of build.releases) {
        const finding = isOwnChart(release, build) ? undefined : problem(release);
        // A version of another type than string is reported, and not part of the declaration.
        const isLeftOut = finding?.at === release.chart && hasInvalid(cluster, release.declaration);
        if (finding && !isLeftOut) report(finding);
      }
    }
  },
};

function problem({ chart, declaration }: BuiltRelease['release']): Report | undefined {
  // An Application's source, where an OCI artifact may be named by its URL alone.
  const isSource = declaration.entries.has('chart') || declaration.entries.has('repoURL');
  const field = isSource ? 'targetRevision' : 'version';
  const written = get(declaration, field);
  const help = `Write ${code(`${field}: 1.2.3`)}, with the version that is deployed today.`;
  if (written?.kind !== 'scalar' || written.text === '')
    return {
      at: chart,
      message: `the chart \`${chart.text}\` has no version: the newest is taken`,
      help,
    };
  if (isExactVersion(written.text) || isPlaceholder(written.text)) return undefined;
  return {
    at: written,
    message: `\`${written.text}\` is not an exact version of \`${chart.text}\`: the newest that fits is taken`,
    help,
  };
}
