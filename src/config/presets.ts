import type { CategoryPolicy, PolicyFile } from './policy.ts';

/** A category of applications that belong there and are all deployed. */
const every = (...names: string[]): CategoryPolicy => ({ applications: names, required: names });

/**
 * The reference cluster as policy. It pins what is the same for everyone who runs that cluster;
 * what differs from site to site (the domain, NFS names, further gateways) stays inferred.
 */
const pitower: PolicyFile = {
  categories: {
    ai: every('kagent'),
    banking: { empty: true },
    'cert-manager': every('cert-manager'),
    'cloudnative-pg': every('cloudnative-pg'),
    'home-automation': every('home-assistant', 'zigbee2mqtt', 'mosquitto', 'matter-server', 'otbr'),
    'kube-system': every('cilium', 'coredns', 'metrics-server'),
    media: every('jellyfin', 'sonarr', 'radarr', 'prowlarr', 'qbittorrent', 'sabnzbd', 'autobrr'),
    monitoring: every('kube-prometheus-stack', 'grafana', 'loki', 'fluent-bit'),
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
      required: [
        ['envoy-gateway', 'gateway-helm'],
        'external-dns',
        'cloudflared',
        ['nginx', 'ingress-nginx'],
        ['tailscale', 'tailscale-operator'],
      ],
    },
    openebs: every('openebs'),
    'rook-ceph': every('rook-ceph', 'rook-ceph-cluster'),
    security: {
      applications: ['authelia', 'lldap', 'external-secrets', '1password-connect', 'connect'],
      required: [
        'authelia',
        'lldap',
        'external-secrets',
        ['1password-connect', 'onepassword-connect', 'connect'],
      ],
    },
    selfhosted: every('miniflux', 'n8n', 'excalidraw', 'glance', 'homepage', 'tandoor'),
    system: every('reloader', 'volsync', 'node-feature-discovery', 'snapshot-controller'),
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
  externalDns: {
    label: 'external-dns.alpha.kubernetes.io/enabled=true',
    both: true,
    provider: 'cloudflare',
  },
  storage: {
    classes: {
      // Three 512 GB drives, every block kept three times.
      'ceph-block': { kind: 'replicated', capacity: '476Gi', copies: 3 },
      'openebs-hostpath': { kind: 'local' },
    },
  },
  cilium: { mode: 'dsr', algorithm: 'maglev', kubeProxyReplacement: true },
  talos: {
    version: 'v1.12.4',
    lan: ['192.168.0.0/24'],
    machines: {
      'Raspberry Pi 4': { count: 4, names: ['rpi4', 'pi4'], controlPlane: true },
      'Lenovo T440p': { count: 2, names: ['t440p'] },
      'Acemagician AM06': { count: 3, names: ['am06'], ceph: true },
      'Raspberry Pi 3B+': { count: 1, names: ['rpi3', 'pi3'] },
    },
  },
};

export const PRESETS = ['pitower', 'inferred'] as const;
export type PresetName = (typeof PRESETS)[number];

export const isPreset = (name: string): name is PresetName =>
  (PRESETS as readonly string[]).includes(name);

export const presets: Readonly<Record<PresetName, PolicyFile>> = { pitower, inferred: {} };
