import { describe, expect, it } from 'vitest';
import { isPrivateAddress, obstacle } from '../../../../src/model/cluster/dns/publication.ts';
import { collide, endpointRecords } from '../../../../src/model/cluster/dns/records.ts';
import { clusterOf, externalDns, gateway, route } from '../../../rules/gateway-cluster.ts';

const LISTENER = '{name: http, port: 80, protocol: HTTP}';
const SOURCE = '--source=gateway-httproute';

function obstacleTo(args: readonly string[], routeMetadata?: string, gatewayMetadata?: string) {
  const cluster = clusterOf(
    externalDns(args),
    gateway([LISTENER], gatewayMetadata ? { metadata: gatewayMetadata } : {}),
    route({ hostnames: ['a.example.com'], ...(routeMetadata && { metadata: routeMetadata }) }),
  );
  const [controller] = cluster.dnsControllers;
  const [only] = cluster.routes;
  const [target] = cluster.gateways;
  if (!controller || !only || !target) throw new Error('incomplete');
  return obstacle(controller, only, target);
}

describe('what keeps a route from being published', () => {
  it.each([
    ['nothing', [SOURCE], undefined, undefined, undefined],
    ['no source for its kind', ['--source=ingress'], undefined, undefined, 'source'],
    [
      'the name of the gateway',
      [SOURCE, '--gateway-name=b'],
      undefined,
      undefined,
      'gateway-filter',
    ],
    ['its namespace', [SOURCE, '--gateway-namespace=b'], undefined, undefined, 'gateway-filter'],
    [
      'a label of the gateway',
      [SOURCE, '--gateway-label-filter=x=y'],
      'labels: {x: y}',
      undefined,
      'gateway-filter',
    ],
    [
      'a label of the route',
      [SOURCE, '--label-filter=x=y'],
      undefined,
      'labels: {x: y}',
      'route-filter',
    ],
    [
      'an annotation of the route',
      [SOURCE, '--annotation-filter=x in (y)'],
      undefined,
      undefined,
      'route-filter',
    ],
    [
      'the namespace of the route',
      [SOURCE, '--namespace=shop'],
      undefined,
      undefined,
      'route-filter',
    ],
    ['no label in the way', [SOURCE, '--label-filter=x=y'], 'labels: {x: y}', undefined, undefined],
    [
      'another controller',
      [SOURCE],
      'annotations: {external-dns.alpha.kubernetes.io/controller: none}',
      undefined,
      'controller-annotation',
    ],
  ])('%s', (_says, args, routeMetadata, gatewayMetadata, expected) => {
    expect(obstacleTo(args, routeMetadata, gatewayMetadata)).toBe(expected);
  });
});

describe('records of DNSEndpoints', () => {
  const endpoint = (name: string, labels: string) =>
    `apiVersion: externaldns.k8s.io/v1alpha1\nkind: DNSEndpoint\nmetadata: {name: ${name}, namespace: edge, labels: ${labels}}\nspec: {endpoints: [{dnsName: ${name}.example.com., recordType: CNAME, targets: [T.example.net.], recordTTL: 60}]}\n`;

  it('pass the label filter; case and final dots make no difference', () => {
    const cluster = clusterOf(
      externalDns(['--source=crd', '--label-filter=public=yes']),
      endpoint('a', '{public: "yes"}'),
      endpoint('b', '{}'),
    );
    const [controller] = cluster.dnsControllers;
    const records = controller ? endpointRecords(cluster, controller) : [];
    expect(records.map(({ name, target, ttl }) => [name, target, ttl])).toEqual([
      ['a.example.com', 't.example.net', '60'],
    ]);
    const [only] = records;
    const other = (target: string, ttl?: string) => only && collide(only, { ...only, target, ttl });
    expect(other('t.example.net')).toBeUndefined();
    expect(other('t.example.net', '120')).toBe('ttl');
    expect(other('1.2.3.4')).toBe('target');
    const address = only && { ...only, target: '1.2.3.4' };
    expect(address && collide(address, { ...address, target: '1.2.3.5' })).toBeUndefined();
  });
});

describe('private addresses', () => {
  it.each([
    ['192.168.0.1', true],
    ['172.31.0.1', true],
    ['172.32.0.1', false],
    ['100.64.0.1', true],
    ['fd00::1', true],
    ['2001:db8::1', false],
    ['example.com', false],
  ])('%s: %s', (text, expected) => {
    expect(isPrivateAddress(text)).toBe(expected);
  });
});
