import type { Cluster } from '../../model/cluster/cluster.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { addressText, parseAddress, parseRange } from '../../net/addresses.ts';
import { code } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getEntry, getString, itemsAt } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const metallb: Rule = {
  id: 'loadbalancer/metallb',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A Service that asks MetalLB for its address twice, an object of MetalLB in a namespace where it does not look, or a pool that starts before the address it is written with.',
  rationale:
    'MetalLB refuses a Service that has the annotation and `spec.loadBalancerIP`, reads its own namespace alone, and takes a network as a whole: Services stay `<pending>`, or get addresses of others.',
  remedy:
    'Keep the annotation, put pools and advertisements into the namespace of MetalLB, and write a range from first to last.',
  reference: 'https://metallb.io/usage/#requesting-specific-ips',
  check({ cluster, report }) {
    for (const finding of [...askedTwice(cluster), ...elsewhere(cluster), ...whole(cluster)])
      report(finding);
  },
};

const ANNOTATIONS = ['metallb.io/loadBalancerIPs', 'metallb.universe.tf/loadBalancerIPs'];

/** https://github.com/metallb/metallb/blob/v0.15.2/controller/service.go (getDesiredLbIPs) */
const askedTwice = ({ services }: Cluster): Report[] =>
  services.flatMap(({ resource, type, annotations }) => {
    const annotation = annotations.find(
      ({ key, text }) => ANNOTATIONS.includes(key.text) && text !== '',
    );
    const field = getString(resource.value, 'spec', 'loadBalancerIP');
    if (type !== 'LoadBalancer' || !annotation || !field) return [];
    return [
      {
        at: field,
        message: `${describe(resource)} asks for its address with \`loadBalancerIP\` and with an annotation: MetalLB refuses both at once`,
        help: 'Remove `loadBalancerIP`, which is deprecated.',
        related: [see(annotation.value, 'the annotation')],
      },
    ];
  });

const KINDS = [
  'BFDProfile',
  'BGPAdvertisement',
  'BGPPeer',
  'Community',
  'IPAddressPool',
  'L2Advertisement',
];

/**
 * @see https://metallb.io/configuration/#defining-the-ips-to-assign-to-the-load-balancer-services
 * @see https://github.com/metallb/metallb/blob/v0.15.2/internal/k8s/k8s.go (New: the cache of its own namespace)
 */
function elsewhere({ helmReleases, resources }: Cluster): Report[] {
  const own = helmReleases.filter(({ release }) => release.chart.text === 'metallb');
  const namespaces = new Set(own.map(({ release }) => release.namespace));
  const [release, ...others] = own;
  const [namespace] = namespaces;
  if (!release || namespaces.size !== 1 || namespace === undefined || isPlaceholder(namespace))
    return [];
  return KINDS.flatMap(kind => resources.ofKind(kind, 'metallb.io')).flatMap(resource => {
    const at = getString(resource.value, 'metadata', 'namespace');
    if (!at || at.text === namespace || isPlaceholder(at.text)) return [];
    return [
      {
        at,
        message: `${describe(resource)} is not in ${code(namespace)}, the namespace of MetalLB, which reads no other`,
        help: `Write \`namespace: ${namespace}\`.`,
        related: others.length > 0 ? undefined : [see(release.release.declaration, 'MetalLB')],
      },
    ];
  });
}

/** https://pkg.go.dev/net#ParseCIDR, whose network is what is taken of it */
const whole = ({ resources }: Cluster): Report[] =>
  resources.ofKind('IPAddressPool', 'metallb.io').flatMap(resource =>
    itemsAt(resource.value, 'spec', 'addresses').flatMap(at => {
      if (at.kind !== 'scalar' || getEntry(resource.value, 'spec') === undefined) return [];
      const [written = ''] = at.text.split('/');
      const range = at.text.includes('/') ? parseRange(at.text) : undefined;
      const address = parseAddress(written);
      if (!range || !address || address.value === range.first) return [];
      const ends = [range.first, range.last].map(value => addressText(range.family, value));
      return [
        {
          at,
          severity: 'warning' as const,
          message: `${code(at.text)} is the whole network: \`${ends.join('` to `')}\``,
          help: 'Write the network by its first address, or a range from first to last.',
        },
      ];
    }),
  );
