import type { Cluster } from '../model/cluster/cluster.ts';
import {
  findNamedPort,
  findPort,
  findService,
  portNames,
} from '../model/cluster/network/services.ts';
import { describe } from '../model/cluster/objects/owned.ts';
import { missing } from '../model/lookup.ts';
import type { Place } from '../source/text.ts';
import { code } from '../text/code.ts';
import { nearest } from '../text/nearest.ts';
import { listing } from '../text/plural.ts';
import type { LocatedValue } from '../yaml/located.ts';
import { type Report, see } from './rule.ts';

/** A Service and one of its ports, as some object names them. */
export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
  readonly nameAt: Place | LocatedValue;
  /** Undefined where none is named. */
  readonly port: string | undefined;
  /** The port is meant by its name, as an Ingress may do; otherwise by its number. */
  readonly isNamed?: boolean;
  readonly portAt: Place | LocatedValue;
}

/** What is wrong with a reference to a Service; undefined when nothing is, or nobody can tell. */
export function serviceProblem(cluster: Cluster, reference: ServiceReference): Report | undefined {
  const { namespace, name, nameAt, port, portAt, isNamed = false } = reference;
  const answer = findService(cluster.resources, namespace, name);
  const gone = missing(answer);
  if (gone) {
    const known = cluster.resources.names({ group: '', kind: 'Service', namespace });
    const elsewhere = cluster.services.find(service => service.name === name);
    const meant = nearest(name, known);
    return {
      at: nameAt,
      message: `there is no Service \`${name}\` in the namespace \`${namespace}\``,
      help: elsewhere
        ? `There is one in the namespace \`${elsewhere.namespace}\`.`
        : meant
          ? `Did you mean \`${meant}\`?`
          : 'Name a Service that exists, or declare this one.',
      doubt: gone.doubt,
      missing: `Service ${namespace}/${name}`,
      related: elsewhere && [see(elsewhere.resource.value, describe(elsewhere.resource))],
    };
  }
  if (answer.status !== 'found') return undefined;
  const service = answer.value;
  if (port === undefined) return undefined;
  const known = isNamed ? findNamedPort(service, port) : findPort(service, port);
  const lacks = missing(known);
  if (!lacks) return undefined;
  const [first] = service.ports;
  const named = isNamed ? undefined : service.ports.find(candidate => candidate.name === port);
  return {
    at: portAt,
    message: `${describe(service.resource)} has no port ${isNamed ? 'named ' : ''}${code(port)}`,
    help: named
      ? `Write the number of the port here: ${code(named.port ?? '')}.`
      : first && `Use one of its ports: ${listing(portNames(service))}.`,
    doubt: lacks.doubt,
    related: first && [see(first.value, 'its ports')],
  };
}
