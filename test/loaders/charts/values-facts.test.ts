import { describe, expect, it } from 'vitest';
import { cilium } from '../../../src/loaders/charts/models/cilium.ts';
import { toCilium } from '../../../src/model/cluster/network/cilium.ts';
import { textOf } from '../../../src/source/text.ts';
import { get, itemsAt } from '../../../src/yaml/access.ts';
import { placeOf } from '../../../src/yaml/located.ts';
import { type ReleaseText, type Rendered, release, render } from './support.ts';

// What the values of real releases make, and the look-alikes that make nothing. Names, addresses
// and hosts are examples; the shapes are those of the charts' own templates.

interface Vector extends Omit<ReleaseText, 'values'> {
  readonly n: number;
  readonly title: string;
  readonly values?: string;
  readonly check: (rendered: Rendered) => void;
}

const PARENTS = 'parentRefs: [{ name: envoy-internal, namespace: networking, sectionName: https }]';
const PARENT = { name: 'envoy-internal', namespace: 'networking', sectionName: 'https' };
const kinds = (rendered: Rendered): string[] => [
  ...new Set(rendered.ids.map(id => id.split('/')[0] ?? '')),
];
const none =
  (...absent: readonly string[]) =>
  (rendered: Rendered) =>
    expect(rendered.of(...absent)).toEqual([]);
const isWhole = (rendered: Rendered, kind: string): boolean =>
  rendered.complete === 'all' || rendered.complete.has(kind);
const args = (rendered: Rendered): unknown =>
  rendered.at('Deployment/external-dns', 'spec', 'template', 'spec', 'containers', 0, 'args');
const DNS = {
  chart: 'external-dns',
  version: '1.21.1',
  name: 'external-dns',
  namespace: 'networking',
};
const NGINX = { chart: 'ingress-nginx', name: 'nginx-internal', namespace: 'networking' };
const ROOK = { chart: 'rook-ceph-cluster', name: 'rook-ceph', namespace: 'rook-ceph' };
const CILIUM = { chart: 'cilium', name: 'cilium', namespace: 'kube-system' };
const STACK = {
  chart: 'kube-prometheus-stack',
  name: 'kube-prometheus-stack',
  namespace: 'monitoring',
};
const GRAFANA = { chart: 'grafana', name: 'grafana', namespace: 'monitoring' };
const LOKI = { chart: 'loki', name: 'loki', namespace: 'monitoring' };
const ARGO = { chart: 'argo-cd', name: 'argocd', namespace: 'argocd' };
const POD = ['spec', 'template', 'spec'] as const;
const DEFAULT_CLASS = [
  'metadata',
  'annotations',
  'storageclass.kubernetes.io/is-default-class',
] as const;

