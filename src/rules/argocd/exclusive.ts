import { sourceTools } from '../../model/cluster/delivery/source-tools.ts';
import { codes } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, getEntry, getMap } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const exclusive: Rule = {
  id: 'argocd/exclusive',
  severity: 'error',
  summary:
    'An Application with options for two tools in one source, or with a name and a server as its destination.',
  rationale:
    'Of these Argo CD takes one only. It refuses the Application, such as with `multiple application sources defined`, and deploys nothing of it.',
  remedy:
    'Keep the options of the tool that builds the source, and either the name or the address of the cluster.',
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
    const found = [
      ...values.flatMap(twoTools),
      // argocd/template-error says it of those that are made.
      ...applications.flatMap(({ value, generatedBy }) =>
        generatedBy ? [] : twoDestinations(value),
      ),
    ];
    for (const finding of oncePerPlace(found, item => item.key.origin)) report(finding);
  },
};

type Finding = Report & { readonly key: { readonly origin: LocatedMap['origin'] } };

const twoTools = (application: LocatedMap): Finding[] =>
  sourceTools(application).flatMap(tools => {
    const [first, second] = tools;
    if (!first || !second) return [];
    return [
      {
        key: second,
        at: second,
        message: `one source has options for ${codes(tools.map(({ text }) => text))}: Argo CD builds it with one tool only`,
        help: 'Leave out those of the tool that does not build it.',
        related: [see(first, `options for \`${first.text}\``)],
      },
    ];
  });

/** @see https://github.com/argoproj/argo-cd/blob/v3.2.0/util/argo/argo.go (GetDestinationServer) */
function twoDestinations(application: LocatedMap): Finding[] {
  const [name, server] = ['name', 'server'].map(field => {
    const entry = getEntry(application, 'spec', 'destination', field);
    const { value } = entry ?? {};
    // A parameter may stand for nothing.
    return value?.kind === 'scalar' && value.text !== '' && !isPlaceholder(value.text)
      ? value
      : undefined;
  });
  if (!name || !server) return [];
  return [
    {
      key: name,
      at: name,
      message: 'the destination has both a server and a name, of which Argo CD takes one only',
      help: 'Remove one of them.',
      related: [see(server, 'the server')],
    },
  ];
}
