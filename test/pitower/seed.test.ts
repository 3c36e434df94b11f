import { describe, expect, it } from 'vitest';
import { hardwareOf } from '../../scripts/pitower-tables.ts';
import { labelMap, targetOf } from '../../src/model/cluster/dns/publication.ts';
import type { Gateway } from '../../src/model/cluster/gateways/gateways.ts';
import { ofGateway } from '../../src/model/cluster/load-balancers/load-balancers.ts';
import type { Cilium } from '../../src/model/cluster/network/cilium.ts';
import { proxyTargets } from '../../src/model/cluster/network/proxies.ts';
import { applicationOf, type ClusterResource } from '../../src/model/cluster/objects/owned.ts';
import { basename } from '../../src/source/tree.ts';
import { booleanAt, get, getMap, itemsAt, numberAt, textAt } from '../../src/yaml/access.ts';
import { pitowerCluster } from './tree.ts';

const { cluster, policy } = pitowerCluster();

/** One sentence of the architecture overview, what it says, and what the model of the tree says. */
type Fact = readonly [sentence: string, expected: unknown, actual: () => unknown];

const check = (facts: readonly Fact[]): void => {
  it.each(facts)('%s', (_, expected, actual) => expect(actual()).toEqual(expected));
};

const pathOf = (resource: ClusterResource): string => {
  const application = applicationOf(resource);
  return `${application?.category}/${basename(application?.builds[0]?.directory ?? '')}`;
};

/** Every category with the applications that the overview names, by their directories here. */
const CATEGORIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ai: { kagent: 'kagent' },
  banking: {},
  'cert-manager': { 'cert-manager': 'cert-manager' },
  'cloudnative-pg': { 'the CloudNativePG operator': 'cloudnative-pg' },
  'home-automation': {
    'Home Assistant': 'home-assistant',
    Zigbee2MQTT: 'zigbee2mqtt',
    Mosquitto: 'mosquitto',
    'Matter Server': 'matter-server',
    OTBR: 'otbr',
  },
  'kube-system': { Cilium: 'cilium', CoreDNS: 'coredns', 'metrics-server': 'metrics-server' },
  media: {
    Jellyfin: 'jellyfin',
    Sonarr: 'sonarr',
    Radarr: 'radarr',
    Prowlarr: 'prowlarr',
    qBittorrent: 'qbittorrent',
    SABnzbd: 'sabnzbd',
    Autobrr: 'autobrr',
  },
  monitoring: {
    'kube-prometheus-stack': 'kube-prometheus-stack',
    Grafana: 'grafana',
    Loki: 'loki',
    'Fluent Bit': 'fluent-bit',
  },
  networking: {
    'Envoy Gateway': 'envoy-gateway',
    'external-dns': 'external-dns',
    cloudflared: 'cloudflared',
    nginx: 'nginx',
    Tailscale: 'tailscale',
  },
  openebs: { 'OpenEBS local volumes': 'openebs' },
  'rook-ceph': { 'the Rook operator': 'rook-ceph', 'the Ceph cluster': 'rook-ceph-cluster' },
  security: {
    Authelia: 'authelia',
    LLDAP: 'lldap',
    'External Secrets': 'external-secrets',
    '1Password Connect': '1password-connect',
  },
  selfhosted: {
    Miniflux: 'miniflux',
    n8n: 'n8n',
    Excalidraw: 'excalidraw',
    Glance: 'glance',
    Homepage: 'homepage',
    Tandoor: 'tandoor',
  },
  system: {
    Reloader: 'reloader',
    VolSync: 'volsync',
    'Node Feature Discovery': 'node-feature-discovery',
    'snapshot-controller': 'snapshot-controller',
  },
};

describe('categories and applications', () => {
  it('there are 14 categories, each with its ApplicationSet, and no other', () => {
    expect(cluster.applicationSets.map(({ name }) => name).sort()).toEqual(
      Object.keys(CATEGORIES).sort(),
    );
    expect(Object.keys(CATEGORIES)).toHaveLength(14);
  });

  it.each(Object.keys(CATEGORIES))(
    'appset-%s.yaml discovers the directories of its category',
    name => {
      const set = cluster.applicationSets.find(item => item.name === name);
      expect(set?.file).toBe(`pitower/kubernetes/argocd/appset-${name}.yaml`);
      expect(set?.generators.flatMap(({ patterns }) => patterns.map(item => item.pattern))).toEqual(
        [`pitower/kubernetes/apps/${name}/*`],
      );
      expect(set?.problems).toEqual([]);
    },
  );

  const named = Object.entries(CATEGORIES).flatMap(([category, applications]) =>
    Object.entries(applications).map(([name, directory]) => [name, category, directory] as const),
  );
  it.each(named)('%s is deployed in %s', (_, category, directory) => {
    const application = cluster.applications.find(({ builds }) =>
      builds.some(build => build.directory === `pitower/kubernetes/apps/${category}/${directory}`),
    );
    expect(application?.applicationSet?.name).toBe(category);
    expect(application?.destination.namespace?.text).toBe(category);
    const releases = application?.builds.flatMap(build => build.releases) ?? [];
    expect([...releases, ...(application?.resources ?? [])]).not.toEqual([]);
  });

  it('banking has no application', () => {
    const { applications } = cluster;
    expect(applications.filter(({ category }) => category === 'banking')).toEqual([]);
  });
});