const VECTORS: readonly Vector[] = [
  {
    n: 2,
    title: 'a gateway class that may exist',
    ...CILIUM,
    values: 'gatewayAPI: { enabled: true }',
    check: rendered => {
      expect(rendered.of('GatewayClass')).toEqual([]);
      expect(isWhole(rendered, 'GatewayClass')).toBe(false);
    },
  },
  {
    n: 2,
    title: 'and one that does not',
    ...CILIUM,
    values: 'gatewayAPI: { enabled: true, gatewayClass: { create: "false" } }',
    check: rendered => {
      expect(rendered.of('GatewayClass')).toEqual([]);
      expect(isWhole(rendered, 'GatewayClass')).toBe(true);
    },
  },
  {
    n: 3,
    title: 'a disabled ingress controller',
    ...CILIUM,
    values:
      'ingressController: { enabled: false, default: true, service: { annotations: { io.cilium/lb-ipam-ips: 192.0.2.1 } } }',
    check: rendered => {
      expect(rendered.of('IngressClass')).toEqual([]);
      expect(rendered.ids).not.toContain('Service/cilium-ingress');
    },
  },
  {
    n: 4,
    title: 'a storage class below a disabled parent',
    ...CILIUM,
    values:
      'authentication: { enabled: false, mutual: { spire: { install: { server: { dataStorage: { storageClass: cilium-spire-sc } } } } } }',
    check: none('StorageClass', 'PersistentVolumeClaim', 'StatefulSet'),
  },
  {
    n: 5,
    title: 'enabled as a list',
    ...CILIUM,
    values: 'hubble: { metrics: { enabled: ["dns:query", drop] } }',
    check: ({ ids }) => expect(ids).toContain('Service/hubble-peer'),
  },
  {
    n: 7,
    title: 'the provider as a string',
    ...DNS,
    values: 'provider: cloudflare',
    check: rendered => expect(args(rendered)).toContain('--provider=cloudflare'),
  },
  {
    n: 7,
    title: 'and as a map, with its second container',
    ...DNS,
    values: 'provider: { name: webhook, webhook: { env: [{ name: A, value: b }] } }',
    check: rendered => {
      expect(args(rendered)).toContain('--provider=webhook');
      expect(rendered.at('Deployment/external-dns', ...POD, 'containers', 1, 'env')).toEqual([
        { name: 'A', value: 'b' },
      ]);
    },
  },
  {
    n: 8,
    title: 'sources replace the default',
    ...DNS,
    values: 'sources: [crd, gateway-httproute]',
    check: rendered => {
      const sources = (args(rendered) as string[]).filter(arg => arg.startsWith('--source='));
      expect(sources).toEqual(['--source=crd', '--source=gateway-httproute']);
    },
  },
  {
    n: 9,
    title: 'the defaults',
    ...DNS,
    check: rendered => {
      expect(args(rendered)).toEqual(
        expect.arrayContaining(['--source=service', '--source=ingress', '--policy=upsert-only']),
      );
      expect(rendered.at('Deployment/external-dns', ...POD, 'containers', 0, 'image')).toBe(
        'registry.k8s.io/external-dns/external-dns:v0.21.0',
      );
    },
  },
  {
    n: 10,
    title: 'arguments word by word',
    ...DNS,
    values: 'extraArgs: ["--gateway-label-filter=external-dns-gateway=gateway-external"]',
    check: rendered =>
      expect(args(rendered)).toContain(
        '--gateway-label-filter=external-dns-gateway=gateway-external',
      ),
  },
  {
    n: 11,
    title: 'arguments as a map',
    ...DNS,
    values: 'extraArgs: { cloudflare-proxied: false, zone: [a, b], bare: null }',
    check: rendered =>
      expect(args(rendered)).toEqual(
        expect.arrayContaining(['--no-cloudflare-proxied', '--zone=a', '--zone=b', '--bare']),
      ),
  },
  {
    n: 12,
    title: 'a key that the chart does not have',
    ...DNS,
    values: 'cloudflare: { proxied: true }',
    check: rendered =>
      expect((args(rendered) as string[]).some(arg => arg.includes('cloudflare'))).toBe(false),
  },
  {
    n: 13,
    title: 'two releases with one owner and two providers',
    ...DNS,
    values: 'provider: webhook\ntxtOwnerId: default',
    check: rendered => {
      const other = render({
        ...DNS,
        name: 'external-dns-cloudflare',
        values: 'provider: cloudflare\ntxtOwnerId: default',
      });
      expect(rendered.messages.concat(other.messages)).toEqual([]);
      expect(other.of('Deployment')).toEqual(['Deployment/external-dns-cloudflare']);
    },
  },
  {
    n: 14,
    title: 'an ingress class',
    ...NGINX,
    values:
      'fullnameOverride: nginx-internal\ncontroller: { ingressClassResource: { name: internal, default: true } }',
    check: ({ ids, at }) => {
      expect(ids).toEqual(
        expect.arrayContaining(['IngressClass/internal', 'Service/nginx-internal-controller']),
      );
      expect(at('IngressClass/internal', 'metadata', 'annotations')).toEqual({
        'ingressclass.kubernetes.io/is-default-class': 'true',
      });
      expect(at('Service/nginx-internal-controller', 'metadata', 'namespace')).toBe('networking');
    },
  },
  {
    n: 15,
    title: 'a load balancer by the chart default',
    ...NGINX,
    values:
      'fullnameOverride: nginx\ncontroller: { service: { annotations: { lbipam.cilium.io/ips: 192.168.0.221 } } }',
    check: ({ at, object }) => {
      expect(at('Service/nginx-controller', 'spec', 'type')).toBe('LoadBalancer');
      expect(at('Service/nginx-controller', 'metadata', 'annotations')).toEqual({
        'lbipam.cilium.io/ips': '192.168.0.221',
      });
      expect(object('Service/nginx-controller').partial).toBe(true);
    },
  },
  {
    n: 16,
    title: 'the default certificate',
    ...NGINX,
    values:
      'fullnameOverride: nginx\ncontroller: { extraArgs: { default-ssl-certificate: networking/x } }',
    check: ({ at }) =>
      expect(at('Deployment/nginx-controller', ...POD, 'containers', 0, 'args')).toEqual([
        '--default-ssl-certificate=networking/x',
      ]),
  },
  {
    n: 17,
    title: 'the class of the defaults',
    ...NGINX,
    check: ({ at }) => expect(at('IngressClass/nginx', 'metadata', 'annotations')).toBeUndefined(),
  },
  {
    n: 18,
    title: 'a gateway controller without classes',
    chart: 'gateway-helm',
    name: 'envoy-gateway',
    namespace: 'networking',
    values:
      'config: { envoyGateway: { provider: { kubernetes: { deploy: { type: GatewayNamespace } } } } }',
    check: rendered => {
      expect(rendered.of('GatewayClass', 'Gateway')).toEqual([]);
      expect(isWhole(rendered, 'GatewayClass')).toBe(true);
    },
  },
  {
    n: 19,
    title: 'pools by default, the others emptied',
    ...ROOK,
    values: 'cephFileSystems: []\ncephObjectStores: []',
    check: rendered => {
      expect(rendered.of('StorageClass')).toEqual(['StorageClass/ceph-block']);
      expect(rendered.at('StorageClass/ceph-block', ...DEFAULT_CLASS)).toBe('true');
      expect(rendered.source('StorageClass/ceph-block', 'metadata', 'name')).toBe(
        'rook-ceph-cluster',
      );
      expect(rendered.at('StorageClass/ceph-block', 'provisioner')).toBe(
        'rook-ceph.rbd.csi.ceph.com',
      );
      expect(isWhole(rendered, 'StorageClass')).toBe(true);
    },
  },
  {
    n: 20,
    title: 'a snapshot class',
    ...ROOK,
    values: 'cephBlockPoolsVolumeSnapshotClass: { enabled: true, name: csi-ceph-blockpool }',
    check: ({ of, at }) => {
      expect(of('VolumeSnapshotClass')).toEqual(['VolumeSnapshotClass/csi-ceph-blockpool']);
      expect(
        at('VolumeSnapshotClass/csi-ceph-blockpool', 'metadata', 'annotations'),
      ).toBeUndefined();
    },
  },
  {
    n: 21,
    title: 'an empty route and an empty ingress',
    ...ROOK,
    values: 'route: { dashboard: {} }\ningress: { dashboard: {} }',
    check: none('HTTPRoute', 'Ingress'),
  },
  {
    n: 22,
    title: 'a route to the dashboard',
    ...ROOK,
    values:
      'route: { dashboard: { host: { name: ceph.example.com }, parentRefs: [{ name: gw }] } }',
    check: ({ of, at }) => {
      const [id = ''] = of('HTTPRoute');
      expect(at(id, 'spec')).toEqual({
        parentRefs: [{ name: 'gw' }],
        hostnames: ['ceph.example.com'],
        rules: [{ backendRefs: [{ name: 'rook-ceph-mgr-dashboard', port: 8443 }] }],
      });
    },
  },
  {
    n: 23,
    title: 'a hostpath class',
    chart: 'openebs',
    name: 'openebs',
    namespace: 'openebs',
    values:
      'localpv-provisioner: { localpv: { basePath: &p /var/mnt/local }, hostpathClass: { enabled: true, name: openebs-hostpath, isDefaultClass: false, basePath: *p } }',
    check: ({ at, source }) => {
      const id = 'StorageClass/openebs-hostpath';
      expect(at(id, ...DEFAULT_CLASS)).toBeUndefined();
      expect(at(id, 'metadata', 'annotations', 'cas.openebs.io/config')).toContain(
        '"/var/mnt/local"',
      );
      expect(source(id, 'metadata', 'annotations', 'cas.openebs.io/config')).toBe('*p');
    },
  },
  {
    n: 23,
    title: 'a hostpath class that is off',
    chart: 'openebs',
    name: 'openebs',
    namespace: 'openebs',
    values: 'localpv-provisioner: { hostpathClass: { enabled: false } }',
    check: none('StorageClass'),
  },
  {
    n: 24,
    title: 'classes as a list',
    chart: 'proxmox-csi-plugin',
    name: 'proxmox-csi',
    namespace: 'csi-proxmox',
    values:
      'storageClass: [{ name: proxmox-csi, storage: Nvme1, reclaimPolicy: Retain, default: true }, { name: proxmox-csi-2, storage: Nvme2 }]',
    check: ({ of, at }) => {
      expect(of('StorageClass')).toEqual([
        'StorageClass/proxmox-csi',
        'StorageClass/proxmox-csi-2',
      ]);
      expect(at('StorageClass/proxmox-csi', ...DEFAULT_CLASS)).toBe('true');
      expect(at('StorageClass/proxmox-csi-2', ...DEFAULT_CLASS)).toBeUndefined();
      expect(of('PersistentVolumeClaim')).toEqual([]);
    },
  },
  {
    n: 25,
    title: 'longhorn',
    chart: 'longhorn',
    name: 'longhorn',
    namespace: 'longhorn-system',
    values: 'persistence: { defaultClass: true }',
    check: ({ at }) => expect(at('StorageClass/longhorn', ...DEFAULT_CLASS)).toBe('true'),
  },
  {
    n: 25,
    title: 'a class as a map that is not created',
    chart: 'csi-driver-nfs',
    name: 'csi-driver-nfs',
    namespace: 'kube-system',
    values: 'storageClass: { create: false }',
    check: none('StorageClass'),
  },
  {
    n: 26,
    title: 'a keyed route',
    ...STACK,
    values: `prometheus: { route: { main: { enabled: true, hostnames: [prometheus.example.com], ${PARENTS} } } }`,
    check: ({ at }) => {
      const id = 'HTTPRoute/kube-prometheus-stack-prometheus';
      expect(at(id, 'spec', 'parentRefs')).toEqual([PARENT]);
      expect(at(id, 'spec', 'hostnames')).toEqual(['prometheus.example.com']);
      expect(at(id, 'spec', 'rules', 0, 'backendRefs', 0)).toEqual({
        name: 'kube-prometheus-stack-prometheus',
        port: 9090,
      });
    },
  },
  {
    n: 27,
    title: "the name of Grafana's port",
    ...STACK,
    version: '45.31.1',
    values: '{}',
    check: ({ at }) => {
      const id = 'Service/kube-prometheus-stack-grafana';
      expect(at(id, 'spec', 'ports', 0, 'name')).toBe('http-web');
    },
  },
  {
    n: 27,
    title: "the name of Grafana's port, before",
    ...STACK,
    version: '20.0.1',
    values: '{}',
    check: ({ at }) => {
      const id = 'Service/kube-prometheus-stack-grafana';
      expect(at(id, 'spec', 'ports', 0, 'name')).toBe('service');
    },
  },
  {
    n: 27,
    title: 'a claim that the operator makes',
    ...STACK,
    values:
      'grafana: { enabled: false }\nprometheus: { prometheusSpec: { storageSpec: { volumeClaimTemplate: { spec: { storageClassName: openebs-hostpath, resources: { requests: { storage: 50Gi } } } } } } }',
    check: ({ at, of }) => {
      expect(
        at(
          'Prometheus/kube-prometheus-stack-prometheus',
          'spec',
          'storage',
          'volumeClaimTemplate',
          'spec',
        ),
      ).toEqual({
        storageClassName: 'openebs-hostpath',
        resources: { requests: { storage: '50Gi' } },
      });
      expect(of('PersistentVolumeClaim')).toEqual([]);
    },
  },
  {
    n: 28,
    title: "Alertmanager's routing tree",
    ...STACK,
    values: 'alertmanager: { config: { route: { receiver: keep } } }',
    check: none('HTTPRoute'),
  },
  {
    n: 29,
    title: 'a disabled subchart',
    ...STACK,
    values: 'grafana: { enabled: false, persistence: { enabled: true, storageClassName: x } }',
    check: none('PersistentVolumeClaim', 'Deployment'),
  },
  {
    n: 30,
    title: "Grafana's route",
    ...GRAFANA,
    values: `route: { main: { enabled: true, hostnames: [grafana.example.com], ${PARENTS} } }`,
    check: ({ of }) => expect(of('HTTPRoute')).toEqual(['HTTPRoute/grafana']),
  },
  {
    n: 31,
    title: 'an existing claim',
    ...GRAFANA,
    values: 'persistence: { enabled: true, existingClaim: "y" }',
    check: ({ of, at }) => {
      expect(of('PersistentVolumeClaim')).toEqual([]);
      expect(at('Deployment/grafana', ...POD, 'volumes')).toEqual([
        { name: 'storage', persistentVolumeClaim: { claimName: 'y' } },
      ]);
    },
  },
  {
    n: 32,
    title: 'Secrets',
    ...GRAFANA,
    values: 'admin: { existingSecret: grafana-admin }\nenvFromSecret: grafana-secrets',
    check: ({ at }) => {
      const container = [...POD, 'containers', 0] as const;
      expect(at('Deployment/grafana', ...container, 'envFrom')).toEqual([
        { secretRef: { name: 'grafana-secrets' } },
      ]);
      expect(at('Deployment/grafana', ...container, 'env', 0, 'valueFrom', 'secretKeyRef')).toEqual(
        {
          name: 'grafana-admin',
          key: 'admin-user',
        },
      );
    },
  },
  {
    n: 33,
    title: 'an nginx called gateway',
    ...LOKI,
    values:
      'gateway: { service: { type: LoadBalancer, annotations: { lbipam.cilium.io/ips: 192.168.10.48 } } }',
    check: ({ at, of }) => {
      expect(at('Service/loki-gateway', 'spec', 'type')).toBe('LoadBalancer');
      expect(at('Service/loki-gateway', 'metadata', 'annotations')).toEqual({
        'lbipam.cilium.io/ips': '192.168.10.48',
      });
      expect(of('HTTPRoute', 'Gateway')).toEqual([]);
    },
  },
  {
    n: 34,
    title: 'targets without pods',
    ...LOKI,
    values:
      'deploymentMode: SingleBinary\ngateway: { replicas: 0 }\nread: { replicas: 0 }\nwrite: { replicas: 0 }',
    check: rendered => {
      expect(rendered.of('StatefulSet', 'Deployment')).toEqual([]);
      expect(rendered.messages).toEqual([]);
    },
  },
  {
    n: 35,
    title: 'no class at all',
    ...LOKI,
    values: 'singleBinary: { persistence: { storageClass: "-" } }',
    check: ({ at }) =>
      expect(
        at('StatefulSet/loki', 'spec', 'volumeClaimTemplates', 0, 'spec', 'storageClassName'),
      ).toBe(''),
  },
  ...(['--enable-helm --load-restrictor LoadRestrictionsNone', '--enable-helm'] as const).map(
    (options, i): Vector => ({
      n: 36 + i,
      title: 'build options',
      ...ARGO,
      values: `configs: { cm: { kustomize.buildOptions: "${options}" } }`,
      check: ({ at, source }) => {
        const path = ['data', 'kustomize.buildOptions'] as const;
        expect(at('ConfigMap/argocd-cm', ...path)).toBe(options);
        expect(source('ConfigMap/argocd-cm', ...path)).toBe(`"${options}"`);
      },
    }),
  ),
  {
    n: 38,
    title: 'a plugin in place of build options',
    ...ARGO,
    values:
      'configs: { cmp: { create: true, plugins: { helm: { generate: { command: [kustomize] } } } } }',
    check: ({ at }) => expect(at('ConfigMap/argocd-cm', 'data')).toBeUndefined(),
  },
  {
    n: 39,
    title: 'a disabled ingress of an old class',
    ...ARGO,
    values: 'applicationSet: { ingress: { enabled: false, ingressClassName: external } }',
    check: none('Ingress'),
  },
  {
    n: 40,
    title: 'a Secret inside a string',
    ...ARGO,
    values:
      'configs: { cm: { dex.config: "clientID: $argocd-secret-custom:dex.github.clientID" } }',
    check: ({ at }) =>
      expect(at('ConfigMap/argocd-cm', 'data', 'dex.config')).toContain('$argocd-secret-custom:'),
  },
  {
    n: 41,
    title: 'a Secret that must exist',
    chart: 'tailscale-operator',
    name: 'tailscale-operator',
    namespace: 'networking',
    values: 'operatorConfig: { hostname: tailscale-operator }',
    check: rendered => {
      expect(rendered.ids).toContain('IngressClass/tailscale');
      expect(rendered.at('Deployment/operator', ...POD, 'volumes', 0, 'secret')).toEqual({
        secretName: 'operator-oauth',
      });
      expect(rendered.of('Secret', 'HTTPRoute', 'Ingress')).toEqual([]);
    },
  },
  {
    n: 42,
    title: 'connect with its operator',
    chart: 'connect',
    name: '1password-connect',
    namespace: 'security',
    values:
      'connect: { credentialsName: my-credentials }\noperator: { create: true, token: { name: my-token } }',
    check: ({ at }) => {
      expect(at('Deployment/onepassword-connect', ...POD, 'volumes', 0, 'secret')).toEqual({
        secretName: 'my-credentials',
      });
      expect(
        at(
          'Deployment/onepassword-connect-operator',
          ...POD,
          'containers',
          0,
          'env',
          0,
          'valueFrom',
          'secretKeyRef',
          'name',
        ),
      ).toBe('my-token');
      expect(at('Service/onepassword-connect', 'spec', 'type')).toBe('NodePort');
    },
  },
  {
    n: 43,
    title: 'connect by default',
    chart: 'connect',
    name: '1password-connect',
    namespace: 'security',
    values: 'connect: { create: true }',
    check: ({ at }) => {
      const id = 'Deployment/onepassword-connect';
      expect(at(id, ...POD, 'volumes', 0, 'secret')).toEqual({ secretName: 'op-credentials' });
      expect(at(id, 'metadata', 'namespace')).toBe('security');
    },
  },
  {
    n: 44,
    title: 'a DNS server',
    chart: 'k8s-gateway',
    name: 'k8s-gateway',
    namespace: 'kube-system',
    values:
      'domain: example.com\nwatchedResources: [Ingress, Service, HTTPRoute]\nservice: { annotations: { io.cilium/lb-ipam-ips: 192.168.0.220 } }',
    check: ({ at }) => {
      expect(at('Service/k8s-gateway', 'spec', 'type')).toBe('LoadBalancer');
      expect(at('Service/k8s-gateway', 'spec', 'ports')).toEqual([
        { name: 'dns-udp', port: 53, protocol: 'UDP' },
      ]);
      expect(at('Service/k8s-gateway', 'metadata', 'annotations')).toEqual({
        'io.cilium/lb-ipam-ips': '192.168.0.220',
      });
    },
  },
  {
    n: 45,
    title: 'the cluster DNS address',
    chart: 'coredns',
    name: 'coredns',
    namespace: 'kube-system',
    values: 'service: { name: kube-dns, clusterIP: 10.96.0.10 }',
    check: ({ at }) =>
      expect(at('Service/kube-dns', 'spec')).toEqual({
        type: 'ClusterIP',
        clusterIP: '10.96.0.10',
      }),
  },
  {
    n: 46,
    title: 'a type that is not read',
    chart: 'coredns',
    name: 'coredns',
    namespace: 'kube-system',
    values: 'service: { type: LoadBalancer }',
    check: ({ at }) => expect(at('Service/coredns', 'spec', 'type')).toBe('ClusterIP'),
  },
  {
    n: 47,
    title: 'a configuration that looks like an object',
    chart: 'cert-manager',
    name: 'cert-manager',
    namespace: 'cert-manager',
    values:
      'config: { apiVersion: controller.config.cert-manager.io/v1alpha1, kind: ControllerConfiguration, enableGatewayAPI: true }',
    check: none('ControllerConfiguration'),
  },
  {
    n: 48,
    title: 'no resource definitions',
    chart: 'cert-manager',
    name: 'cert-manager',
    namespace: 'cert-manager',
    check: rendered => expect(isWhole(rendered, 'CustomResourceDefinition')).toBe(true),
  },
  {
    n: 49,
    title: 'replicas at a key that the chart does not read',
    chart: 'snapshot-controller',
    name: 'snapshot-controller',
    namespace: 'kube-system',
    values: 'replicaCount: 2',
    check: ({ source }) =>
      expect(source('Deployment/snapshot-controller', 'spec', 'replicas')).toBe(
        'snapshot-controller',
      ),
  },
  {
    n: 50,
    title: 'a route with a gateway in place of parents',
    chart: 'garrison',
    name: 'garrison',
    namespace: 'garrison',
    values:
      'httpRoute: { hostname: a.example.com, gateway: { name: envoy-internal, namespace: networking, sectionName: https } }',
    check: ({ of, at }) => {
      const [id = ''] = of('HTTPRoute');
      expect(at(id, 'spec')).toEqual({ parentRefs: [PARENT], hostnames: ['a.example.com'] });
    },
  },
  {
    n: 51,
    title: 'one map for five routes',
    chart: 'netbird',
    name: 'netbird',
    namespace: 'netbird',
    values: `gateway-route: &route
  enabled: true
  parentRefs: [{ name: internal, namespace: gateway }, { name: external, namespace: gateway }]
  hostnames: [netbird.example.com]
management: { httpRoute: *route, grpcRoute: *route }
signal: { httpRoute: *route, grpcRoute: *route }
dashboard: { httpRoute: *route }
`,
    check: rendered => {
      expect(rendered.of('HTTPRoute')).toHaveLength(3);
      expect(rendered.of('GRPCRoute')).toHaveLength(2);
      const hosts = rendered.ids.map(id => rendered.at(id, 'spec', 'hostnames', 0));
      expect(new Set(hosts)).toEqual(new Set(['netbird.example.com']));
    },
  },
  {
    n: 52,
    title: 'an existing claim by create: false',
    chart: 'forgejo',
    name: 'forgejo',
    namespace: 'dev',
    values:
      'persistence: { create: false, claimName: forgejo }\nservice: { http: { type: ClusterIP }, ssh: { type: LoadBalancer, annotations: { lbipam.cilium.io/ips: 10.20.10.230 } } }',
    check: ({ of, at }) => {
      expect(at('Pod/forgejo', 'spec', 'volumes', 0, 'persistentVolumeClaim', 'claimName')).toBe(
        'forgejo',
      );
      expect(of('Service')).toEqual(['Service/forgejo-service-ssh']);
      expect(at('Service/forgejo-service-ssh', 'spec', 'type')).toBe('LoadBalancer');
    },
  },
  {
    n: 53,
    title: 'a class and size beside an existing claim',
    chart: 'redis',
    name: 'redis',
    namespace: 'database',
    values: 'master: { persistence: { existingClaim: redis, storageClass: longhorn, size: 1Gi } }',
    check: rendered => expect(kinds(rendered)).toEqual(['Pod']),
  },
  {
    n: 54,
    title: 'persistence that is a database',
    chart: 'temporal',
    name: 'temporal',
    namespace: 'temporal',
    values:
      'server: { config: { persistence: { datastores: { default: { sql: { existingSecret: temporal-db } } } } } }',
    check: rendered => {
      expect(kinds(rendered)).toEqual(['Pod']);
      expect(rendered.at('Pod/temporal', 'spec', 'containers', 0, 'envFrom')).toEqual([
        { secretRef: { name: 'temporal-db' } },
      ]);
    },
  },
  {
    n: 55,
    title: 'an empty address',
    chart: 'external-secrets',
    name: 'external-secrets',
    namespace: 'security',
    values: 'webhook: { service: { loadBalancerIP: "" } }',
    check: ({ at }) => {
      expect(at('Service/external-secrets-webhook', 'spec', 'loadBalancerIP')).toBeUndefined();
      expect(at('Service/external-secrets-webhook', 'spec', 'type')).toBe('ClusterIP');
    },
  },
  {
    n: 55,
    title: 'a Secret as an empty map',
    chart: 'authentik',
    name: 'authentik',
    namespace: 'auth',
    values: 'geoip: { existingSecret: { secretName: "" } }',
    check: ({ ids }) => expect(ids).toEqual([]),
  },
  {
    n: 56,
    title: 'two routes, two parents',
    chart: 'renovate-operator',
    name: 'renovate-operator',
    namespace: 'renovate',
    values: `route: { enabled: true, hostnames: [renovate.example.com], ${PARENTS} }
webhook: { route: { enabled: true, hostnames: [hook.example.com], parentRefs: [{ name: envoy-external, namespace: networking }] } }
`,
    check: ({ of, at }) => {
      const routes = of('HTTPRoute').map(id => [
        at(id, 'spec', 'parentRefs', 0, 'name'),
        at(id, 'spec', 'hostnames', 0),
      ]);
      expect(routes).toEqual([
        ['envoy-internal', 'renovate.example.com'],
        ['envoy-external', 'hook.example.com'],
      ]);
    },
  },
];

