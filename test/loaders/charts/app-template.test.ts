import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/source/text.ts';
import { type Rendered, render } from './support.ts';

// What the chart makes of small values, as observed by rendering it: release `myapp` of 4.1.1 in
// namespace `default` unless a case says otherwise.

const container = (name = 'app') => `{ ${name}: { image: { repository: nginx, tag: "1" } } }`;
const controller = (more = '') => `{ containers: ${container()}${more && `, ${more}`} }`;
const C1 = `controllers: { main: ${controller()} }\n`;
const C2 = `controllers: { main: ${controller()}, worker: ${controller()} }\n`;
const S1 = 'service: { app: { ports: { http: { port: 80 } } } }\n';
const P = 'parentRefs: [{ name: gw, namespace: net }]';
const main = (more: string) => `controllers: { main: ${controller(more)} }\n`;
const service = (more: string) => `service: { app: { ${more} } }\n`;
const PORTS = 'ports: { http: { port: 80 } }';
const route = (more = '') => `route: { app: { ${P}${more && `, ${more}`} } }\n`;
const persistence = (items: string) => `persistence: { ${items} }\n`;
const CLAIM = 'accessMode: ReadWriteOnce, size: 1Gi';

interface Vector {
  readonly n: number;
  readonly title: string;
  readonly release?: string;
  readonly version?: string;
  readonly values: string;
  /** `Kind/name` of all workloads, services, routes, ingresses and claims, as they come. */
  readonly ids?: readonly string[];
  /** What the chart refuses; none unless given. */
  readonly refuses?: readonly RegExp[];
  readonly check?: (rendered: Rendered) => void;
}

const POD = ['spec', 'template', 'spec'] as const;
const MOUNTS = [...POD, 'containers', 0, 'volumeMounts'] as const;
const RULES = ['spec', 'rules'] as const;
const BACKEND = [...RULES, 0, 'backendRefs', 0] as const;

