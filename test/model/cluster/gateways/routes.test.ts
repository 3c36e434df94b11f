import { describe, expect, it } from 'vitest';
import { admitting, servesRoute } from '../../../../src/model/cluster/gateways/attachment.ts';
import {
  clusterIn,
  clusterOf,
  gateway,
  messagesOf,
  repository,
  route,
} from '../../../rules/gateway-cluster.ts';

const HTTP = '{name: http, port: 80, protocol: HTTP}';
const ALL = 'allowedRoutes: {namespaces: {from: All}}';

const parentOf = (parent: string, ...manifests: readonly string[]) =>
  clusterOf(...manifests, route({ parents: [parent] })).routes[0]?.parents[0];

describe('parentRefs', () => {
  it.each([
    ['a Gateway', '{name: public}', 'found'],
    ['one that is not there', '{name: other}', 'absent'],
    ['one in another namespace', '{name: public, namespace: shop}', 'absent'],
    ['a ListenerSet', '{kind: ListenerSet, name: public}', 'unknowable'],
    ['a Service (mesh)', '{group: "", kind: Service, name: public}', 'unknowable'],
    ['a placeholder', '{name: "${GATEWAY}"}', 'unknowable'],
    ['a placeholder for the listener', '{name: public, sectionName: "${SECTION}"}', 'unknowable'],
  ])('%s', (_says, parent, status) => {
    expect(parentOf(parent, gateway([HTTP]))?.gateway.status).toBe(status);
  });

  it('of a gateway that is declared twice means the declaration that fits', () => {
    const secure = `{name: https, port: 443, protocol: HTTPS, ${ALL}}`;
    const within = (folder: string, ...manifests: readonly string[]) =>
      Object.entries(repository(...manifests)).map(([path, text]) => [`${folder}/${path}`, text]);
    const { routes } = clusterIn(
      Object.fromEntries([
        ...within('bootstrap', gateway([HTTP])),
        ...within('edge', gateway([HTTP, secure])),
        ...within('shop', route({ parents: ['{name: public, sectionName: https}'] })),
      ]),
    );
    const parent = routes[0]?.parents[0];
    expect(parent?.listeners.map(({ name }) => name?.text)).toEqual(['https']);
  });

  it('select listeners by port as well', () => {
    const listeners = [HTTP, '{name: alt, port: 8080, protocol: HTTP}'];
    const parent = parentOf('{name: public, port: 8080}', gateway(listeners));
    expect(parent?.listeners.map(({ name }) => name?.text)).toEqual(['alt']);
  });
});

describe('attachment', () => {
  const attached = (listener: string, parts: Parameters<typeof route>[0]) => {
    const cluster = clusterOf(gateway([listener]), route(parts));
    const [only] = cluster.routes;
    const [parent] = only?.parents ?? [];
    if (!only || !parent) throw new Error('incomplete');
    return admitting(cluster, only, parent).filter(item => servesRoute(item, only)).length > 0;
  };
  const tls = (mode: string) => `{name: l, port: 443, protocol: TLS, tls: {mode: ${mode}}}`;

  it.each([
    ['GRPCRoute on HTTP', HTTP, { kind: 'GRPCRoute' }, true],
    ['TLSRoute on TLS', tls('Passthrough'), { kind: 'TLSRoute', hostnames: ['a.b'] }, true],
    ['TCPRoute on TLS that passes through', tls('Passthrough'), { kind: 'TCPRoute' }, false],
    ['TCPRoute on TLS that terminates', tls('Terminate'), { kind: 'TCPRoute' }, true],
    ['TLSRoute on HTTP', HTTP, { kind: 'TLSRoute' }, false],
    ['another namespace', HTTP, { namespace: 'shop' }, false],
    [
      'another namespace, all allowed',
      `{name: l, port: 80, protocol: HTTP, ${ALL}}`,
      { namespace: 'shop' },
      true,
    ],
    [
      'no hostname in common',
      '{name: l, port: 80, protocol: HTTP, hostname: a.b}',
      { hostnames: ['a.c'] },
      false,
    ],
    ['no hostname of its own', '{name: l, port: 80, protocol: HTTP, hostname: a.b}', {}, true],
    ['an unknown protocol', '{name: l, port: 80, protocol: example.com/x}', {}, true],
  ])('%s', (_says, listener, parts, expected) => {
    expect(attached(listener, parts)).toBe(expected);
  });
});

describe('hostnames over several parents', () => {
  const onHost = (name: string, hostname: string) =>
    gateway([`{name: http, port: 80, protocol: HTTP, hostname: "${hostname}"}`], { name });
  const two = ['{name: a}', '{name: b}'];

  it('one parent that serves a name is enough', () => {
    const manifests = [
      onHost('a', '*.example.com'),
      onHost('b', '*.example.org'),
      route({ parents: two, hostnames: ['x.example.com', 'x.example.org'] }),
    ];
    expect(messagesOf('gateway/hostname', ...manifests)).toEqual([]);
  });

  it('unless another serves none', () => {
    const manifests = [
      onHost('a', '*.example.com'),
      onHost('b', '*.example.org'),
      route({ parents: two, hostnames: ['x.example.com'] }),
    ];
    expect(messagesOf('gateway/hostname', ...manifests)).toEqual([
      'the listener http of Gateway edge/b does not serve x.example.com',
    ]);
  });
});