/** Facts that no object carries: whoever needs them reads the values. */
const WITHOUT_OBJECT = [1, 6];

describe('facts in the values of well-known charts', () => {
  it.each(VECTORS)('$n: $chart, $title', ({ check, n: _, title: __, ...text }) => {
    const rendered = render(text);
    expect(rendered.messages).toEqual([]);
    check(rendered);
  });

  it('has every vector from 1 to 56', () => {
    const numbers = new Set([...WITHOUT_OBJECT, ...VECTORS.map(({ n }) => n)]);
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 56 }, (_, i) => i + 1));
  });

  it('arguments of external-dns point at what causes them', () => {
    const rendered = render({
      ...DNS,
      values: 'domainFilters: [&d example.com]\nexcludeDomains: [*d]\nextraArgs: [--zone=a]\n',
    });
    const container = rendered.object('Deployment/external-dns').value;
    const list = get(container, ...POD, 'containers', 0, 'args');
    const places = itemsAt(list).map(arg => [
      arg.kind === 'scalar' && arg.text,
      textOf(placeOf(arg)),
      arg.origin.made,
    ]);
    expect(places).toEqual(
      expect.arrayContaining([
        ['--source=service', 'external-dns', 'default'],
        ['--domain-filter=example.com', 'example.com', 'derived'],
        ['--exclude-domains=example.com', '*d', 'derived'],
        ['--zone=a', '--zone=a', undefined],
      ]),
    );
  });

  it('null removes what the chart has by default', () => {
    expect(
      render({
        ...ROOK,
        values: 'cephBlockPools: null\ncephFileSystems: null\ncephObjectStores: null\n',
      }).of('StorageClass'),
    ).toEqual([]);
    expect(args(render({ ...DNS, values: 'sources: null\n' }))).not.toContain('--source=service');
  });

  it("1, 6: cilium's switches are read from its values", () => {
    const on = toCilium(
      release({ ...CILIUM, values: 'l2announcements: { enabled: true }\nk8sServicePort: 7445' }),
    );
    const off = toCilium(
      release({ ...CILIUM, values: 'bgpControlPlane: { enabled: true }\nk8sServicePort: 6443' }),
    );
    expect([on.l2Announcements, on.bgp, off.l2Announcements, off.bgp]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([on, off].map(copy => copy.value('k8sServicePort')?.value)).toEqual([7445, 6443]);
    expect(cilium.charts).toEqual(['cilium']);
  });
});