const VECTORS: readonly Vector[] = [
  {
    n: 1,
    title: 'one controller',
    values: C1,
    ids: ['Deployment/myapp'],
    check: ({ at }) => {
      expect(at('Deployment/myapp', 'spec', 'replicas')).toBe(1);
      expect(at('Deployment/myapp', 'spec', 'strategy')).toEqual({ type: 'Recreate' });
      expect(at('Deployment/myapp', 'spec', 'selector', 'matchLabels')).toMatchObject({
        'app.kubernetes.io/controller': 'main',
      });
    },
  },
  {
    n: 2,
    title: 'a second controller renames the first',
    values: C2,
    ids: ['Deployment/myapp-main', 'Deployment/myapp-worker'],
  },
  {
    n: 3,
    title: 'a disabled controller does not count',
    values: `controllers: { main: ${controller()}, worker: ${controller('enabled: false')} }\n`,
    ids: ['Deployment/myapp'],
  },
  {
    n: 4,
    title: 'an identifier equal to the release',
    release: 'worker',
    values: C2,
    ids: ['Deployment/worker-main', 'Deployment/worker'],
  },
  {
    n: 5,
    title: 'a release that ends in the identifier',
    release: 'my-worker',
    values: C2,
    ids: ['Deployment/my-worker-main', 'Deployment/my-worker'],
  },
  {
    n: 6,
    title: 'a root nameOverride is dead',
    values: `${C1}nameOverride: foo\n`,
    ids: ['Deployment/myapp'],
  },
  {
    n: 7,
    title: 'global.nameOverride',
    values: `${C1}global: { nameOverride: foo }\n`,
    ids: ['Deployment/myapp-foo'],
    check: ({ at }) =>
      expect(at('Deployment/myapp-foo', 'metadata', 'labels', 'app.kubernetes.io/name')).toBe(
        'foo',
      ),
  },
  {
    n: 8,
    title: 'a release that contains it',
    release: 'my-foo',
    values: `${C1}global: { nameOverride: foo }\n`,
    ids: ['Deployment/my-foo'],
  },
  {
    n: 9,
    title: 'the global fullnameOverride wins',
    values: `${C1}fullnameOverride: bar\nglobal: { fullnameOverride: baz }\n`,
    ids: ['Deployment/baz'],
  },
  {
    n: 10,
    title: 'always append',
    values: `${C1}global: { alwaysAppendIdentifierToResourceName: true }\n`,
    ids: ['Deployment/myapp-main'],
  },
  { n: 11, title: 'a prefix', values: main('prefix: pre'), ids: ['Deployment/pre-myapp'] },
  {
    n: 11,
    title: 'a prefix equal to the name',
    values: main('prefix: myapp'),
    ids: ['Deployment/myapp'],
  },
  { n: 11, title: 'a suffix', values: main('suffix: suf'), ids: ['Deployment/myapp-suf'] },
  {
    n: 12,
    title: 'a suffix that is there already',
    release: 'my-suf',
    values: main('suffix: suf'),
    ids: ['Deployment/my-suf'],
  },
  {
    n: 13,
    title: 'forceRename',
    values: main('forceRename: "X-{{ .Release.Name }}"'),
    ids: ['Deployment/x-myapp'],
  },
  {
    n: 14,
    title: 'identifier, then suffix',
    values: `controllers: { main: ${controller()}, worker: ${controller('suffix: bg')} }\n`,
    ids: ['Deployment/myapp-main', 'Deployment/myapp-worker-bg'],
  },
  {
    n: 15,
    title: 'names are lower-cased, labels are not',
    release: 'MyApp',
    values: C1,
    ids: ['Deployment/myapp'],
    check: ({ at }) =>
      expect(at('Deployment/myapp', 'metadata', 'labels', 'app.kubernetes.io/instance')).toBe(
        'MyApp',
      ),
  },
  {
    n: 16,
    title: 'all types of controllers count together',
    values: `controllers: { main: ${controller()}, backup: ${controller('type: cronjob, cronjob: { schedule: "@daily" }')} }\n`,
    ids: ['CronJob/myapp-backup', 'Deployment/myapp-main'],
  },
  {
    n: 17,
    title: 'a service',
    values: C1 + S1,
    check: ({ at }) =>
      expect(at('Service/myapp', 'spec')).toEqual({
        type: 'ClusterIP',
        ports: [{ name: 'http', port: 80, targetPort: 80, protocol: 'TCP' }],
        selector: {
          'app.kubernetes.io/controller': 'main',
          'app.kubernetes.io/instance': 'myapp',
          'app.kubernetes.io/name': 'myapp',
        },
      }),
  },
  {
    n: 18,
    title: 'two controllers and a service without',
    values: C2 + S1,
    refuses: [/needs a controller/],
  },
  {
    n: 19,
    title: 'a controller that is not there',
    values: C1 + service(`controller: nope, ${PORTS}`),
    refuses: [/no enabled controller `nope`/],
  },
  {
    n: 20,
    title: 'two services',
    values: `${C1}service: { app: { ${PORTS} }, metrics: { ports: { prom: { port: 9090 } } } }\n`,
    ids: ['Deployment/myapp', 'Service/myapp-app', 'Service/myapp-metrics'],
  },
  {
    n: 21,
    title: 'a load balancer with an address',
    values:
      C1 +
      service(
        `type: LoadBalancer, loadBalancerIP: 10.0.0.5, annotations: { io.cilium/lb-ipam-ips: 10.0.0.5 }, ${PORTS}`,
      ),
    check: ({ at }) => {
      expect(at('Service/myapp', 'spec')).toMatchObject({
        type: 'LoadBalancer',
        loadBalancerIP: '10.0.0.5',
      });
      expect(at('Service/myapp', 'metadata', 'annotations')).toEqual({
        'io.cilium/lb-ipam-ips': '10.0.0.5',
      });
    },
  },
  {
    n: 22,
    title: 'an address without the type',
    values: C1 + service(`loadBalancerIP: 10.0.0.5, ${PORTS}`),
    check: ({ at }) => {
      expect(at('Service/myapp', 'spec', 'type')).toBe('ClusterIP');
      expect(at('Service/myapp', 'spec', 'loadBalancerIP')).toBeUndefined();
    },
  },
  {
    n: 23,
    title: 'a cluster address on a node port service',
    values: C1 + service(`type: NodePort, clusterIP: 10.96.0.9, ${PORTS}`),
    check: ({ at }) => {
      expect(at('Service/myapp', 'spec', 'type')).toBe('NodePort');
      expect(at('Service/myapp', 'spec', 'clusterIP')).toBeUndefined();
    },
  },
  {
    n: 24,
    title: 'a service without ports',
    values: `${C1}service: { app: {} }\n`,
    refuses: [/no enabled port/],
  },
  {
    n: 25,
    title: 'an external name',
    values: C1 + service('type: ExternalName, externalName: foo.bar'),
    check: ({ at }) => {
      expect(at('Service/myapp', 'spec')).toMatchObject({
        type: 'ExternalName',
        externalName: 'foo.bar',
        ports: [],
      });
    },
  },
  {
    n: 26,
    title: 'a route without rules leads to the only service',
    values: C1 + S1 + route('hostnames: ["{{ .Release.Name }}.x.org"]'),
    check: ({ at }) => {
      expect(at('HTTPRoute/myapp', 'spec', 'hostnames')).toEqual(['myapp.x.org']);
      expect(at('HTTPRoute/myapp', ...RULES)).toEqual([
        {
          backendRefs: [
            {
              group: '',
              kind: 'Service',
              name: 'myapp',
              namespace: 'default',
              port: 80,
              weight: 1,
            },
          ],
        },
      ]);
    },
  },
  {
    n: 27,
    title: 'a rule without backends stays without',
    values: C1 + S1 + route('rules: [{ matches: [{ path: { value: / } }] }]'),
    check: ({ at }) => expect(at('HTTPRoute/myapp', ...RULES, 0, 'backendRefs')).toEqual([]),
  },
  {
    n: 28,
    title: 'an empty backend is the only service',
    values: C1 + S1 + route('rules: [{ backendRefs: [{}] }]'),
    check: ({ at }) =>
      expect(at('HTTPRoute/myapp', ...BACKEND)).toMatchObject({ name: 'myapp', port: 80 }),
  },
  {
    n: 29,
    title: 'a port by name stays a name',
    values: C1 + S1 + route('rules: [{ backendRefs: [{ identifier: app, port: http }] }]'),
    check: ({ at }) => expect(at('HTTPRoute/myapp', ...BACKEND, 'port')).toBe('http'),
  },
  {
    n: 29,
    title: 'until 4.6.1, where it becomes the number',
    version: '4.6.1',
    values: C1 + S1 + route('rules: [{ backendRefs: [{ identifier: app, port: http }] }]'),
    check: ({ at }) => expect(at('HTTPRoute/myapp', ...BACKEND, 'port')).toBe(80),
  },
  {
    n: 30,
    title: 'a backend by name has no port of its own',
    values: C1 + S1 + route('rules: [{ backendRefs: [{ name: other }] }]'),
    check: ({ at }) => {
      expect(at('HTTPRoute/myapp', ...BACKEND, 'name')).toBe('other');
      expect(at('HTTPRoute/myapp', ...BACKEND, 'port')).toBeUndefined();
    },
  },
  {
    n: 31,
    title: 'the name wins over the identifier',
    values:
      C1 + S1 + route('rules: [{ backendRefs: [{ name: other, identifier: app, port: 9 }] }]'),
    check: ({ at }) =>
      expect(at('HTTPRoute/myapp', ...BACKEND)).toMatchObject({ name: 'other', port: 9 }),
  },
  {
    n: 32,
    title: 'two services leave a route without rules',
    values: `${C1}service: { app: { ${PORTS} }, metrics: { ${PORTS} } }\n${route()}`,
    check: ({ at }) => expect(at('HTTPRoute/myapp', ...RULES)).toBeUndefined(),
  },
  {
    n: 32,
    title: 'which 5.x refuses',
    version: '5.1.0',
    values: `${C1}service: { app: { ${PORTS} }, metrics: { ${PORTS} } }\n${route()}`,
    refuses: [/needs rules/],
  },
  {
    n: 33,
    title: 'a parent without namespace',
    values: `${C1}${S1}route: { app: { parentRefs: [{ name: gw }] } }\n`,
    refuses: [/needs a namespace/],
  },
  {
    n: 33,
    title: 'is fine in 5.x',
    version: '5.0.0',
    values: `${C1}${S1}route: { app: { parentRefs: [{ name: gw }] } }\n`,
  },
  {
    n: 34,
    title: 'the first port by name is primary',
    values: C1 + service('ports: { http: { port: 80 }, admin: { port: 81 } }') + route(),
    check: ({ at }) => expect(at('HTTPRoute/myapp', ...BACKEND, 'port')).toBe(81),
  },
  {
    n: 34,
    title: 'unless another says so',
    values:
      C1 + service('ports: { http: { port: 80, primary: true }, admin: { port: 81 } }') + route(),
    check: ({ at }) => expect(at('HTTPRoute/myapp', ...BACKEND, 'port')).toBe(80),
  },
  {
    n: 35,
    title: 'a renamed service is followed',
    values: C1 + service(`forceRename: zz, ${PORTS}`) + route(),
    check: ({ at, ids }) => {
      expect(ids).toContain('Service/zz');
      expect(at('HTTPRoute/myapp', ...BACKEND)).toMatchObject({ name: 'zz', port: 80 });
    },
  },
  {
    n: 36,
    title: 'a TCP route has no hostnames',
    values: C1 + S1 + route('kind: TCPRoute, hostnames: [a.b]'),
    check: ({ at }) => expect(at('TCPRoute/myapp', 'spec', 'hostnames')).toBeUndefined(),
  },
  {
    n: 37,
    title: 'two routes',
    values: `${C1}${S1}route: { app: { ${P} }, ext: { ${P} } }\n`,
    check: ({ of }) =>
      expect(of('HTTPRoute')).toEqual(['HTTPRoute/myapp-app', 'HTTPRoute/myapp-ext']),
  },
  {
    n: 38,
    title: 'a route without parents is rendered all the same',
    values: `${C1}${S1}route: { app: { hostnames: [a.b] } }\n`,
    check: ({ at }) => expect(at('HTTPRoute/myapp', 'spec', 'parentRefs')).toBeUndefined(),
  },
  {
    n: 39,
    title: 'an ingress',
    values: `${C1}${S1}ingress: { app: { hosts: [{ host: a.b, paths: [{ path: / }] }] } }\n`,
    check: ({ at }) =>
      expect(at('Ingress/myapp', 'spec', 'rules')).toEqual([
        {
          host: 'a.b',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'myapp', port: { number: 80 } } },
              },
            ],
          },
        },
      ]),
  },
  {
    n: 40,
    title: 'an ingress to a service by identifier and port name',
    values: `${C1}service: { app: { ${PORTS} }, metrics: { ports: { prom: { port: 9090 } } } }\ningress: { app: { hosts: [{ host: a.b, paths: [{ path: /, service: { identifier: metrics, port: prom } }] }] } }\n`,
    check: ({ at }) =>
      expect(
        at('Ingress/myapp', 'spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service'),
      ).toEqual({
        name: 'myapp-metrics',
        port: { number: 9090 },
      }),
  },
  {
    n: 41,
    title: 'a claim',
    values: C1 + persistence(`config: { ${CLAIM} }`),
    check: ({ at }) => {
      expect(at('PersistentVolumeClaim/myapp', 'spec')).toEqual({
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
      });
      expect(at('Deployment/myapp', ...MOUNTS)).toEqual([{ mountPath: '/config', name: 'config' }]);
    },
  },
  {
    n: 42,
    title: 'a claim of no class that is kept',
    values:
      C1 + persistence(`config: { ${CLAIM}, storageClass: "-", volumeName: pv1, retain: true }`),
    check: ({ at }) => {
      expect(at('PersistentVolumeClaim/myapp', 'spec')).toMatchObject({
        storageClassName: '',
        volumeName: 'pv1',
      });
      expect(at('PersistentVolumeClaim/myapp', 'metadata', 'annotations')).toEqual({
        'helm.sh/resource-policy': 'keep',
      });
    },
  },
  {
    n: 43,
    title: 'a class is no template',
    values: C1 + persistence(`config: { ${CLAIM}, storageClass: '{{ .Release.Name }}' }`),
    check: ({ at }) =>
      expect(at('PersistentVolumeClaim/myapp', 'spec', 'storageClassName')).toBe(
        '{{ .Release.Name }}',
      ),
  },
  {
    n: 44,
    title: 'two claims',
    values: C1 + persistence(`config: { ${CLAIM} }, cache: { ${CLAIM} }`),
    check: ({ of }) =>
      expect(of('PersistentVolumeClaim')).toEqual([
        'PersistentVolumeClaim/myapp-cache',
        'PersistentVolumeClaim/myapp-config',
      ]),
  },
  {
    n: 45,
    title: 'an existing claim does not count',
    values: C1 + persistence(`config: { ${CLAIM} }, media: { existingClaim: m }`),
    check: ({ of, at }) => {
      expect(of('PersistentVolumeClaim')).toEqual(['PersistentVolumeClaim/myapp']);
      expect(at('Deployment/myapp', ...POD, 'volumes', 1)).toEqual({
        name: 'media',
        persistentVolumeClaim: { claimName: 'm' },
      });
    },
  },
  {
    n: 46,
    title: 'a disabled claim does not count',
    values: C1 + persistence(`config: { ${CLAIM} }, cache: { ${CLAIM}, enabled: false }`),
    check: ({ of }) => expect(of('PersistentVolumeClaim')).toEqual(['PersistentVolumeClaim/myapp']),
  },
  {
    n: 47,
    title: 'a data source is a template',
    values:
      C1 +
      persistence(
        `config: { ${CLAIM}, dataSourceRef: { apiGroup: volsync.backube, kind: ReplicationDestination, name: "{{ .Release.Name }}-dst" } }`,
      ),
    check: ({ at }) =>
      expect(at('PersistentVolumeClaim/myapp', 'spec', 'dataSourceRef', 'name')).toBe('myapp-dst'),
  },
  ...(['4.1.1', '4.2.0'] as const).map(
    (version): Vector => ({
      n: 48,
      title: `an existing claim as a template, ${version}`,
      version,
      values: C1 + persistence("config: { existingClaim: '{{ .Release.Name }}' }"),
      check: ({ at }) =>
        expect(
          at('Deployment/myapp', ...POD, 'volumes', 0, 'persistentVolumeClaim', 'claimName'),
        ).toBe(version === '4.2.0' ? 'myapp' : '{{ .Release.Name }}'),
    }),
  ),
  {
    n: 49,
    title: 'a config map by identifier',
    values: `${C1}configMaps: { cfg: { data: { a: b } } }\n${persistence('config: { type: configMap, identifier: cfg }')}`,
    check: ({ at, ids }) => {
      expect(ids).toContain('ConfigMap/myapp');
      expect(at('Deployment/myapp', ...POD, 'volumes', 0)).toEqual({
        name: 'config',
        configMap: { name: 'myapp' },
      });
    },
  },
  {
    n: 50,
    title: 'a host path is mounted where it is',
    values: C1 + persistence('dri: { type: hostPath, hostPath: /dev/dri }'),
    check: ({ at }) =>
      expect(at('Deployment/myapp', ...MOUNTS)).toEqual([{ mountPath: '/dev/dri', name: 'dri' }]),
  },
  {
    n: 51,
    title: 'advanced mounts leave other controllers alone',
    values:
      C2 +
      persistence(
        'config: { existingClaim: m, advancedMounts: { main: { app: [{ path: /c }] } } }',
      ),
    check: ({ at }) => {
      expect(at('Deployment/myapp-main', ...MOUNTS)).toEqual([{ mountPath: '/c', name: 'config' }]);
      expect(at('Deployment/myapp-worker', ...POD, 'volumes')).toBeUndefined();
      expect(at('Deployment/myapp-worker', ...MOUNTS)).toBeUndefined();
    },
  },
  {
    n: 52,
    title: 'a container that is not there gets no mount: the chart says nothing, the linter does',
    values:
      C1 +
      persistence(
        'config: { existingClaim: m, advancedMounts: { main: { nope: [{ path: /c }] } } }',
      ),
    refuses: [/controller `main` has no container `nope`/],
    check: ({ at }) => {
      expect(at('Deployment/myapp', ...POD, 'volumes')).toHaveLength(1);
      expect(at('Deployment/myapp', ...MOUNTS)).toBeUndefined();
    },
  },
  {
    n: 53,
    title: 'without mounts every container has it',
    values: C2 + persistence('config: { existingClaim: m }'),
    check: ({ at }) => {
      for (const id of ['Deployment/myapp-main', 'Deployment/myapp-worker']) {
        expect(at(id, ...MOUNTS)).toEqual([{ mountPath: '/config', name: 'config' }]);
      }
    },
  },
  {
    n: 54,
    title: 'a mount without path takes the one before',
    values:
      C1 +
      persistence(
        'config: { existingClaim: m, globalMounts: [{ path: /a, subPath: s }, { subPath: t }] }',
      ),
    check: ({ at }) =>
      expect(at('Deployment/myapp', ...MOUNTS)).toEqual([
        { mountPath: '/a', name: 'config', subPath: 's' },
        { mountPath: '/a', name: 'config', subPath: 't' },
      ]),
  },
  {
    n: 55,
    title: 'replicas null',
    values: main('replicas: null'),
    check: ({ at }) => expect(at('Deployment/myapp', 'spec', 'replicas')).toBeUndefined(),
  },
  {
    n: 55,
    title: 'replicas 0',
    values: main('replicas: 0'),
    check: ({ at }) => expect(at('Deployment/myapp', 'spec', 'replicas')).toBe(0),
  },
  {
    n: 56,
    title: 'a zero surge is dropped',
    values: main('strategy: RollingUpdate, rollingUpdate: { surge: 0, unavailable: 1 }'),
    check: ({ at }) =>
      expect(at('Deployment/myapp', 'spec', 'strategy')).toEqual({
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: 1 },
      }),
  },
  {
    n: 56,
    title: 'but kept from 5.1 on, and quoted',
    version: '5.1.0',
    values: main('strategy: RollingUpdate, rollingUpdate: { surge: 0, unavailable: 1 }'),
    check: ({ at }) =>
      expect(at('Deployment/myapp', 'spec', 'strategy', 'rollingUpdate')).toEqual({
        maxUnavailable: 1,
        maxSurge: 0,
      }),
  },
  {
    n: 56,
    title: 'and quoted',
    values: main("strategy: RollingUpdate, rollingUpdate: { surge: '0', unavailable: 1 }"),
    check: ({ at }) =>
      expect(at('Deployment/myapp', 'spec', 'strategy', 'rollingUpdate', 'maxSurge')).toBe('0'),
  },
  {
    n: 57,
    title: 'a claim template',
    values: main(
      `type: statefulset, statefulset: { volumeClaimTemplates: [{ name: data, ${CLAIM}, storageClass: "-" }] }`,
    ),
    check: ({ at }) => {
      expect(
        at('StatefulSet/myapp', 'spec', 'volumeClaimTemplates', 0, 'spec', 'storageClassName'),
      ).toBe('');
      expect(at('StatefulSet/myapp', ...MOUNTS)).toEqual([{ mountPath: '/data', name: 'data' }]);
    },
  },
  {
    n: 58,
    title: 'an unquoted tag is a number',
    values:
      'controllers: { main: { containers: { app: { image: { repository: nginx, tag: 1.10 } } } } }\n',
    check: ({ at }) =>
      expect(at('Deployment/myapp', ...POD, 'containers', 0, 'image')).toBe('nginx:1.1'),
  },
  {
    n: 59,
    title: 'a single service account is referred to by its key',
    values: `${C1}serviceAccount: { x: {} }\n`,
    check: ({ at, ids }) => {
      expect(ids).toContain('ServiceAccount/myapp');
      expect(at('Deployment/myapp', ...POD, 'serviceAccountName')).toBe('x');
    },
  },
  ...(
    [
      ['3.7.3', 'PersistentVolumeClaim/myapp-config'],
      ['4.0.1', 'PersistentVolumeClaim/myapp'],
    ] as const
  ).map(
    ([version, id]): Vector => ({
      n: 60,
      title: `a single claim in ${version}`,
      version,
      values: C1 + persistence(`config: { ${CLAIM} }`),
      check: ({ of }) => expect(of('PersistentVolumeClaim')).toEqual([id]),
    }),
  ),
  {
    n: 61,
    title: 'rules are not made up in 4.0.1',
    version: '4.0.1',
    values: C1 + S1 + route(),
    check: ({ at }) => expect(at('HTTPRoute/myapp', ...RULES)).toBeUndefined(),
  },
  { n: 62, title: 'no values', values: '{}', ids: [] },
  ...(
    [
      ['3.6.0', 'StorageClass/myapp-smb', 'Role/myapp-edit'],
      ['4.1.1', 'StorageClass/myapp', 'Role/myapp'],
    ] as const
  ).map(
    ([version, storage, role]): Vector => ({
      n: 63,
      title: `a single raw resource and a single role in ${version}`,
      version,
      values:
        'rawResources: { smb: { apiVersion: storage.k8s.io/v1, kind: StorageClass, spec: { provisioner: smb.csi.k8s.io } } }\n' +
        'rbac: { roles: { edit: { type: Role, rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }] } } }\n',
      check: ({ of }) => {
        expect(of('StorageClass')).toEqual([storage]);
        expect(of('Role')).toEqual([role]);
      },
    }),
  ),
];

