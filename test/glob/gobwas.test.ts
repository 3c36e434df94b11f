import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { matchGobwas } from '../../src/glob/gobwas.ts';

const matches = (pattern: string, text: string, separators: string): string =>
  matchGobwas(pattern, text, separators);

describe('source repositories of an AppProject, separated by /', () => {
  const REPOSITORY = 'https://github.com/org/repo';
  test.each([
    ['*', 'no-match'],
    ['**', 'match'],
    ['https://github.com/*', 'no-match'],
    ['https://github.com/org/*', 'match'],
    ['https://github.com/**', 'match'],
    ['https://*.com/org/repo', 'match'],
    ['https://github.com/{org,other}/repo', 'match'],
    ['https://github.com/or?/repo', 'match'],
    ['https://github.com/[op]rg/repo', 'match'],
    ['https://github.com/[!x]rg/repo', 'match'],
    ['https://github.com/[a-z]rg/repo', 'match'],
    ['https://github.com/[x-z]rg/repo', 'no-match'],
    ['https://github.com/org/repo', 'match'],
    ['https://github.com/ORG/repo', 'no-match'],
  ])('%s: %s', (pattern, expected) => {
    expect(matches(pattern, REPOSITORY, '/')).toBe(expected);
  });
});

describe('destinations and directory includes, without separators', () => {
  test.each([
    ['*', 'a/b', 'match'],
    ['*.yaml', 'sub/x.yaml', 'match'],
    ['{*.yaml,*.yml}', 'a/x.yml', 'match'],
    ['team-*', 'team-a', 'match'],
    ['team-?', 'team-ab', 'no-match'],
    ['a{b,c{d,e}}f', 'acef', 'match'],
    ['a{,b}', 'a', 'match'],
    ['\\*', '*', 'match'],
    ['\\*', 'a', 'no-match'],
    ['[ab-c]', '-', 'match'],
    ['[^a]', '^', 'match'],
    ['}', '}', 'match'],
    ['a,b', 'a,b', 'match'],
    ['', '', 'match'],
    ['', 'a', 'no-match'],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matches(pattern, text, '')).toBe(expected);
  });

  test.each(['[', '[]', '[a', '[a-', '[c-a]', '[a-bx]', '[!', 'x{a', '{a,{b}'])(
    '%s is malformed',
    pattern => {
      expect(matchGobwas(pattern, 'a')).toBe('bad-pattern');
    },
  );

  it('agrees with a regular expression', () => {
    const piece = fc.constantFrom('a', 'b', '/', '*', '**', '?', '{a,b/}', '[ab]', '[!a]');
    const inRegex: Readonly<Record<string, string>> = {
      '*': '[^/]*',
      '**': '[^]*',
      '?': '[^/]',
      '{a,b/}': '(?:a|b/)',
      '[!a]': '[^a]',
    };
    const name = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 7 });
    // Two neighbouring stars would be read as the double star.
    const pattern = fc
      .array(piece, { maxLength: 5 })
      .filter(
        parts => !parts.some((part, i) => part.startsWith('*') && parts[i + 1]?.startsWith('*')),
      );
    fc.assert(
      fc.property(pattern, name, (parts, letters) => {
        const regex = new RegExp(`^${parts.map(part => inRegex[part] ?? part).join('')}$`);
        const text = letters.join('');
        expect(matchGobwas(parts.join(''), text, '/')).toBe(
          regex.test(text) ? 'match' : 'no-match',
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('ends soon on many stars and braces', () => {
    const start = performance.now();
    expect(matchGobwas(`${'{a*,*b}'.repeat(100)}c`, 'ab'.repeat(500))).toBe('no-match');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
