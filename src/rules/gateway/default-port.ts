import type { Cluster } from '../../model/cluster/cluster.ts';
import type { BackendRef, Route } from '../../model/cluster/gateways/routes.ts';
import { findService } from '../../model/cluster/network/services.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const defaultPort: Rule = {
  id: 'gateway/default-port',
  severity: 'warning',
  summary:
    "A route that a chart sends to a Service's first port by name, which another one is for.",
  rationale:
    'Where neither the route says a port nor the Service a primary one, the chart takes the first by name. Requests then reach a port that speaks another protocol, and fail.',
  remedy: 'Mark the port that serves HTTP as primary, or name it in the rules of the route.',
  reference: 'https://bjw-s-labs.github.io/helm-charts/docs/common-library/resources/route/',
  check({ cluster, report }) {
    for (const route of cluster.routes) {
      if (route.resource.kind !== 'HTTPRoute') continue;
      for (const backend of route.backends) {
        const finding = guessedWrong(cluster, route, backend);
        if (finding) report(finding);
      }
    }
  },
};

/** What people call a port that browsers or clients of an API are for. */
const WEB = /^(?:https?|main|app|api|server|gui|dashboard|frontend|port)$|web|http|ui$/i;

function guessedWrong(
  { resources }: Cluster,
  { resource }: Route,
  { port, namespace, name }: BackendRef,
): Report | undefined {
  if (port?.origin.made !== 'default') return undefined;
  const answer = findService(resources, namespace, name.text);
  if (answer.status !== 'found' || answer.value.portsUnknown) return undefined;
  const { ports } = answer.value;
  const taken = ports.find(item => String(item.port) === port.text);
  const meant = ports.find(item => item.port !== undefined && WEB.test(item.name ?? ''));
  if (!taken?.name || !meant || WEB.test(taken.name)) return undefined;
  return {
    at: taken.value,
    message: `${describe(resource)} leads to port ${taken.port} (\`${taken.name}\`), the first by name, and not to ${meant.port} (\`${meant.name}\`)`,
    help: `Set \`primary: true\` for the port \`${meant.name}\`.`,
    doubt: `\`${taken.name}\` may be what is meant`,
    related: [see(resource.value, describe(resource))],
  };
}