describe('app-template as observed', () => {
  it.each(VECTORS)(
    '$n: $title',
    ({ release = 'myapp', version = '4.1.1', values, ids, refuses = [], check }) => {
      const rendered = render({
        chart: 'app-template',
        version,
        name: release,
        namespace: 'default',
        values,
      });
      expect(rendered.messages).toHaveLength(refuses.length);
      for (const [i, pattern] of refuses.entries()) expect(rendered.messages[i]).toMatch(pattern);
      if (ids) expect(rendered.ids).toEqual(ids);
      check?.(rendered);
      expect(rendered.complete).toBe('all');
    },
  );

  it('has every vector from 1 to 63', () => {
    const numbers = new Set(VECTORS.map(({ n }) => n));
    expect([...numbers]).toEqual(Array.from({ length: 63 }, (_, i) => i + 1));
  });
});

describe('where the fields of an app-template object point', () => {
  const rendered = render({
    chart: 'app-template',
    version: '4.6.2',
    name: 'myapp',
    namespace: 'media',
    values: `controllers:
  main:
    containers:
      app:
        image: { repository: nginx, tag: "1.2" }
        probes:
          liveness: &probe { enabled: true, custom: true, spec: { httpGet: { path: /, port: 80 } } }
          readiness: *probe
service:
  app:
    ports:
      http:
        port: &port 80
route:
  app:
    forceRename: renamed
    parentRefs: [{ name: gw, namespace: net }]
    rules: [{ backendRefs: [{ identifier: app, port: *port }] }]
`,
  });

  it.each([
    ['a copied field at its value', 'Service/myapp', ['spec', 'ports', 0, 'port'], '80', undefined],
    ['a defaulted field at the item', 'Service/myapp', ['spec', 'type'], 'app', 'default'],
    [
      'the default strategy at the controller',
      'Deployment/myapp',
      ['spec', 'strategy', 'type'],
      'main',
      'default',
    ],
    ['a name at the item', 'Service/myapp', ['metadata', 'name'], 'app', 'derived'],
    [
      'a changed name at what changes it',
      'HTTPRoute/renamed',
      ['metadata', 'name'],
      'renamed',
      'derived',
    ],
    [
      'the namespace at the kustomization',
      'Service/myapp',
      ['metadata', 'namespace'],
      'media',
      undefined,
    ],
    ['a reference at its identifier', 'HTTPRoute/renamed', [...BACKEND, 'name'], 'app', 'derived'],
    ['an aliased port at the alias', 'HTTPRoute/renamed', [...BACKEND, 'port'], '*port', undefined],
    [
      'an image at its tag',
      'Deployment/myapp',
      [...POD, 'containers', 0, 'image'],
      '"1.2"',
      'derived',
    ],
  ] as const)('%s', (_, id, path, text, made) => {
    expect(rendered.source(id, ...path)).toBe(text);
    const value = rendered.at(id, ...path);
    expect(value).not.toBeUndefined();
    const found = path.reduce<unknown>((at, key) => {
      const node = at as {
        kind: string;
        entries: Map<string, { value: unknown }>;
        items: unknown[];
      };
      return node.kind === 'map' ? node.entries.get(String(key))?.value : node.items[Number(key)];
    }, rendered.object(id).value);
    expect((found as { origin: { made?: string } }).origin.made).toBe(made);
  });
});

