import { LB_IPAM } from '../../model/cluster/load-balancers/load-balancers.ts';
import { servedBy } from '../../model/cluster/load-balancers/servers.ts';
import type { Edit, Fix } from '../../source/edit.ts';
import { asString, get, getEntry, getMap } from '../../yaml/access.ts';
import { insertAfter, removeLine } from '../../yaml/edits.ts';
import type { LocatedEntry, LocatedMap } from '../../yaml/located.ts';
import { fixOf, type Rule } from '../rule.ts';

export const deprecatedField: Rule = {
  id: 'loadbalancer/deprecated-field',
  scope: 'cluster',
  severity: 'warning',
  summary: '`spec.loadBalancerIP`, which Kubernetes deprecates.',
  rationale:
    'The field is underspecified and deprecated since Kubernetes 1.24. Cilium adds it to the addresses of the annotation instead of letting one win.',
  remedy:
    'Request the address with the annotation of the implementation that serves it: `lbipam.cilium.io/ips` for Cilium.',
  reference: 'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
  fixable: 'unsafe',
  check({ cluster, report }) {
    for (const loadBalancer of cluster.loadBalancers) {
      const { resource } = loadBalancer;
      const entry = getEntry(resource.value, 'spec', 'loadBalancerIP');
      const address = asString(entry?.value)?.value;
      if (!entry || address === undefined) continue;
      const message = '`loadBalancerIP` is deprecated';
      // In the values of a chart the field has a key of the chart's own.
      const at = entry.key.origin.made === undefined ? entry.key : entry.value;
      // What another implementation reads in its place, its own documentation says.
      if (servedBy(cluster, loadBalancer) !== 'cilium') report({ at, message, severity: 'info' });
      else
        report({
          at,
          message,
          help: 'Use the annotation `lbipam.cilium.io/ips`.',
          fix: toAnnotation(resource.value, entry, address),
        });
    }
  },
};

const [IPS] = LB_IPAM.ips;

/** Moves the address of a manifest into its annotations; undefined where they come from elsewhere. */
function toAnnotation(service: LocatedMap, field: LocatedEntry, address: string): Fix | undefined {
  const metadata = getMap(service, 'metadata');
  if (metadata?.origin.file !== field.key.origin.file) return undefined;
  const added = withAnnotation(metadata, JSON.stringify(address));
  return fixOf('unsafe', `Request it with ${IPS}`, added, removeLine(field));
}

/** Adds the annotation behind the last one, or as the first one; undefined where it is there. */
function withAnnotation(metadata: LocatedMap, address: string): Edit | undefined {
  const annotations = get(metadata, 'annotations');
  if (annotations?.kind === 'map') {
    const last = [...annotations.entries.values()].at(-1);
    const isFree = last && !annotations.entries.has(IPS);
    return isFree ? insertAfter(annotations, last, IPS, address) : undefined;
  }
  const name = getEntry(metadata, 'name');
  return name && !annotations
    ? insertAfter(metadata, name, 'annotations', `\n  ${IPS}: ${address}`)
    : undefined;
}
