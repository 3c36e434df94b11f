/** Names of objects that a chart, or the controller it installs, makes beside those named after it. */
export const MADE_BESIDE: Readonly<Record<string, RegExp>> = {
  cilium: /^(hubble|cilium|clustermesh)/,
  'cloudnative-pg': /^cnpg|-(rw|ro|r)$/,
  connect: /^onepassword/,
  'kube-prometheus-stack': /prometheus|alertmanager|thanos|grafana|node-exporter|kube-/,
  loki: /^(loki|chunks|results|memberlist|query|index|gateway)/,
  'node-feature-discovery': /^nfd/,
  'rook-ceph': /^(rook|csi)/,
  'rook-ceph-cluster': /^(rook|csi|ceph)/,
  'tailscale-operator': /^(ts|tailscale|nameserver|operator)/,
};
