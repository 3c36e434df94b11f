import { describe, expect, it } from 'vitest';
import { leadsToTunnel } from '../../../../src/model/cluster/dns/publication.ts';
import {
  findPort,
  findService,
  serviceOfHost,
} from '../../../../src/model/cluster/network/services.ts';
import { forwards, misplacedCatchAll } from '../../../../src/model/cluster/network/tunnels.ts';
import { positionAt, textOf } from '../../../../src/source/text.ts';
import { clusterOf, gateway } from '../../../rules/gateway-cluster.ts';

const HTTP = '{name: http, port: 80, protocol: HTTP}';
const ENVOY = 'gateway.envoyproxy.io/gatewayclass-controller';
const PARAMETERS =
  'parametersRef: {group: gateway.envoyproxy.io, kind: EnvoyProxy, name: proxy}\nannotations: {a: gateway, b: gateway}';
const proxy = (service: string) =>
  `apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: EnvoyProxy\nmetadata: {name: proxy, namespace: edge}\nspec: {provider: {type: Kubernetes, kubernetes: {envoyService: ${service}}}}\n`;

describe('the Service of a gateway', () => {
  const serviceOf = (...more: readonly string[]) =>
    clusterOf(gateway([HTTP], { infrastructure: PARAMETERS, controller: ENVOY }), ...more)
      .gateways[0]?.service;

  it('has the annotations of the EnvoyProxy, which win over those of the Gateway', () => {
    const service = serviceOf(proxy('{annotations: {a: proxy}, externalTrafficPolicy: Cluster}'));
    expect(service?.annotations.map(({ key, text }) => [key.text, text])).toEqual([
      ['b', 'gateway'],
      ['a', 'proxy'],
    ]);
    expect(service?.localTrafficPolicy).toBeUndefined();
    expect(service?.uncertain).toBe(false);
  });

  it('keeps traffic local by default', () => {
    expect(serviceOf(proxy('{}'))?.localTrafficPolicy).toBeDefined();
  });

  it.each([
    ['parameters that are not in the repository', []],
    ['a patch', [proxy('{patch: {value: {}}}')]],
  ])('may be anything with %s', (_says, more) => {
    expect(serviceOf(...more)?.uncertain).toBe(true);
  });

  it('has the type and address of the EnvoyProxy', () => {
    const service = serviceOf(proxy('{type: ClusterIP, loadBalancerIP: 192.0.2.1}'));
    expect(service?.type).toBe('ClusterIP');
    expect(service?.loadBalancerIp?.text).toBe('192.0.2.1');
  });
});

describe('Services by name', () => {
  const service = (name: string, spec: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: edge}\nspec: ${spec}\n`;
  const custom = (group: string) =>
    `apiVersion: ${group}/v1\nkind: Thing\nmetadata: {name: thing, namespace: edge}\n`;

  it.each([
    ['a manifest', [service('app', '{}')], 'found'],
    ['nothing', [service('other', '{}')], 'absent'],
    ["an operator's object beside it", [custom('databases.example.com')], 'unknowable'],
    ['an object of which no controller makes Services', [custom('cert-manager.io')], 'absent'],
    ['a gateway of that name', [gateway([HTTP], { name: 'app' })], 'unknowable'],
  ])('%s', (_says, manifests, status) => {
    expect(findService(clusterOf(...manifests).resources, 'edge', 'app').status).toBe(status);
  });

  it('ports are told by number', () => {
    const [app] = clusterOf(service('app', '{ports: [{name: http, port: 80}]}')).services;
    expect(app && findPort(app, 80).status).toBe('found');
    expect(app && findPort(app, 'http').status).toBe('absent');
  });

  it.each([
    ['app.edge.svc.cluster.local', { name: 'app', namespace: 'edge' }],
    ['app.edge.svc', { name: 'app', namespace: 'edge' }],
    ['app.edge', undefined],
    ['nas.lan', undefined],
    ['10.0.0.1', undefined],
  ])('%s', (host, expected) => {
    expect(serviceOfHost(host)).toEqual(expected);
  });
});

describe('tunnels', () => {
  const RULES = [
    'ingress:',
    '  - hostname: "*.example.com"',
    '    service: https://nginx.edge.svc:8443',
    '  - hostname: ssh.example.org',
    '    service: ssh://bastion.edge.svc',
    '  - service: http_status:404',
  ];
  const inline = (lines: readonly string[]) =>
    [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: {name: cloudflared, namespace: edge}',
      'data:',
      '  config.yaml: |',
      ...lines.map(line => `    ${line}`),
      '',
    ].join('\n');
  const tunnelOf = (lines: readonly string[]) => clusterOf(inline(lines)).tunnels[0];

  it('are read from the text of a ConfigMap, with exact places', () => {
    const origins = tunnelOf(RULES)?.rules.map(({ origin }) => origin) ?? [];
    expect(origins.map(origin => origin && [origin.host, origin.port])).toEqual([
      ['nginx.edge.svc', 8443],
      ['bastion.edge.svc', 22],
      undefined,
    ]);
    const [first] = origins;
    if (!first) throw new Error('no origin');
    expect(textOf(first.portAt)).toBe('8443');
    expect(textOf(first.hostAt)).toBe('nginx.edge.svc');
    expect(positionAt(first.hostAt.file, first.hostAt.start).line).toBe(8);
  });

  it.each([
    ["a list that is no tunnel's", ['ingress:', '  - from: []']],
    ['a map', ['ingress:', '  service: app']],
    ['text that is no YAML', ['ingress: [', '  service: app']],
  ])('%s is none', (_says, lines) => {
    expect(tunnelOf(lines)).toBeUndefined();
  });

  it.each([
    ['a.example.com', true],
    ['a.b.example.com', true],
    ['example.com', false],
    ['ssh.example.org', true],
    ['a.example.org', false],
  ])('%s is sent on: %s', (name, expected) => {
    const tunnel = tunnelOf(RULES);
    expect(tunnel && forwards(tunnel, name)).toBe(expected);
  });

  it('need a rule for everything else, at the end', () => {
    const whole = tunnelOf(RULES);
    const open = tunnelOf(RULES.slice(0, -1));
    const early = tunnelOf(['ingress:', RULES.at(-1) ?? '', ...RULES.slice(1)]);
    expect(whole && misplacedCatchAll(whole)).toEqual({ missing: undefined });
    expect(open && misplacedCatchAll(open).missing?.hostname?.text).toBe('ssh.example.org');
    expect(early && misplacedCatchAll(early).early?.service.text).toBe('http_status:404');
  });

  it.each([
    ['external.example.com', true],
    ['ddns.example.net', false],
    ['x.cfargotunnel.com', true],
  ])('records that point at %s lead to one: %s', (target, expected) => {
    const metadata = `annotations: {external-dns.alpha.kubernetes.io/target: ${target}}`;
    const [only] = clusterOf(gateway([HTTP], { metadata })).gateways;
    expect(only && leadsToTunnel(only, new Set(['external.example.com']))).toBe(expected);
  });
});
