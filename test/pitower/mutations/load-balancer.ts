import { app, edit, type Mutation } from './mutation.ts';

const JELLYFIN = `${app('media/jellyfin')}/values.yaml`;
const CILIUM = `${app('kube-system/cilium')}/values.yaml`;
const POOL = `${app('kube-system/cilium')}/loadbalancer.yaml`;
const NGINX = `${app('networking/nginx')}/values.yaml`;
const EXTERNAL = `${app('networking/envoy-gateway')}/external.yaml`;
const IPS = 'lbipam.cilium.io/ips';

const jellyfinAt = (address: string) => edit(JELLYFIN, ['192.168.0.229', address]);

export const loadBalancer: readonly Mutation[] = [
  {
    name: 'an address outside the range',
    change: jellyfinAt('192.168.0.250'),
    sees: [['loadbalancer/ip-in-pool', '192.168.0.250']],
  },
  {
    name: 'an address right below the range',
    change: jellyfinAt('192.168.0.219'),
    sees: [['loadbalancer/ip-in-pool', '192.168.0.219']],
  },
  {
    name: 'an address that a node has',
    change: jellyfinAt('192.168.0.207'),
    sees: [
      ['loadbalancer/ip-in-pool', '192.168.0.207'],
      ['loadbalancer/ip-reserved', '192.168.0.207'],
    ],
  },
  {
    name: 'an address used twice',
    change: jellyfinAt('192.168.0.226'),
    sees: [['loadbalancer/ip-conflict', '192.168.0.226']],
  },
  {
    name: "the internal gateway's address",
    change: jellyfinAt('192.168.0.238'),
    sees: [
      ['loadbalancer/ip-reserved', '192.168.0.238'],
      [
        'loadbalancer/ip-conflict',
        '192.168.0.238',
        'kubernetes/apps/networking/envoy-gateway/internal.yaml',
      ],
    ],
  },
  {
    name: 'what is no address',
    change: jellyfinAt('192.168.0.2229'),
    sees: [['loadbalancer/invalid-ip', '192.168.0.2229']],
  },
  {
    name: 'nginx at another address than its own, which is free then for the taking',
    change: { ...edit(NGINX, ['192.168.0.231', '192.168.0.230']), ...jellyfinAt('192.168.0.231') },
    sees: [
      ['loadbalancer/ip-reserved', '192.168.0.231', 'kubernetes/apps/media/jellyfin/values.yaml'],
      ['gateway/external-path', '192.168.0.230', 'kubernetes/apps/networking/nginx/values.yaml'],
    ],
  },
  {
    name: 'a Service that lets the pool choose',
    change: edit(JELLYFIN, [
      `      ${IPS}: 192.168.0.229\n`,
      '      pitower.example.com/use: tv\n',
    ]),
    sees: [['loadbalancer/unpinned', 'LoadBalancer']],
  },
  {
    name: 'a misspelt annotation',
    change: edit(JELLYFIN, [IPS, 'lbipam.cilium.io/ip']),
    sees: [['loadbalancer/annotation-name', 'lbipam.cilium.io/ip']],
  },
  {
    name: 'the deprecated annotation',
    change: edit(JELLYFIN, [IPS, 'io.cilium/lb-ipam-ips']),
    sees: [['loadbalancer/annotation-name', 'io.cilium/lb-ipam-ips']],
  },
  {
    name: 'the annotation on a Service that is no load balancer',
    change: edit(JELLYFIN, ['    type: LoadBalancer\n', '']),
    sees: [['loadbalancer/annotation-misplaced', 'lbipam.cilium.io/ips']],
  },
  {
    name: 'the annotation on the Gateway itself',
    change: edit(
      EXTERNAL,
      [`      ${IPS}: 192.168.0.239\n`, ''],
      [
        '    external-dns.alpha.kubernetes.io/target: external.example.com\n',
        `    external-dns.alpha.kubernetes.io/target: external.example.com\n    ${IPS}: 192.168.0.239\n`,
      ],
    ),
    sees: [
      ['loadbalancer/unpinned', 'Gateway'],
      ['gateway/address', 'envoy-external'],
      ['loadbalancer/annotation-misplaced', 'lbipam.cilium.io/ips'],
    ],
  },
  {
    name: 'a Service that only answers on the node that announces it',
    change: edit(`${app('networking/k8s-gateway')}/values.yaml`, [
      'externalTrafficPolicy: Cluster',
      'externalTrafficPolicy: Local',
    ]),
    sees: [['loadbalancer/traffic-policy', 'Local']],
  },
  {
    name: 'a pool beyond the range',
    change: edit(POOL, ['stop: 192.168.0.239', 'stop: 192.168.0.249']),
    sees: [['loadbalancer/pool', '192.168.0.249']],
  },
  {
    name: 'a pool that ends before it starts',
    change: edit(POOL, ['start: 192.168.0.220', 'start: 192.168.0.240']),
    // What the block was to hold needs no change.
    sees: [['loadbalancer/pool', 'start: 192.168.0.240']],
  },
  {
    name: 'l2announcements off',
    change: edit(CILIUM, [
      'l2announcements:\n  enabled: true',
      'l2announcements:\n  enabled: false',
    ]),
    sees: [['loadbalancer/announcement', 'false']],
  },
  {
    name: 'a policy that announces no load balancer',
    change: edit(POOL, ['loadBalancerIPs: true', 'loadBalancerIPs: false']),
    sees: [
      ['loadbalancer/announcement', 'app', 'kubernetes/apps/home-automation/mosquitto/values.yaml'],
      ['loadbalancer/announcement', 'spec'],
      ['loadbalancer/announcement', 'app', 'kubernetes/apps/media/jellyfin/values.yaml'],
      [
        'loadbalancer/announcement',
        'spec',
        'kubernetes/apps/networking/envoy-gateway/external.yaml',
      ],
      [
        'loadbalancer/announcement',
        'spec',
        'kubernetes/apps/networking/envoy-gateway/internal.yaml',
      ],
      [
        'loadbalancer/announcement',
        'service',
        'kubernetes/apps/networking/k8s-gateway/values.yaml',
      ],
      ['loadbalancer/announcement', 'app', 'kubernetes/apps/networking/nginx/values.yaml'],
    ],
  },
  {
    name: 'source NAT instead of direct server return',
    change: edit(CILIUM, ['mode: dsr', 'mode: snat']),
    sees: [['loadbalancer/mode', 'snat']],
  },
  {
    name: 'random instead of Maglev',
    change: edit(CILIUM, ['algorithm: maglev', 'algorithm: random']),
    sees: [['loadbalancer/mode', 'random']],
  },
  {
    name: 'direct server return through a tunnel',
    change: edit(CILIUM, ['routingMode: native', 'routingMode: tunnel']),
    sees: [['loadbalancer/mode', 'dsr']],
  },
  {
    name: 'Cilium beside kube-proxy',
    change: edit(CILIUM, ['kubeProxyReplacement: true', 'kubeProxyReplacement: false']),
    sees: [
      ['loadbalancer/mode', 'false'],
      ['talos/cni', 'true', 'talos/patches/controlplane.yaml'],
    ],
  },
];
