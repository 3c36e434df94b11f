import {
  type StrayRelease,
  strayReleases,
} from '../../model/cluster/delivery/release-namespaces.ts';
import { plural } from '../../text/plural.ts';
import { insertAfter } from '../../yaml/edits.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { fixOf, type Report, type Rule } from '../rule.ts';

export const releaseNamespace: Rule = {
  id: 'helm/release-namespace',
  severity: 'error',
  summary:
    'A chart of a kustomization that is rendered for another namespace than its objects are meant for.',
  rationale:
    'kustomize renders an entry of `helmCharts` for `default` where it finds no namespace. What the chart writes down stays with it: objects are made there, and host names, arguments and routes lead there.',
  remedy: 'Write `namespace` in the entry of `helmCharts`.',
  reference: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/helmcharts/',
  fixable: 'safe',
  check({ cluster, report }) {
    const strays = [
      ...cluster.applications.flatMap(application =>
        application.builds.flatMap(build => strayReleases(build, application)),
      ),
      ...cluster.standalone.flatMap(build => strayReleases(build)),
    ];
    for (const stray of oncePerPlace(strays, ({ release }) => release.chart.origin))
      report(reportOf(stray));
  },
};

function reportOf({ release, application, rendered, wanted, left, stale }: StrayRelease): Report {
  const { chart, declaration } = release;
  const name = declaration.entries.get('name');
  const [first] = stale;
  const rendition = `the chart \`${chart.text}\` is rendered for the namespace \`${rendered}\``;
  const isNamed = declaration.entries.has('namespace');
  return {
    at: chart,
    severity: left.length > 0 ? 'error' : 'warning',
    message:
      left.length > 0
        ? `${rendition}, since nothing names another: ${plural(left.length, 'object')} of it ${left.length === 1 ? 'goes' : 'go'} there, not to \`${wanted}\``
        : `${rendition}, but its objects are in \`${wanted}\`: \`${first?.path}\` of the ${first?.resource.kind} \`${first?.resource.name}\`${stale.length > 1 ? ` and ${plural(stale.length - 1, 'other text')}` : ''} still ${stale.length === 1 ? 'names' : 'name'} \`${rendered}\``,
    help: isNamed
      ? `Write \`namespace: ${wanted}\` in the entry, as in the kustomization.`
      : `Add \`namespace: ${wanted}\` to the entry.`,
    application,
    fix:
      isNamed || !name
        ? undefined
        : fixOf(
            'safe',
            `Render it for ${wanted}`,
            insertAfter(declaration, name, 'namespace', wanted),
          ),
  };
}
