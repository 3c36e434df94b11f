import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificateCovers, intersectHostnames, isInDomain } from '../../src/net/hostnames.ts';

const label = fc.constantFrom('a', 'b', 'example', 'com');
const plain = fc.array(label, { minLength: 1, maxLength: 4 }).map(labels => labels.join('.'));
const hostname = fc.oneof(
  plain,
  plain.map(name => `*.${name}`),
);

/** What a name or wildcard stands for, spelled out. */
const matches = (pattern: string, name: string): boolean =>
  pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern;

describe('intersection of hostnames', () => {
  it.each([
    ['*.example.com', 'www.example.com', 'www.example.com'],
    ['*.example.com', 'example.com', undefined],
    ['*.example.com', 'a.b.example.com', 'a.b.example.com'],
    ['*.example.com', '*.com', '*.example.com'],
    ['www.example.com', '*.example.com', 'www.example.com'],
    ['*.example.com', '*.example.com', '*.example.com'],
    ['*.example.com', '*.a.example.com', '*.a.example.com'],
    ['*.example.com', 'badexample.com', undefined],
    ['WWW.example.com', 'www.Example.com', 'www.example.com'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(intersectHostnames(a, b)).toBe(expected);
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(hostname, hostname, (a, b) => {
        expect(intersectHostnames(a, b)).toBe(intersectHostnames(b, a));
      }),
    );
  });

  it('stands for exactly the names that both stand for', () => {
    fc.assert(
      fc.property(hostname, hostname, plain, (a, b, name) => {
        const both = intersectHostnames(a, b);
        const inBoth = matches(a, name) && matches(b, name);
        expect(both !== undefined && matches(both, name)).toBe(inBoth);
      }),
    );
  });
});

describe('certificates', () => {
  it.each([
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', 'example.com', false],
    ['*.example.com', '*.example.com', true],
    ['*.example.com', '*.a.example.com', false],
    ['Example.com', 'example.COM', true],
  ])('%s covers %s: %s', (name, host, expected) => {
    expect(certificateCovers(name, host)).toBe(expected);
  });
});

describe('domains', () => {
  it.each([
    ['a.example.com', 'example.com', true],
    ['example.com', 'example.com', true],
    ['*.example.com', 'example.com', true],
    ['badexample.com', 'example.com', false],
  ])('%s in %s: %s', (name, domain, expected) => {
    expect(isInDomain(name, domain)).toBe(expected);
  });
});
