import { getScalar } from '../../model/access.ts';
import { describe } from '../../model/cluster/owned.ts';
import type { Service, ServicePort } from '../../model/cluster/services.ts';
import { isReported } from '../reported.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const ports: Rule = {
  id: 'service/ports',
  severity: 'error',
  summary: 'Several ports without names, or a port name, or a number and protocol, twice.',
  rationale: 'The API refuses the Service.',
  remedy: 'Give each port a name of its own, and list each number once per protocol.',
  reference: 'https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services',
  check({ cluster, report }) {
    for (const service of cluster.services) {
      for (const finding of [...unnamed(service), ...repeated(service)])
        if (!isReported(cluster, finding.at)) report(finding);
    }
  },
};

function unnamed({ ports: all, resource }: Service): Report[] {
  if (all.length < 2) return [];
  return all
    .filter(({ name, value }) => name === undefined && !value.entries.has('name'))
    .map(({ value }) => ({
      at: value,
      message: `a port of ${describe(resource)} has no name, though there are ${all.length}`,
      help: 'Only a single port may go without a name.',
    }));
}

function repeated({ ports: all, resource }: Service): Report[] {
  const names = new Map<string, ServicePort>();
  const numbers = new Map<string, ServicePort>();
  return all.flatMap(port => {
    const { name, port: number, protocol, value } = port;
    const found: Report[] = [];
    const sameName = name === undefined ? undefined : names.get(name);
    if (sameName)
      found.push({
        at: getScalar(value, 'name') ?? value,
        message: `two ports of ${describe(resource)} are named ${name}`,
        related: [see(getScalar(sameName.value, 'name') ?? sameName.value, 'the first one')],
      });
    else if (name !== undefined) names.set(name, port);
    const key = number === undefined ? undefined : `${number}/${protocol}`;
    const sameNumber = key === undefined ? undefined : numbers.get(key);
    if (sameNumber)
      found.push({
        at: getScalar(value, 'port') ?? value,
        message: `${describe(resource)} has the port ${key} twice`,
        related: [see(getScalar(sameNumber.value, 'port') ?? sameNumber.value, 'the first one')],
      });
    else if (key !== undefined) numbers.set(key, port);
    return found;
  });
}
