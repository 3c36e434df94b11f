import { asMap, asScalar, get, getEntry } from '../../model/access.ts';
import { LB_IPAM } from '../../model/cluster/load-balancers.ts';
import { insertAfter, removeLine } from '../../model/edits.ts';
import type { LocatedEntry, LocatedMap } from '../../model/located.ts';
import type { Fix } from '../../source/edit.ts';
import { fixOf, type Rule } from '../rule.ts';

export const deprecatedField: Rule = {
  id: 'loadbalancer/deprecated-field',
  severity: 'warning',
  summary: 'spec.loadBalancerIP, which Kubernetes deprecates.',
  rationale:
    'The field is underspecified and deprecated since Kubernetes 1.24. Cilium adds it to the addresses of the annotation instead of letting one win.',
  remedy: 'Request the address with the annotation lbipam.cilium.io/ips.',
  reference: 'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
  fixable: 'unsafe',
  check({ cluster, report }) {
    for (const { resource, requests } of cluster.loadBalancers) {
      const entry = getEntry(resource.value, 'spec', 'loadBalancerIP');
      if (entry && requests.some(({ via }) => via === 'loadBalancerIP')) {
        report({
          at: entry.key,
          message: 'loadBalancerIP is deprecated',
          help: 'Use the annotation lbipam.cilium.io/ips.',
          fix: toAnnotation(resource.value, entry),
        });
      }
    }
  },
};

const [IPS] = LB_IPAM.ips;

/** Moves the address of a manifest into its annotations; undefined where they come from elsewhere. */
function toAnnotation(service: LocatedMap, field: LocatedEntry): Fix | undefined {
  const metadata = asMap(get(service, 'metadata'));
  const annotations = asMap(get(metadata, 'annotations'));
  const address = asScalar(field.value);
  const isManifest = metadata?.origin.file === field.key.origin.file;
  if (!metadata || !address || !isManifest || annotations?.entries.has(IPS)) return undefined;
  const last = annotations && [...annotations.entries.values()].at(-1);
  const name = getEntry(metadata, 'name');
  const added =
    annotations && last
      ? insertAfter(annotations, last, IPS, JSON.stringify(address.text))
      : name && !metadata.entries.has('annotations')
        ? insertAfter(metadata, name, 'annotations', `\n  ${IPS}: ${JSON.stringify(address.text)}`)
        : undefined;
  return fixOf('unsafe', `Request it with ${IPS}`, added, removeLine(field));
}
