import { describeContainer } from '../../model/cluster/objects/owned.ts';
import {
  type Container,
  namedPorts,
  type Workload,
} from '../../model/cluster/workloads/workloads.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getString } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const probePort: Rule = {
  id: 'workload/probe-port',
  scope: 'cluster',
  severity: 'error',
  summary: 'A probe or hook on a named port that its container does not declare.',
  rationale:
    "The kubelet can't resolve the name, so the probe fails every time: the pod is never ready, or is restarted for ever.",
  remedy: 'Name a port of the same container, or write its number.',
  reference:
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port',
  check({ cluster, report }) {
    for (const workload of cluster.workloads) {
      if (workload.resource.partial) continue;
      for (const container of [...workload.initContainers, ...workload.containers])
        for (const finding of unresolved(workload, container)) report(finding);
    }
  },
};

function unresolved({ resource }: Workload, container: Container): Report[] {
  const declared = container.ports.flatMap(port => getString(port, 'name') ?? []);
  const names = declared.map(({ value }) => value);
  return namedPorts(container)
    .filter(({ text }) => !isNumber(text) && !names.includes(text) && !isPlaceholder(text))
    .map(port => {
      const meant = nearest(port.text, names);
      return {
        at: port,
        message: `${describeContainer(container, resource)} has no port named \`${port.text}\``,
        help: meant
          ? `Did you mean \`${meant}\`?`
          : names.length > 0
            ? `Use one of its ports: ${codes(names)}.`
            : 'It has no ports with names: write the number.',
        related: declared.slice(0, 1).map(first => see(first, 'its ports')),
      };
    });
}

/** The API refuses a number in quotes, which schema/invalid says. */
const isNumber = (text: string): boolean => /^\d+$/.test(text);