describe('what app-template refuses', () => {
  const refusal = (values: string, version = '4.6.2') => {
    const { problems } = render({
      chart: 'app-template',
      version,
      name: 'myapp',
      namespace: 'default',
      values,
    });
    return problems.map(({ rule, at, message, help }) => ({ rule, at: textOf(at), message, help }));
  };

  it('offers the nearest identifier, at the exact node', () => {
    const values = C1 + S1 + route('rules: [{ backendRefs: [{ identifier: ap }] }]');
    expect(refusal(values)).toEqual([
      {
        rule: 'helm/values-schema',
        at: 'ap',
        message: "the chart's values have no enabled service `ap`",
        help: 'Did you mean `app`?',
      },
    ]);
  });

  it.each([
    ['a controller type', main('type: deploymnt'), 'deploymnt', /controller type/],
    ['a strategy', main('strategy: Rolling'), 'Rolling', /strategy/],
    [
      'a StatefulSet strategy',
      main('type: statefulset, strategy: Recreate'),
      'Recreate',
      /strategy/,
    ],
    [
      'a restart policy',
      main('type: job, pod: { restartPolicy: Always }'),
      'Always',
      /restartPolicy/,
    ],
    ['no containers', 'controllers: { main: {} }\n', 'main', /no enabled container/],
    [
      'no tag',
      'controllers: { main: { containers: { app: { image: { repository: nginx } } } } }\n',
      '{ repository: nginx }',
      /no tag/,
    ],
    [
      'a circle',
      `controllers: { main: { containers: { a: { dependsOn: b, image: { repository: r, tag: t } }, b: { dependsOn: a, image: { repository: r, tag: t } } } } }\n`,
      'b',
      /circle/,
    ],
    ['a service type', C1 + service(`type: Foo, ${PORTS}`), 'Foo', /service type/],
    ['a port without number', C1 + service('ports: { http: {} }'), 'http', /no port number/],
    ['a route kind', C1 + S1 + route('kind: HttpRoute'), 'HttpRoute', /route kind/],
    [
      'a parent without name',
      `${C1}${S1}route: { app: { parentRefs: [{ namespace: net }] } }\n`,
      '{ namespace: net }',
      /needs a name/,
    ],
    [
      'a redirect with backends',
      C1 + S1 + route('rules: [{ filters: [{ type: RequestRedirect }], backendRefs: [{}] }]'),
      'backendRefs',
      /redirects/,
    ],
    [
      'an ingress to nothing',
      `${C1}ingress: { app: { hosts: [{ host: a.b, paths: [{ path: / }] }] } }\n`,
      'app',
      /must say its service/,
    ],
    ['a persistence type', C1 + persistence('config: { type: pvc }'), 'pvc', /persistence type/],
    [
      'a claim without size',
      C1 + persistence('config: { accessMode: ReadWriteOnce }'),
      'config',
      /no size/,
    ],
    ['NFS without path', C1 + persistence('media: { type: nfs, server: nas }'), 'media', /no path/],
    ['null persistence', `${C1}persistence: { config: null }\n`, 'config', /must be a map/],
    [
      'an unknown config map',
      C1 + persistence('config: { type: configMap, identifier: cfg }'),
      'cfg',
      /no enabled configMap/,
    ],
    [
      'mounts of an unknown controller',
      C1 + persistence('config: { existingClaim: m, advancedMounts: { man: {} , x: {} } }'),
      'man',
      /controller `man`/,
    ],
    [
      'an unknown service account',
      `${main('serviceAccount: { identifier: nope }')}serviceAccount: { x: {} }\n`,
      'nope',
      /no enabled service account/,
    ],
    [
      'an ambiguous service account',
      `${C1}serviceAccount: { x: {}, y: {} }\n`,
      'main',
      /which service account/,
    ],
    [
      'an unknown secret',
      'controllers: { main: { containers: { app: { image: { repository: r, tag: t }, envFrom: [{ secretRef: { identifier: s } }] } } } }\n',
      's',
      /no enabled secret/,
    ],
    ['a config map without data', `${C1}configMaps: { cfg: {} }\n`, 'cfg', /no data/],
    ['a role without rules', `${C1}rbac: { roles: { r: { type: Role } } }\n`, 'r', /no rules/],
    ['a monitor without endpoints', `${C1}${S1}serviceMonitor: { m: {} }\n`, 'm', /no endpoints/],
    [
      'a policy without target',
      `${C1}networkpolicies: { n: { policyTypes: [Ingress] } }\n`,
      'n',
      /needs a controller/,
    ],
    [
      'a mount of a container that is not there',
      C1 + persistence('c: { existingClaim: m, advancedMounts: { main: { ap: [{ path: / }] } } }'),
      'ap',
      /controller `main` has no container `ap`/,
    ],
  ])('%s', (_, values, at, message) => {
    const [first] = refusal(values);
    expect(first?.at).toBe(at);
    expect(first?.message).toMatch(message);
  });

  it.each([
    ['no parentRefs', `${C1}${S1}route: { app: {} }\n`],
    ['a rule without backends', C1 + S1 + route('rules: [{}]')],
    ['an address on ClusterIP', C1 + service(`loadBalancerIP: 10.0.0.1, ${PORTS}`)],
    [
      'a probe without service',
      'controllers: { main: { containers: { app: { image: { repository: r, tag: t }, probes: { liveness: { enabled: true } } } } } }\n',
    ],
    ['duplicate ports', C1 + service('ports: { a: { port: 80 }, b: { port: 80 } }')],
    ['a backend by name without port', C1 + S1 + route('rules: [{ backendRefs: [{ name: x }] }]')],
  ])('but not %s', (_, values) => {
    expect(refusal(values)).toEqual([]);
  });

  it('refuses an image as text before 4.4', () => {
    const values = 'controllers: { main: { containers: { app: { image: "nginx:1" } } } }\n';
    expect(refusal(values, '4.1.1').map(({ message }) => message)).toEqual([
      'image of container `app` must be a map',
    ]);
    expect(refusal(values, '4.6.2')).toEqual([]);
  });

  it('refuses duplicate ports from 5.0 on', () => {
    const [first] = refusal(C1 + service('ports: { a: { port: 80 }, b: { port: 80 } }'), '5.0.0');
    expect(first?.message).toMatch(/there twice/);
  });
});