const cilium = (read: (installation: Cilium) => unknown) => cluster.cilium.map(read);
const holder = (address: string) =>
  cluster.loadBalancers
    .filter(({ requests }) => requests.some(({ text }) => text === address))
    .map(({ name, resource }) => `${name} of ${pathOf(resource)}`);

describe('addresses and Cilium', () => {
  check([
    [
      'LoadBalancer addresses are 192.168.0.220-192.168.0.239',
      [['192.168.0.220', '192.168.0.239']],
      () =>
        cluster.ipPools.flatMap(({ blocks }) =>
          blocks.map(({ value }) => [textAt(value, 'start'), textAt(value, 'stop')]),
        ),
    ],
    ['192.168.0.231 is nginx', ['nginx of networking/nginx'], () => holder('192.168.0.231')],
    [
      '192.168.0.238 is envoy-internal',
      ['envoy-internal of networking/envoy-gateway'],
      () => holder('192.168.0.238'),
    ],
    [
      '192.168.0.239 is envoy-external',
      ['envoy-external of networking/envoy-gateway'],
      () => holder('192.168.0.239'),
    ],
    ['Cilium announces addresses on layer 2', [true], () => cilium(item => item.l2Announcements)],
    [
      'a policy announces LoadBalancer addresses',
      [true],
      () => cluster.l2Policies.map(({ value }) => booleanAt(value, 'spec', 'loadBalancerIPs')),
    ],
    [
      'Direct Server Return',
      ['dsr'],
      () => cilium(item => item.value('loadBalancer', 'mode')?.text),
    ],
    [
      'Maglev consistent hashing',
      ['maglev'],
      () => cilium(item => item.value('loadBalancer', 'algorithm')?.text),
    ],
    ['Cilium replaces kube-proxy', [true], () => cilium(item => item.replacesKubeProxy)],
    [
      'Talos runs no kube-proxy on any control plane',
      [true, true, true],
      () =>
        cluster.nodes
          .filter(({ role }) => role === 'controlplane')
          .map(({ machine }) => booleanAt(machine, 'cluster', 'proxy', 'disabled')),
    ],
    [
      'Talos brings no CNI on any node',
      ['none'],
      () => distinct(({ machine }) => textAt(machine, 'cluster', 'network', 'cni', 'name')),
    ],
    [
      'Cilium reaches the API servers through KubePrism',
      [['localhost', '7445', [7445]]],
      () =>
        cilium(item => [
          item.value('k8sServiceHost')?.text,
          item.value('k8sServicePort')?.text,
          distinct(({ machine }) => numberAt(machine, 'machine', 'features', 'kubePrism', 'port')),
        ]),
    ],
  ]);
});

const distinct = (read: (node: (typeof cluster.nodes)[number]) => unknown) => [
  ...new Set(cluster.nodes.map(read)),
];

const gateway = (name: string): Gateway => {
  const found = cluster.gateways.find(item => item.name === name);
  if (!found) throw new Error(`there is no gateway ${name}`);
  return found;
};
const requested = (name: string) => ofGateway(gateway(name))?.requests.map(({ text }) => text);
const LABEL = 'external-dns.alpha.kubernetes.io/enabled';
const routesOn = (name: string) =>
  cluster.routes.filter(
    ({ redirects, parents }) => !redirects && parents.some(parent => parent.name.text === name),
  );
const labels = (name: string) => [
  ...new Set(routesOn(name).map(route => labelMap(route.labels).get(LABEL))),
];
const controllers = cluster.dnsControllers;

