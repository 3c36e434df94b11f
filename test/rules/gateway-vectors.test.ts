import { describe, expect, it } from 'vitest';
import { clusterOf, gateway, messagesOf, route } from './gateway-cluster.ts';

/** Vectors C1 to C29: what the Gateway API and Envoy Gateway make of routes and listeners. */

const HTTP = '{name: http, port: 80, protocol: HTTP}';
const ENVOY = 'gateway.envoyproxy.io/gatewayclass-controller';
const https = (more = '') =>
  `{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: cert}]}${more}}`;
const onHost = (hostname: string) =>
  `{name: http, port: 80, protocol: HTTP, hostname: "${hostname}"}`;

interface Vector {
  readonly id: string;
  readonly says: string;
  readonly rule: string;
  readonly manifests: readonly string[];
  /** Part of each finding's message, in order. */
  readonly finds: readonly string[];
}

const service = (name: string, namespace: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {ports: [{port: 80}]}\n`;
const grant = (namespace: string, kind: string) =>
  `apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: grant, namespace: ${namespace}}\nspec: {from: [{group: gateway.networking.k8s.io, kind: ${kind}, namespace: edge}], to: [{group: "", kind: Service}]}\n`;
const elsewhere = (kind = 'HTTPRoute') =>
  route({ kind, rules: '- backendRefs: [{name: app, namespace: shop, port: 80}]' });
const withPath = (value: string) =>
  route({ rules: `- matches: [{path: {type: PathPrefix, value: "${value}"}}]` });
const withRedirect = (fields: string, more = '') =>
  route({ rules: `- filters: [{type: RequestRedirect, requestRedirect: {${fields}}}]\n  ${more}` });
const rewrite = (matches: string) =>
  route({
    rules: `- matches: ${matches}\n  filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]`,
  });

const vectors: readonly Vector[] = [
  {
    id: 'C1',
    says: 'without allowedRoutes a listener takes routes of its own namespace',
    rule: 'gateway/not-allowed',
    manifests: [gateway([HTTP]), route({ namespace: 'shop' })],
    finds: ['routes of its own namespace edge only'],
  },
  {
    id: 'C2',
    says: 'from: None is refused',
    rule: 'gateway/listener',
    manifests: [
      gateway([
        '{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: None}}}',
      ]),
    ],
    finds: ['None is not All, Same or Selector'],
  },
  {
    id: 'C4',
    says: 'a sectionName that is no listener',
    rule: 'gateway/unknown-section',
    manifests: [
      gateway([HTTP, https()]),
      route({ parents: ['{name: public, namespace: edge, sectionName: htps}'] }),
    ],
    finds: ['has no listener htps'],
  },
  {
    id: 'C5',
    says: 'two parentRefs to one Gateway, one without sectionName',
    rule: 'gateway/route-invalid',
    manifests: [
      gateway([HTTP, https()]),
      route({ parents: ['{name: public, sectionName: http}', '{name: public}'] }),
    ],
    finds: ['need different sectionNames'],
  },
  {
    id: 'C6',
    says: 'a wildcard listener takes a name below it',
    rule: 'gateway/hostname',
    manifests: [gateway([onHost('*.example.com')]), route({ hostnames: ['www.example.com'] })],
    finds: [],
  },
  {
    id: 'C7',
    says: 'but not its own suffix',
    rule: 'gateway/hostname',
    manifests: [gateway([onHost('*.example.com')]), route({ hostnames: ['example.com'] })],
    finds: ['does not serve example.com'],
  },
  {
    id: 'C8',
    says: 'and names of several labels',
    rule: 'gateway/hostname',
    manifests: [gateway([onHost('*.example.com')]), route({ hostnames: ['a.b.example.com'] })],
    finds: [],
  },
  {
    id: 'C9',
    says: 'a wider wildcard on the route',
    rule: 'gateway/hostname',
    manifests: [gateway([onHost('*.example.com')]), route({ hostnames: ['*.com'] })],
    finds: [],
  },
  {
    id: 'C10',
    says: 'a wildcard on the route alone',
    rule: 'gateway/hostname',
    manifests: [gateway([onHost('www.example.com')]), route({ hostnames: ['*.example.com'] })],
    finds: [],
  },
  {
    id: 'C11',
    says: 'of two names the one that is dropped silently',
    rule: 'gateway/hostname',
    manifests: [
      gateway([onHost('a.example.com')]),
      route({ hostnames: ['a.example.com', 'b.example.org'] }),
    ],
    finds: ['does not serve b.example.org'],
  },
  {
    id: 'C12',
    says: 'one port, protocol and hostname twice',
    rule: 'gateway/listener',
    manifests: [gateway([HTTP, '{name: web, port: 80, protocol: HTTP}'])],
    finds: ['one port, protocol and hostname'],
  },
  {
    id: 'C13',
    says: 'HTTP and TCP on one port',
    rule: 'gateway/listener',
    manifests: [gateway([HTTP, '{name: tcp, port: 80, protocol: TCP}'])],
    finds: ["TCP and HTTP can't share the port 80"],
  },
  {
    id: 'C14',
    says: 'HTTPS and TLS on one port of Envoy Gateway',
    rule: 'gateway/listener',
    manifests: [
      gateway(
        [
          '{name: https, port: 443, protocol: HTTPS, tls: {options: {x: y}}}',
          '{name: tls, port: 443, protocol: TLS, tls: {mode: Passthrough}}',
        ],
        { controller: ENVOY },
      ),
    ],
    finds: [],
  },
  {
    id: 'C15',
    says: 'HTTPS without tls',
    rule: 'gateway/listener',
    manifests: [gateway(['{name: https, port: 443, protocol: HTTPS}'])],
    finds: ['the HTTPS listener https has no certificate'],
  },
  {
    id: 'C16',
    says: 'TLS that terminates without a certificate',
    rule: 'gateway/listener',
    manifests: [gateway(['{name: tls, port: 443, protocol: TLS, tls: {certificateRefs: []}}'])],
    finds: ['the TLS listener tls has no certificate'],
  },
  {
    id: 'C17',
    says: 'a hostname on TCP',
    rule: 'gateway/listener',
    manifests: [gateway(['{name: tcp, port: 5432, protocol: TCP, hostname: db.example.com}'])],
    finds: ['must not have a hostname'],
  },
  {
    id: 'C18',
    says: 'a TCPRoute on TLS that terminates',
    rule: 'gateway/not-allowed',
    manifests: [
      gateway(['{name: tls, port: 443, protocol: TLS, tls: {certificateRefs: [{name: cert}]}}']),
      route({ kind: 'TCPRoute' }),
    ],
    finds: [],
  },
  {
    id: 'C18',
    says: 'but not on TLS that passes through',
    rule: 'gateway/not-allowed',
    manifests: [
      gateway(['{name: tls, port: 443, protocol: TLS, tls: {mode: Passthrough}}']),
      route({ kind: 'TCPRoute' }),
    ],
    finds: ['(TLS) takes TLSRoute'],
  },
  {
    id: 'C19',
    says: 'a grant in the namespace of the route',
    rule: 'gateway/backend',
    manifests: [gateway([HTTP]), service('app', 'shop'), grant('edge', 'HTTPRoute'), elsewhere()],
    finds: ['no ReferenceGrant in shop'],
  },
  {
    id: 'C19',
    says: 'and in that of the Service',
    rule: 'gateway/backend',
    manifests: [gateway([HTTP]), service('app', 'shop'), grant('shop', 'HTTPRoute'), elsewhere()],
    finds: [],
  },
  {
    id: 'C20',
    says: 'a grant for another kind of route',
    rule: 'gateway/backend',
    manifests: [
      gateway([HTTP]),
      service('app', 'shop'),
      grant('shop', 'HTTPRoute'),
      elsewhere('GRPCRoute'),
    ],
    finds: ['no ReferenceGrant in shop'],
  },
  {
    id: 'C21',
    says: 'a redirect with backends',
    rule: 'gateway/route-invalid',
    manifests: [withRedirect('scheme: https', 'backendRefs: [{name: app, port: 80}]')],
    finds: ['must not have backendRefs'],
  },
  {
    id: 'C22',
    says: 'ReplacePrefixMatch with two matches',
    rule: 'gateway/route-invalid',
    manifests: [rewrite('[{path: {value: /a}}, {path: {value: /b}}]')],
    finds: ['ReplacePrefixMatch needs exactly one match'],
  },
  {
    id: 'C22',
    says: 'ReplacePrefixMatch with an exact match',
    rule: 'gateway/route-invalid',
    manifests: [rewrite('[{path: {type: Exact, value: /a}}]')],
    finds: ['ReplacePrefixMatch needs exactly one match'],
  },
  {
    id: 'C23',
    says: 'redirect status 308, which CRDs since v1.5 accept',
    rule: 'gateway/route-invalid',
    manifests: [withRedirect('statusCode: 308')],
    finds: [],
  },
  ...['/a//b', 'a', '/a%2Fb'].map(path => ({
    id: 'C24',
    says: `the path ${path}`,
    rule: 'gateway/route-invalid',
    manifests: [withPath(path)],
    finds: [`the path ${path} must`],
  })),
  {
    id: 'C25',
    says: 'a Service without port',
    rule: 'gateway/route-invalid',
    manifests: [route({ rules: '- backendRefs: [{name: app}]' })],
    finds: ['the backendRef app needs a port'],
  },
  {
    id: 'C26',
    says: 'a TLSRoute without hostnames',
    rule: 'gateway/route-invalid',
    manifests: [route({ kind: 'TLSRoute', rules: '- backendRefs: [{name: app, port: 443}]' })],
    finds: ['a TLSRoute needs hostnames'],
  },
];

describe('gateway vectors', () => {
  it.each(vectors)('$id: $says', ({ rule, manifests, finds }) => {
    const found = messagesOf(rule, ...manifests);
    expect(found).toEqual(finds.map(part => expect.stringContaining(part)));
  });

  it('C3: a sectionName selects one listener', () => {
    const { routes } = clusterOf(
      gateway([HTTP, https()]),
      route({ parents: ['{name: public, namespace: edge, sectionName: https}'] }),
    );
    const listeners = routes[0]?.parents[0]?.listeners ?? [];
    expect(listeners.map(({ name }) => name?.text)).toEqual(['https']);
  });

  it('C28: annotations of the Gateway do not reach its Service', () => {
    const { gateways } = clusterOf(
      gateway([HTTP], {
        metadata: 'annotations: {lbipam.cilium.io/ips: 192.0.2.10}',
        controller: ENVOY,
      }),
    );
    expect(gateways[0]?.service.annotations).toEqual([]);
  });

  it('C29: those of spec.infrastructure do', () => {
    const { gateways } = clusterOf(
      gateway([HTTP], {
        infrastructure: 'annotations: {lbipam.cilium.io/ips: 192.0.2.10}',
        controller: ENVOY,
      }),
    );
    const annotations = gateways[0]?.service.annotations ?? [];
    expect(annotations.map(({ key, text }) => [key.text, text])).toEqual([
      ['lbipam.cilium.io/ips', '192.0.2.10'],
    ]);
  });

  // Which CRDs a cluster has is not in its manifests.
  it.skip('C23: redirect status 308 with CRDs of v1.4', () => {});
  it.skip('C27: TCPRoute v1alpha2 with standard CRDs of v1.6', () => {});
});
