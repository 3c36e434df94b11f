import { missingDefinitions } from '../../model/cluster/delivery/missing-definitions.ts';
import { insertAfter, replaceScalar } from '../../yaml/edits.ts';
import { fixOf, type Rule, see } from '../rule.ts';

export const crds: Rule = {
  id: 'helm/crds',
  scope: 'cluster',
  severity: 'warning',
  summary:
    "A release that leaves out its chart's CustomResourceDefinitions, though nothing else installs them and objects need them.",
  rationale:
    'kustomize takes no `crds/` of a chart unless `includeCRDs` says so, and Argo CD none with `skipCrds`. In a new cluster the API server does not know the kinds: their objects are refused, and the sync fails.',
  remedy:
    'Set `includeCRDs: true` in the entry of `helmCharts`, or leave `skipCrds` away; or install the definitions with an application of their own.',
  reference: 'https://helm.sh/docs/chart_best_practices/custom_resource_definitions/',
  fixable: 'unsafe',
  check({ cluster, report }) {
    for (const { release, lost } of missingDefinitions(cluster)) {
      const { chart, declaration } = release;
      const [first] = lost;
      if (!first) continue;
      const name = declaration.entries.get('name');
      const written = declaration.entries.get('includeCRDs');
      const edit =
        written?.value.kind === 'scalar'
          ? replaceScalar(written.value, 'true')
          : name && insertAfter(declaration, name, 'includeCRDs', 'true');
      const others = lost.length > 1 ? ` with ${lost.length - 1} more` : '';
      report({
        at: written?.value ?? chart,
        message: `the CustomResourceDefinition \`${first.definition.name}\` of the chart \`${chart.text}\` is left out${others}, nothing else installs it, and the ${first.definition.kind} \`${first.object.name}\` needs it`,
        help: name
          ? 'Set `includeCRDs: true`, or install the definitions on their own.'
          : 'Leave `skipCrds` away, or install the definitions on their own.',
        doubt: first.doubt ?? 'whoever set up the cluster may have installed it by hand',
        missing: `CustomResourceDefinition ${first.definition.name}`,
        related: [see(first.object.value, `the first of its objects`)],
        fix: name ? fixOf('unsafe', 'Install the definitions with the chart', edit) : undefined,
      });
    }
  },
};