describe('gateways and names', () => {
  check([
    [
      'there are two gateways',
      ['envoy-external', 'envoy-internal'],
      () => cluster.gateways.map(({ name }) => name).sort(),
    ],
    ['envoy-external has 192.168.0.239', ['192.168.0.239'], () => requested('envoy-external')],
    ['envoy-internal has 192.168.0.238', ['192.168.0.238'], () => requested('envoy-internal')],
    [
      "envoy-external's target is external.example.com",
      'external.example.com',
      () => targetOf(gateway('envoy-external'))?.text,
    ],
    [
      "envoy-internal's target is internal.example.com",
      'internal.example.com',
      () => targetOf(gateway('envoy-internal'))?.text,
    ],
    [
      'envoy-external is public',
      ['public', true],
      () => [policy.gateways?.['envoy-external']?.audience, routesOn('envoy-external').length > 0],
    ],
    [
      'envoy-internal is for LAN and VPN',
      ['private', true],
      () => [policy.gateways?.['envoy-internal']?.audience, routesOn('envoy-internal').length > 0],
    ],
    [
      'both serve names of example.com over HTTPS',
      ['*.example.com', '*.example.com'],
      () =>
        cluster.gateways.flatMap(({ listeners }) =>
          listeners.flatMap(({ protocol, hostname }) =>
            protocol === 'HTTPS' ? hostname?.text : [],
          ),
        ),
    ],
    [
      'the public gateway has the label',
      'true',
      () => labelMap(gateway('envoy-external').labels).get(LABEL),
    ],
    [
      'the private gateway does not',
      undefined,
      () => labelMap(gateway('envoy-internal').labels).get(LABEL),
    ],
    ['every public route has the label', ['true'], () => labels('envoy-external')],
    ['no private route has it', [undefined], () => labels('envoy-internal')],
    [
      'external-dns watches HTTPRoutes with the label',
      [[true, [LABEL], [LABEL]]],
      () =>
        controllers.map(({ sources, labelFilter, gatewayLabelFilter }) => [
          sources.has('gateway-httproute'),
          labelFilter.map(({ key }) => key),
          gatewayLabelFilter.map(({ key }) => key),
        ]),
    ],
    ['external-dns writes to Cloudflare', ['cloudflare'], () => controllers.map(x => x.provider)],
    ['public names are proxied by Cloudflare', [true], () => controllers.map(x => x.proxied)],
  ]);
});

const service = (name: string) => cluster.services.find(item => item.name === name);

describe('the ways in', () => {
  check([
    [
      'published names point at the tunnel',
      [['external.example.com', true]],
      () =>
        cluster.resources
          .ofKind('DNSEndpoint')
          .flatMap(({ value }) => itemsAt(value, 'spec', 'endpoints'))
          .map(endpoint => [
            textAt(endpoint, 'dnsName'),
            textAt(endpoint, 'targets', 0)?.endsWith('.cfargotunnel.com'),
          ]),
    ],
    [
      'the tunnel ends in cloudflared',
      ['networking/cloudflared'],
      () => cluster.tunnels.map(({ resource }) => pathOf(resource)),
    ],
    [
      'cloudflared sends *.example.com to nginx',
      'nginx.networking.svc.cluster.local',
      () =>
        cluster.tunnels
          .flatMap(({ rules }) => rules)
          .find(({ hostname }) => hostname?.text === '*.example.com')?.origin?.host,
    ],
    [
      'nginx sends everything to envoy-external at 192.168.0.239',
      ['192.168.0.239'],
      () => {
        const entry = service('nginx')?.resource;
        return entry && proxyTargets(cluster.resources, entry).map(({ address }) => address);
      },
    ],
    [
      'Tailscale reaches the LAN, 192.168.0.0/24',
      ['192.168.0.0/24'],
      () =>
        cluster.resources
          .ofKind('Connector')
          .map(({ value }) => textAt(value, 'spec', 'subnetRouter', 'advertiseRoutes', 0)),
    ],
  ]);
});

const resource = (kind: string) => cluster.resources.ofKind(kind).map(({ value }) => value);
const provisioner = (name: string) =>
  cluster.storageClasses.find(item => item.name === name)?.provisioner;
const nfs = () =>
  cluster.workloads.flatMap(({ volumes }) =>
    volumes.flatMap(({ value }) => getMap(value, 'nfs') ?? []),
  );

