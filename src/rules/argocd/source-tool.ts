import { sourceTools } from '../../model/cluster/delivery/source-tools.ts';
import { codes } from '../../text/code.ts';
import { get, getMap } from '../../yaml/access.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const sourceTool: Rule = {
  id: 'argocd/source-tool',
  severity: 'error',
  summary: 'A source of an Application with options for two tools.',
  rationale:
    'A source is built by one of Helm, kustomize, a plugin or as plain files. With options for two Argo CD refuses it, `multiple application sources defined`, and deploys nothing of the Application.',
  remedy:
    "Keep the options of the tool that builds the source; a chart's values belong into `helmCharts` where kustomize inflates it.",
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/application_sources/',
  check({ cluster: { applications, applicationSets }, report }) {
    const values = [
      ...applications.map(({ value }) => value),
      // What can't be expanded here says the same for each of its Applications, where no patch changes it.
      ...applicationSets.flatMap(({ value, applications: made }) =>
        made.length > 0 || get(value, 'spec', 'templatePatch')
          ? []
          : (getMap(value, 'spec', 'template') ?? []),
      ),
    ];
    const found = values.flatMap(sourceTools).flatMap(tools => {
      const [first, second] = tools;
      return first && second ? [{ at: second, first, tools }] : [];
    });
    for (const { at, first, tools } of oncePerPlace(found, item => item.at.origin))
      report({
        at,
        message: `one source has options for ${codes(tools.map(({ text }) => text))}: Argo CD builds it with one tool only`,
        help: 'Leave out those of the tool that does not build it.',
        related: [see(first, `options for \`${first.text}\``)],
      });
  },
};
