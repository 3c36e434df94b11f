import type { PolicyFile } from './policy.ts';

/**
 * The reference cluster as policy. It pins what is the same for everyone who runs that cluster;
 * what differs from site to site (the domain, NFS names, further gateways) stays inferred.
 */
const pitower: PolicyFile = {
  categories: {
    ai: { applications: ['kagent'] },
    banking: { empty: true },
    'cert-manager': { applications: ['cert-manager'] },
    'cloudnative-pg': { applications: ['cloudnative-pg'] },
    'home-automation': {
      applications: ['home-assistant', 'zigbee2mqtt', 'mosquitto', 'matter-server', 'otbr'],
    },
    'kube-system': { applications: ['cilium', 'coredns', 'metrics-server'] },
    media: {
      applications: [
        'jellyfin',
        'sonarr',
        'radarr',
        'prowlarr',
        'qbittorrent',
        'sabnzbd',
        'autobrr',
      ],
    },
    monitoring: { applications: ['kube-prometheus-stack', 'grafana', 'loki', 'fluent-bit'] },
    networking: {
      applications: [
        'envoy-gateway',
        'gateway-helm',
        'external-dns',
        'cloudflared',
        'nginx',
        'ingress-nginx',
        'tailscale',
        'tailscale-operator',
      ],
    },
    openebs: { applications: ['openebs'] },
    'rook-ceph': { applications: ['rook-ceph', 'rook-ceph-cluster'] },
    security: {
      applications: ['authelia', 'lldap', 'external-secrets', '1password-connect', 'connect'],
    },
    selfhosted: {
      applications: ['miniflux', 'n8n', 'excalidraw', 'glance', 'homepage', 'tandoor'],
    },
    system: {
      applications: ['reloader', 'volsync', 'node-feature-discovery', 'snapshot-controller'],
    },
  },
  loadBalancer: {
    ranges: ['192.168.0.220-192.168.0.239'],
    reserved: {
      '192.168.0.231': 'nginx',
      '192.168.0.238': 'envoy-internal',
      '192.168.0.239': 'envoy-external',
    },
  },
  gateways: {
    'envoy-external': { address: '192.168.0.239', audience: 'public', publish: true },
    'envoy-internal': { address: '192.168.0.238', audience: 'private', publish: false },
  },
  externalDns: { label: 'external-dns.alpha.kubernetes.io/enabled=true' },
  storage: {
    classes: {
      // Three 512 GB drives, every block kept three times.
      'ceph-block': { kind: 'replicated', capacity: '476Gi' },
      'openebs-hostpath': { kind: 'local' },
    },
  },
  cilium: { mode: 'dsr', algorithm: 'maglev', kubeProxyReplacement: true },
  talos: { version: 'v1.12.4', lan: ['192.168.0.0/24'] },
};

export type PresetName = NonNullable<PolicyFile['extends']>;

export const presets: Readonly<Record<PresetName, PolicyFile>> = { pitower, inferred: {} };
