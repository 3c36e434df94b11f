import type { Cluster } from '../../model/cluster/cluster.ts';
import {
  type GatewayBundle,
  gatewayBundles,
  mayBringBundle,
} from '../../model/cluster/gateways/bundles.ts';
import { type Cilium, isAtLeast } from '../../model/cluster/network/cilium.ts';
import { booleanAt } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

export const crds: Rule = {
  id: 'gateway/crds',
  scope: 'cluster',
  severity: 'error',
  summary: 'Definitions of the Gateway API without a version that this release of Cilium asks for.',
  rationale:
    "Cilium's operator looks for each definition in one exact version when it starts. If one is missing, it leaves the whole Gateway API aside: no Gateway gets an address, and only its log says why.",
  remedy: 'Install the definitions that the release names before Cilium is upgraded.',
  reference: 'https://docs.cilium.io/en/stable/network/servicemesh/gateway-api/gateway-api/',
  check({ cluster, report }) {
    const cilium = cluster.cilium.filter(
      ({ release }) => booleanAt(release.values, 'gatewayAPI', 'enabled') === true,
    );
    const needs = cilium.map(each => ({ cilium: each, need: needOf(each) }));
    const [first] = needs;
    if (!first?.need || needs.some(({ need }) => need?.minor !== first.need?.minor)) return;
    const bundles = bundlesOf(cluster);
    const [bundle] = bundles;
    const { need, cilium: asking } = first;
    if (!bundle || bundles.some(each => isEnough(each, need, bundles))) return;
    const isOld = bundle.minor < need.minor;
    report({
      at: bundle.at,
      message: isOld
        ? `Cilium \`${asking.release.version?.text}\` asks for definitions of the Gateway API from \`1.${need.minor}\` on, and these are of \`${bundle.text}\``
        : `Cilium \`${asking.release.version?.text}\` asks for TLSRoute, which the standard channel of \`${bundle.text}\` does not have`,
      help: isOld
        ? `Install \`1.${need.minor}\` or later before this release of Cilium.`
        : 'Install the experimental channel.',
      related: [see(asking.release.version ?? asking.release.chart, 'the release of Cilium')],
    });
  },
};

const bundlesOf = (cluster: Cluster): GatewayBundle[] =>
  mayBringBundle(cluster.helmReleases.map(({ release }) => release)) ? [] : gatewayBundles(cluster);

interface Need {
  readonly minor: number;
  /** TLSRoute, which the standard channel has since 1.5. */
  readonly tlsRoute: boolean;
}

/**
 * What the operator asks for at its start, by release.
 *
 * @see https://github.com/cilium/cilium/blob/v1.19.0/operator/pkg/gateway-api/cell.go (requiredGVKs)
 * @see https://github.com/cilium/cilium/blob/v1.20.0/operator/pkg/gateway-api/helpers/schemes.go
 */
function needOf({ version }: Cilium): Need | undefined {
  if (!isAtLeast(version, 1, 16) || isAtLeast(version, 1, 21)) return undefined;
  if (isAtLeast(version, 1, 20)) return { minor: 5, tlsRoute: false };
  return { minor: 1, tlsRoute: !isAtLeast(version, 1, 17) };
}

const isEnough = ({ minor }: GatewayBundle, need: Need, all: readonly GatewayBundle[]): boolean =>
  minor >= need.minor &&
  (!need.tlsRoute || minor >= 5 || all.some(({ isExperimental }) => isExperimental));
