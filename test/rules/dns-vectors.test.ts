import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../src/model/cluster/cluster.ts';
import type { DnsController } from '../../src/model/cluster/dns/controllers.ts';
import { inDomainFilters } from '../../src/model/cluster/dns/publication.ts';
import { publishedRoutes, routeRecords } from '../../src/model/cluster/dns/records.ts';
import { clusterOf, externalDns, gateway, messagesOf, route } from './gateway-cluster.ts';

/** Vectors C30 to C48: what external-dns makes of gateways, routes and their annotations. */

const ALPHA = 'external-dns.alpha.kubernetes.io/';
const SOURCE = ['--provider=cloudflare', '--source=gateway-httproute'];
const LISTENER = '{name: http, port: 80, protocol: HTTP, hostname: "*.example.com"}';
const annotated = (name: string, value: string) => `annotations: {${ALPHA}${name}: "${value}"}`;

const first = ({ dnsControllers: [controller] }: Cluster): DnsController => {
  if (!controller) throw new Error('no external-dns');
  return controller;
};

/** The names that are published, without their places. */
function names(...manifests: readonly string[]): string[] {
  const cluster = clusterOf(...manifests);
  return publishedRoutes(cluster, first(cluster)).flatMap(published =>
    published.names.map(({ name }) => name),
  );
}

describe('external-dns vectors', () => {
  it('C30: the target of the gateway is that of the record', () => {
    const cluster = clusterOf(
      externalDns(SOURCE),
      gateway([LISTENER], { metadata: annotated('target', '1.2.3.4') }),
      route({ hostnames: ['a.example.com'] }),
    );
    const records = routeRecords(cluster, first(cluster));
    expect(records.map(({ name, target }) => [name, target])).toEqual([
      ['a.example.com', '1.2.3.4'],
    ]);
  });

  it('C31: a target on a route is ignored', () => {
    const metadata = annotated('target', '1.2.3.4');
    expect(messagesOf('dns/target', gateway([LISTENER]), route({ metadata }))).toEqual([
      'external-dns does not read a target on HTTPRoute edge/app',
    ]);
  });

  it.each(['hostname', 'cloudflare-proxied'])('C32: %s on a gateway is ignored', name => {
    expect(
      messagesOf('dns/target', gateway([LISTENER], { metadata: annotated(name, 'x') })),
    ).toEqual([`external-dns does not read ${name} on Gateway edge/public`]);
  });

  it('C33: v0.22 ignores the alpha prefix', () => {
    const manifests = [
      externalDns(SOURCE, 'v0.22.0'),
      gateway([LISTENER], { metadata: annotated('target', '1.2.3.4') }),
      route({ hostnames: ['a.example.com'] }),
    ];
    const cluster = clusterOf(...manifests);
    expect(routeRecords(cluster, first(cluster))).toEqual([]);
    expect(messagesOf('dns/annotation-name', ...manifests)).toEqual([
      `external-dns here reads annotations under external-dns.kubernetes.io/, not ${ALPHA}`,
    ]);
  });

  it.each([
    [
      'C34',
      'an annotation adds to the name of the listener',
      [],
      ['*.example.com', 'a.example.com'],
    ],
    ['C35', 'unless only the annotation counts', ['annotation-only'], ['a.example.com']],
    ['C36', 'or only names that the route defines', ['defined-hosts-only'], []],
  ] as const)('%s: %s', (_id, _says, [source], expected) => {
    const more = source ? `, ${ALPHA}gateway-hostname-source: ${source}` : '';
    const metadata = `annotations: {${ALPHA}hostname: a.example.com${more}}`;
    expect(names(externalDns(SOURCE), gateway([LISTENER]), route({ metadata }))).toEqual(expected);
  });

  it('C37: spaces in a list of hostnames are removed', () => {
    const metadata = annotated('hostname', 'a.example.com, b.example.com');
    const published = names(
      externalDns(SOURCE),
      gateway(['{name: http, port: 80, protocol: HTTP}']),
      route({ metadata }),
    );
    expect(published).toEqual(['a.example.com', 'b.example.com']);
  });

  it('C39: what is no boolean leaves the default of the controller', () => {
    const tcp = (value: string) =>
      messagesOf(
        'dns/proxied',
        externalDns(['--provider=cloudflare', '--source=gateway-tcproute', '--cloudflare-proxied']),
        gateway(['{name: db, port: 5432, protocol: TCP}']),
        route({
          kind: 'TCPRoute',
          metadata: `annotations: {${ALPHA}hostname: db.example.com, ${ALPHA}cloudflare-proxied: "${value}"}`,
        }),
      );
    expect(tcp('no')).toEqual([
      'TCPRoute edge/app is proxied by Cloudflare, which passes HTTP only',
    ]);
    expect(tcp('F')).toEqual([]);
  });

  it.each([
    ['C43', 'example.com', 'badexample.com', false],
    ['C43', 'example.com', 'example.com', true],
    ['C44', '.example.com', 'example.com', false],
    ['C44', '.example.com', 'a.example.com', true],
  ])('%s: the filter %s and the name %s', (_id, filter, name, expected) => {
    const controller = first(clusterOf(externalDns([`--domain-filter=${filter}`])));
    expect(inDomainFilters(controller, name)).toBe(expected);
  });

  it('C45: two TTLs of one name collide', () => {
    const target = annotated('target', '1.2.3.4');
    const timed = (name: string, ttl: number) =>
      route({ name, hostnames: ['a.example.com'], metadata: annotated('ttl', `${ttl}`) });
    const found = messagesOf(
      'dns/conflict',
      externalDns(SOURCE),
      gateway([LISTENER], { metadata: target }),
      timed('a', 60),
      timed('b', 120),
    );
    expect(found).toEqual(['a.example.com has a TTL of 120 here, but of 60 by HTTPRoute edge/a']);
  });

  it('C46: an address with a final dot is dropped', () => {
    const endpoint =
      'apiVersion: externaldns.k8s.io/v1alpha1\nkind: DNSEndpoint\nmetadata: {name: a, namespace: edge}\nspec: {endpoints: [{dnsName: a.example.com, recordType: A, targets: [1.2.3.4.]}]}\n';
    expect(messagesOf('dns/target', endpoint)).toEqual([
      'external-dns drops the A record: its target ends with a dot',
    ]);
  });

  it("C47: another controller's route is skipped", () => {
    const metadata = annotated('controller', 'other');
    const hostnames = ['a.example.com'];
    expect(names(externalDns(SOURCE), gateway([LISTENER]), route({ metadata, hostnames }))).toEqual(
      [],
    );
  });

  it('C48: routes of another gateway than --gateway-name are skipped', () => {
    const dns = externalDns([...SOURCE, '--gateway-name=public']);
    const internal = gateway([LISTENER], { name: 'internal' });
    const on = (name: string) =>
      route({ hostnames: ['a.example.com'], parents: [`{name: ${name}, namespace: edge}`] });
    expect(names(dns, internal, on('internal'))).toEqual([]);
    expect(names(dns, gateway([LISTENER]), on('public'))).toEqual(['a.example.com']);
  });

  // No rule of the catalogue reads the values of TTLs; records are compared by what is written.
  it.skip('C38: TTLs that are ignored or rounded', () => {});
  // Rules follow routes and DNSEndpoints; records of Ingresses and Services are not modelled.
  it.skip('C40: ingress-hostname-source', () => {});
  it.skip('C41: external IPs of a Service before its load balancer', () => {});
  it.skip('C42: a Service without a hostname annotation', () => {});
});