describe('storage', () => {
  check([
    [
      'Ceph has the NVMe drives of the three AM06, one OSD each',
      [
        ['am06-01', 1, 'Acemagician AM06'],
        ['am06-02', 1, 'Acemagician AM06'],
        ['am06-03', 1, 'Acemagician AM06'],
      ],
      () =>
        resource('CephCluster')
          .flatMap(value => itemsAt(value, 'spec', 'storage', 'nodes'))
          .map(item => {
            const name = textAt(item, 'name');
            const node = cluster.nodes.find(other => other.name === name);
            return [name, itemsAt(item, 'devices').length, node && hardwareOf(node)];
          }),
    ],
    [
      'they are NVMe drives of 512 GB',
      [true, true, true],
      () =>
        resource('CephCluster')
          .flatMap(value => itemsAt(value, 'spec', 'storage', 'nodes'))
          .flatMap(item => itemsAt(item, 'devices'))
          .map(device => /nvme-.*512GB/.test(textAt(device, 'name') ?? '')),
    ],
    [
      'Ceph replicates blocks over the three hosts',
      [[3, 'host']],
      () =>
        resource('CephBlockPool').map(value => [
          numberAt(value, 'spec', 'replicated', 'size'),
          textAt(value, 'spec', 'failureDomain'),
        ]),
    ],
    ["ceph-block is Ceph's", 'rook-ceph.rbd.csi.ceph.com', () => provisioner('ceph-block')],
    ["openebs-hostpath is OpenEBS'", 'openebs.io/local', () => provisioner('openebs-hostpath')],
    [
      "OpenEBS' volumes are on the boot SSDs",
      ['am06-01', 'am06-02', 'am06-03', 't440p-01', 't440p-02'],
      () =>
        cluster.nodes
          .filter(({ documents }) =>
            documents.some(
              item =>
                textAt(item, 'kind') === 'UserVolumeConfig' &&
                textAt(item, 'name') === 'openebs' &&
                textAt(item, 'provisioning', 'diskSelector', 'match') === 'system_disk',
            ),
          )
          .map(({ name }) => name),
    ],
    [
      'every claim names one of the two classes',
      ['ceph-block', 'openebs-hostpath'],
      () => [...new Set(cluster.volumeClaims.map(({ className }) => className?.text))].sort(),
    ],
    [
      'the NAS serves media and backups over NFS',
      ['nas.example.com:/volume1/backups', 'nas.example.com:/volume1/media'],
      () => [
        ...new Set(
          nfs()
            .map(value => `${textAt(value, 'server')}:${textAt(value, 'path')}`)
            .sort(),
        ),
      ],
    ],
  ]);
});

const count = (hardware: string) =>
  cluster.nodes.filter(node => hardwareOf(node) === hardware).length;

describe('hardware and Talos', () => {
  check([
    ['Raspberry Pi 4 x4', 4, () => count('Raspberry Pi 4')],
    ['Lenovo T440p x2', 2, () => count('ThinkPad T440p')],
    ['Acemagician AM06 x3', 3, () => count('Acemagician AM06')],
    ['Raspberry Pi 3B+ x1', 1, () => count('Raspberry Pi 3B+')],
    ['ten machines in all', 10, () => cluster.nodes.length],
    [
      'Talos Linux v1.12.4 on every one',
      ['v1.12.4'],
      () => distinct(({ image }) => image?.tag?.text),
    ],
    [
      'Raspberry Pi 4 boards are the control planes',
      ['Raspberry Pi 4', 'Raspberry Pi 4', 'Raspberry Pi 4'],
      () => cluster.nodes.filter(({ role }) => role === 'controlplane').map(hardwareOf),
    ],
    [
      'and a lightweight worker',
      1,
      () =>
        cluster.nodes.filter(
          node => node.role === 'worker' && hardwareOf(node) === 'Raspberry Pi 4',
        ).length,
    ],
    [
      'every address is on the LAN, 192.168.0.0/24',
      [true],
      () => distinct(({ addresses }) => /^192\.168\.0\.\d+\/24$/.test(addresses[0]?.text ?? '')),
    ],
    [
      'machine configuration is generated from talos/patches/',
      true,
      () => cluster.talos.patches.every(({ file }) => file.startsWith('pitower/talos/patches/')),
    ],
    [
      "CoreDNS is the cluster's DNS, and not Talos' own",
      ['kube-dns', true],
      () => [
        cluster.services.find(item => item.name === 'kube-dns')?.name,
        cluster.nodes
          .filter(({ role }) => role === 'controlplane')
          .every(({ machine }) => booleanAt(machine, 'cluster', 'coreDNS', 'disabled')),
      ],
    ],
  ]);
});

describe('GitOps', () => {
  check([
    [
      'everything but the bootstrap comes from an ApplicationSet',
      ['applicationsets', 'bootstrap'],
      () =>
        cluster.applications
          .filter(({ applicationSet }) => !applicationSet)
          .map(({ name }) => name.text)
          .sort(),
    ],
    [
      'a change in Git is applied by itself, everywhere',
      [true],
      () => [
        ...new Set(
          cluster.applications.map(
            ({ value }) => get(value, 'spec', 'syncPolicy', 'automated') !== undefined,
          ),
        ),
      ],
    ],
  ]);
});
