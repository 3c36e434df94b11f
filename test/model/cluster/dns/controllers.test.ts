import { describe, expect, it } from 'vitest';
import {
  parseBool,
  parseSelector,
  satisfies,
} from '../../../../src/model/cluster/dns/controllers.ts';
import { flagFlaws } from '../../../../src/model/cluster/dns/flags.ts';
import { inDomainFilters } from '../../../../src/model/cluster/dns/publication.ts';
import { clusterOf, externalDns } from '../../../rules/gateway-cluster.ts';
import { wordsOf } from '../../../support/words.ts';

const controllerOf = (args: readonly string[], version?: string) => {
  const [controller] = clusterOf(externalDns(args, version)).dnsControllers;
  if (!controller) throw new Error('no external-dns');
  return controller;
};

describe('label selectors', () => {
  it.each([
    ['a=1', { a: '1' }, true],
    ['a=1', { a: '2' }, false],
    ['a==1,b=2', { a: '1', b: '2' }, true],
    ['a=1, b=2', { a: '1' }, false],
    ['a!=1', {}, true],
    ['a!=1', { a: '1' }, false],
    ['a', { a: '' }, true],
    ['!a', { a: '' }, false],
    ['a in (1, 2), b', { a: '2', b: '' }, true],
    ['a in (1,2)', { a: '3' }, false],
    ['a notin (1,2)', {}, true],
    ['a notin (1,2)', { a: '1' }, false],
    ['', {}, true],
  ])('%s on %o: %s', (selector, labels, expected) => {
    expect(satisfies(new Map(Object.entries(labels)), parseSelector(selector))).toBe(expected);
  });
});

describe('arguments', () => {
  it('are read with and without an equals sign, the last one counting', () => {
    const controller = controllerOf([
      '--source=ingress',
      '--source',
      'crd',
      '--provider=aws',
      '--provider=cloudflare',
      '--gateway-name=public',
    ]);
    expect([...controller.sources]).toEqual(['ingress', 'crd']);
    expect(controller.provider).toBe('cloudflare');
    expect(controller.gatewayName).toBe('public');
  });

  it.each([
    [['--cloudflare-proxied'], true],
    [['--cloudflare-proxied=true'], true],
    [['--cloudflare-proxied=false'], false],
    [[], false],
  ])('%j: proxied %s', (args, expected) => {
    expect(controllerOf(args).proxied).toBe(expected);
  });

  it.each([
    ['v0.20.0', 'external-dns.alpha.kubernetes.io/'],
    ['v0.22.1', 'external-dns.kubernetes.io/'],
  ])('the prefix of %s is %s', (version, expected) => {
    expect(controllerOf([], version).annotationPrefix).toBe(expected);
  });

  it("an explicit prefix wins over the version's", () => {
    const prefix = 'dns.example.com/';
    expect(controllerOf([`--annotation-prefix=${prefix}`], 'v0.22.0').annotationPrefix).toBe(
      prefix,
    );
  });

  it.each([
    [['--policy=sync', '--policy=sync'], ['--policy is given twice']],
    [['--events', '--no-events'], ['--no-events contradicts --events']],
    [['--source=crd', '--source=ingress', '--domain-filter=a', '--domain-filter=b'], []],
    [['--cloudflare-proxied', '--no-events', '--version', '--log-level='], []],
    [
      ['--no-cloudflare-proxied', '--cloudflare-proxied'],
      ['--cloudflare-proxied contradicts --no-cloudflare-proxied'],
    ],
    [
      ['--cloudflare-proxied=true'],
      ['--cloudflare-proxied takes no value: external-dns stops at an unexpected true'],
    ],
    [['--target=x'], ['external-dns 0.20 has no flag --target, and does not start with it']],
    [['--no-policy=x'], ['external-dns 0.20 has no flag --no-policy, and does not start with it']],
  ])('%j: %j', (args, expected) => {
    const { args: own, minor } = controllerOf(args);
    expect(flagFlaws(own, minor).map(({ message }) => wordsOf(message))).toEqual(expected);
  });

  it.each([
    ['v0.15.1', '--gateway-name=x', 'There is one from 0.16 on.'],
    ['v0.16.0', '--gateway-name=x', undefined],
    ['v0.18.0', '--txt-new-format-only', 'There is one up to 0.17.'],
    ['v0.17.0', '--txt-new-format-only', undefined],
    ['v0.99.0', '--whatever=x', undefined],
    ['v0.20.0', '--gateway-names=x', 'Did you mean --gateway-name?'],
  ])('%s with %s: %s', (version, arg, expected) => {
    const { args, minor } = controllerOf([arg], version);
    expect(flagFlaws(args, minor)[0]?.help?.replaceAll('`', '')).toBe(expected);
  });
});

describe('booleans', () => {
  it.each([
    ['true', true],
    ['T', true],
    ['0', false],
    ['yes', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is %s', (text, expected) => {
    expect(parseBool(text)).toBe(expected);
  });
});

describe('domain filters', () => {
  it.each([
    [[], 'a.example.com', true],
    [['--domain-filter=example.com', '--exclude-domains=a.example.com'], 'a.example.com', false],
    [['--domain-filter=example.com.'], 'A.Example.com', true],
    [['--domain-filter=example.com,example.org'], 'a.example.org', true],
    [['--regex-domain-filter=org$', '--domain-filter=example.com'], 'a.example.org', true],
  ])('%j and %s: %s', (args, name, expected) => {
    expect(inDomainFilters(controllerOf(args), name)).toBe(expected);
  });
});
