import type { ServicePort } from '../../model/cluster/network/services.ts';
import { describe, isMadeWith } from '../../model/cluster/objects/owned.ts';
import {
  isListening,
  portsOf,
  servingContainers,
  type Workload,
} from '../../model/cluster/workloads/workloads.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { listing } from '../../text/plural.ts';
import { get, getString, numberAt, textAt } from '../../yaml/access.ts';
import { isReported } from '../reported.ts';
import { type Rule, see } from '../rule.ts';

export const targetPort: Rule = {
  id: 'service/target-port',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A `targetPort`, by number or name, that the containers of a selected workload do not declare.',
  rationale:
    'A name that no container declares gives the Service no endpoint for that port. A number is forwarded all the same, but where containers declare their ports and this is none of them, nothing listens there. A Service that selects the pods of a second workload sends it a share of the connections.',
  remedy: 'Name a port that a container declares, or declare the port that the program listens on.',
  reference: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  check({ cluster, report }) {
    for (const service of cluster.services) {
      const { namespace, selector, type, resource } = service;
      if (type === 'ExternalName' || selector.size === 0) continue;
      const answer = cluster.pods.select(namespace, selector);
      if (answer.status !== 'found' || answer.value.some(item => item.resource.partial)) continue;
      const containers = answer.value.flatMap(servingContainers);
      const declared = containers.flatMap(portsOf);
      for (const port of service.ports) {
        const target = targetOf(port);
        if (target === undefined || isPlaceholder(target)) continue;
        const number = /^\d+$/.test(target) ? Number(target) : undefined;
        const isFine =
          number === undefined
            ? declared.some(candidate => textAt(candidate, 'name') === target)
            : // A container that declares none may listen anywhere.
              containers.some(item => item.ports.length === 0 || isListening(item, number));
        const at = get(port.value, 'targetPort') ?? get(port.value, 'port') ?? port.value;
        if (isReported(cluster, at)) continue;
        if (isFine) {
          const stranger = number === undefined ? undefined : deafWorkload(answer.value, number);
          if (stranger && isMadeWith(stranger.resource, resource))
            report({
              at,
              severity: 'warning',
              doubt: UNDECLARED,
              message: `${describe(resource)} sends to ${describe(stranger.resource)} as well, which has no port \`${target}\``,
              help: 'Its selector matches the pods of several workloads: give it a label that only the one meant has.',
              related: [see(stranger.podSpec, 'the pods that have no such port')],
            });
          continue;
        }
        const names = declared.map(nameOf);
        const workload = answer.value.map(item => describe(item.resource));
        const what = number === undefined ? 'is named' : 'has';
        report({
          at,
          // Programs listen on ports that nobody declares, too: a declaration only informs.
          ...(number !== undefined && { severity: 'info', doubt: UNDECLARED }),
          message: `no port of ${listing(workload)} ${what} \`${target}\`, to which ${describe(resource)} sends`,
          help: help(
            target,
            declared.map(item => textAt(item, 'name') ?? ''),
            names,
          ),
          related: declared.slice(0, 1).map(first => see(first, 'its ports')),
        });
      }
    }
  },
};

/** Of several workloads that a Service selects, one whose containers all declare ports and none this one. */
const deafWorkload = (selected: readonly Workload[], port: number): Workload | undefined =>
  selected.length < 2
    ? undefined
    : selected.find(item =>
        servingContainers(item).every(
          container => container.ports.length > 0 && !isListening(container, port),
        ),
      );

const UNDECLARED = 'a program may listen on a port that no container declares';

function help(target: string, known: readonly string[], names: readonly string[]) {
  const meant = nearest(target, known);
  if (meant) return `Did you mean \`${meant}\`?`;
  return names.length > 0
    ? `Its containers declare ${listing(names)}.`
    : 'Its containers declare no ports: declare one of this name, or use its number.';
}

/** The port that traffic goes to: the Service's own number by default. */
function targetOf({ value, port, targetPort: target }: ServicePort): string | undefined {
  if (target === undefined) return port === undefined ? undefined : String(port);
  const written = getString(value, 'targetPort')?.value ?? numberAt(value, 'targetPort');
  return written === undefined ? undefined : String(written);
}

const nameOf = (port: Parameters<typeof textAt>[0]): string => {
  const name = textAt(port, 'name');
  const number = numberAt(port, 'containerPort') ?? '?';
  return name === undefined ? String(number) : `${number} (${name})`;
};
