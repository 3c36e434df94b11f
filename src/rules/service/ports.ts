import type { Service, ServicePort } from '../../model/cluster/network/services.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { getScalar } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const ports: Rule = {
  id: 'service/ports',
  scope: 'cluster',
  severity: 'error',
  summary:
    'Several ports without names, a port name, or a number and protocol, twice, or a number that is not a port.',
  rationale: 'The API refuses the Service.',
  remedy: 'Give each port a name of its own, and list each number once per protocol.',
  reference: 'https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services',
  check({ cluster, report }) {
    for (const service of cluster.services) {
      for (const finding of [...unnamed(service), ...repeated(service), ...outOfRange(service)])
        report(finding);
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
      help: 'Name each port: only a single one may go without.',
    }));
}

/** Numbers that are no port, as charts write them for what was not set. */
const outOfRange = ({ ports: all, resource }: Service): Report[] =>
  all.flatMap(({ value }) =>
    ['port', 'targetPort'].flatMap(field => {
      const at = getScalar(value, field);
      if (typeof at?.value !== 'number' || (at.value >= 1 && at.value <= 65535)) return [];
      return [
        {
          at,
          message: `\`${at.text}\` is not a port: the API refuses ${describe(resource)}`,
          help: 'Write a number from 1 to 65535.',
        },
      ];
    }),
  );

function repeated({ ports: all, resource }: Service): Report[] {
  const names = new Map<string, ServicePort>();
  const numbers = new Map<string, ServicePort>();
  return all.flatMap(port => {
    const { name, port: number, protocol } = port;
    const key = number === undefined ? undefined : `${number}/${protocol}`;
    const sameName = firstWith(names, name, port);
    const sameNumber = firstWith(numbers, key, port);
    return [
      sameName && {
        at: placeOfField(port, 'name'),
        message: `two ports of ${describe(resource)} are named \`${name}\``,
        help: 'Give one of them another name.',
        related: [see(placeOfField(sameName, 'name'), 'the first one')],
      },
      sameNumber && {
        at: placeOfField(port, 'port'),
        message: `${describe(resource)} has the port \`${key}\` twice`,
        help: 'Remove one of them.',
        related: [see(placeOfField(sameNumber, 'port'), 'the first one')],
      },
    ].flatMap(finding => finding ?? []);
  });
}

/** The port that had a key before; a new key is remembered. */
function firstWith(seen: Map<string, ServicePort>, key: string | undefined, port: ServicePort) {
  if (key === undefined) return undefined;
  const earlier = seen.get(key);
  if (!earlier) seen.set(key, port);
  return earlier;
}

const placeOfField = ({ value }: ServicePort, field: string): LocatedValue =>
  getScalar(value, field) ?? value;