describe('what its schema refuses', () => {
  const refusal = (values: string, version = '4.6.2') => {
    const { problems } = render({
      chart: 'app-template',
      version,
      name: 'myapp',
      namespace: 'default',
      values,
    });
    return problems.map(({ at, message, help }) => [textOf(at), message, help]);
  };

  it.each([
    ['a misspelt key', C1 + S1 + route('hostname: [a.b]'), 'hostname', 'Did you mean `hostnames`?'],
    [
      'a key of the pod',
      main('nodeSelector: { a: b }'),
      'nodeSelector',
      'It belongs in `pod`, or in `defaultPodOptions`.',
    ],
    ['a key of a container', main('env: { A: b }'), 'env', 'it belongs into a container'],
    [
      'a key of another case',
      C1 +
        S1 +
        `route: { app: { parentRefs: [{ name: gw, namespace: net, sectionname: https }] } }\n`,
      'sectionname',
      'Did you mean `sectionName`?',
    ],
    [
      'a mountPath',
      C1 + persistence('c: { existingClaim: m, globalMounts: [{ mountPath: /a }] }'),
      'mountPath',
      'Did you mean `path`?',
    ],
    [
      'a probe of the API',
      'controllers: { main: { containers: { app: { image: { repository: r, tag: t }, probes: { livenessProbe: {} } } } } }\n',
      'livenessProbe',
      'Use `liveness`, `readiness` or `startup`.',
    ],
    [
      'names as in 3.x',
      C1 + service(`nameOverride: x, ${PORTS}`),
      'nameOverride',
      'since 4.0 names are changed by suffix, prefix or `forceRename`',
    ],
  ])('%s, with what was meant', (_, values, at, help) => {
    const [first] = refusal(values);
    expect([first?.[0], first?.[2]]).toEqual([at, help]);
  });

  it.each([
    [
      'a size beside an existing claim',
      C1 + persistence('c: { existingClaim: m, size: 1Gi }'),
      'size',
    ],
    ['enabled as text', main('enabled: "true"'), '"true"'],
    ['replicas as text', main('replicas: "2"'), '"2"'],
    ['two ways to a name', main('forceRename: a, suffix: b'), 'suffix'],
    ['the settings of another type', main('statefulset: {}'), 'statefulset'],
    ['no schedule', main('type: cronjob'), 'main'],
    ['SCTP', C1 + service('ports: { a: { port: 1, protocol: SCTP } }'), 'SCTP'],
    ['a null service', `${C1}service: { app: null }\n`, 'app'],
    ['a number as annotation', main('annotations: { a: 1 }'), '1'],
  ])('%s', (_, values, at) => {
    expect(refusal(values).map(([text]) => text)).toEqual([at]);
  });

  it('passes over a key that is like none it knows, and every version it does not know', () => {
    expect(refusal(main('somethingElse: true'))).toEqual([]);
    const own = C1 + service(`controller: main, ${PORTS}`);
    expect(refusal(own + route('hostname: [a.b]'), '3.7.3')).toEqual([]);
    expect(refusal(C1 + S1 + route('hostname: [a.b]'), '6.0.0')).toEqual([]);
  });
});
