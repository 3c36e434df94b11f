import { textAt } from '../../model/access.ts';
import type { LocatedValue } from '../../model/located.ts';
import type { HelmRelease } from '../../model/release.ts';
import { own } from '../../text/own.ts';

/** Names of Services that a chart, or the controller it installs, makes beside those named after it. */
const ALSO: Readonly<Record<string, RegExp>> = {
  cilium: /^(hubble|cilium|clustermesh)/,
  'cloudnative-pg': /^cnpg|-(rw|ro|r)$/,
  connect: /^onepassword/,
  'kube-prometheus-stack': /prometheus|alertmanager|thanos|grafana|node-exporter|kube-/,
  loki: /^(loki|chunks|results|memberlist|query|index|gateway)/,
  'node-feature-discovery': /^nfd/,
  'rook-ceph': /^(rook|csi)/,
  'rook-ceph-cluster': /^(rook|csi)/,
  'tailscale-operator': /^(ts|tailscale|nameserver)/,
};

/**
 * Whether a Service may be one of those of a chart that has a model. Charts name their objects after
 * the release, the chart or `fullnameOverride`; a name that has none of these in it is not theirs.
 */
export function mayNameService({ chart, name, values }: HelmRelease): (service: string) => boolean {
  const override = textAt(values, 'fullnameOverride') ?? textAt(values, 'nameOverride');
  const words = chart.text.split('-').filter(word => word.length > 3);
  const tokens = [name, override, chart.text, ...words].flatMap(token => token ?? []);
  return service =>
    tokens.some(token => service.includes(token)) ||
    (own(ALSO, chart.text)?.test(service) ?? false);
}

/** The same of a Secret: named like the chart's Services, or as its values say. */
export function mayNameSecret(release: HelmRelease): (secret: string) => boolean {
  const isLikeService = mayNameService(release);
  return secret => isLikeService(secret) || mentions(release.values, secret);
}

const mentions = (value: LocatedValue, text: string): boolean => {
  if (value.kind === 'scalar') return value.text === text;
  const children =
    value.kind === 'sequence' ? value.items : [...value.entries.values()].map(entry => entry.value);
  return children.some(child => mentions(child, text));
};