describe('charts that nobody has modelled', () => {
  const recognised = (values: string) =>
    render({ chart: 'unheard-of', name: 'app', namespace: 'ns', values });

  it('makes nothing whole', () => {
    const rendered = recognised(`route: { ${PARENTS} }`);
    expect(rendered.complete).toEqual(new Set());
    expect(rendered.objects.every(({ partial }) => partial)).toBe(true);
  });

  it.each([
    ['parents in a text', 'patch: ".spec.parentRefs[]"'],
    ['a key named route', 'config: { route: { receiver: x, group_by: [a] } }'],
    ['an empty route', 'route: { dashboard: {} }'],
    ['a route below a disabled parent', `ui: { enabled: false, route: { ${PARENTS} } }`],
    ['a host of something else', 'database: { host: db.example.com }'],
    [
      'an ingress that is off',
      'ingress: { create: false, className: nginx, hosts: { a.example.com: {} } }',
    ],
    ['an ingress that nobody switched on', 'ingress: { className: nginx, hosts: [a.example.com] }'],
    ['an ingress without anything', 'ingress: { enabled: true, annotations: {}, hosts: [] }'],
    ['root annotations', 'annotations: { lbipam.cilium.io/ips: 192.0.2.1 }'],
    ['annotations of pods', 'podAnnotations: { lbipam.cilium.io/ips: 192.0.2.1 }'],
    [
      'types of other things',
      'securityContext: { seccompProfile: { type: RuntimeDefault } }\ndatasource: { type: prometheus }',
    ],
    ['a plain service', 'service: { type: ClusterIP, port: 80 }'],
    ['a cluster address', 'service: { clusterIP: 10.96.0.10 }'],
    ['a class as a map', 'storageClass: { create: false }'],
    ['a class of object storage', 's3: { bucket: b, storageClass: STANDARD_IA }'],
    ['a priority class', 'priorityClassName: system-cluster-critical'],
    [
      'claims of a token',
      'oidc: { claims: [email], groupClaimName: groups, reclaimPolicy: Delete }',
    ],
    [
      'a claim that is off',
      'persistentVolumeClaim: { enabled: false, storageClassName: x, size: 1Gi }',
    ],
    ['keys beside a Secret', 'auth: { existingSecretPasswordKey: password }'],
    ['a namespace of Secrets', 'bgp: { secretsNamespace: { name: cilium-secrets } }'],
    ['an empty Secret', 'auth: { existingSecret: "" }'],
    ['a configuration file', 'config: { apiVersion: v1, kind: Config }'],
    ['a template', 'ingress: { enabled: false, className: "{{ .Values.class }}" }'],
  ])('recognises nothing in %s', (_, values) => {
    expect(recognised(values).ids).toEqual([]);
  });

  it.each([
    [
      'a type beside the service',
      'controller: { serviceType: LoadBalancer, service: { annotations: { lbipam.cilium.io/ips: 192.0.2.1 } } }',
      'Service/app-controller-service',
    ],
    [
      'an address without a type',
      'service: { annotations: { io.cilium/lb-ipam-ips: 192.0.2.1 } }',
      'Service/app-service',
    ],
    [
      'hosts as keys',
      'ingress: { create: true, hosts: { a.example.com: {} } }',
      'Ingress/app-ingress',
    ],
    [
      'a whole object',
      'extra: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: x } }]',
      'ConfigMap/x',
    ],
    [
      'a class of a volume',
      'server: { persistentVolume: { storageClassName: x, size: 1Gi } }',
      'PersistentVolumeClaim/app-server-persistentvolume',
    ],
    [
      'switches that are no booleans',
      `metrics: { enabled: [a, b], route: { ${PARENTS} } }`,
      'HTTPRoute/app-metrics-route',
    ],
  ])('recognises %s', (_, values, id) => {
    expect(recognised(values).ids).toEqual([id]);
  });
});
