import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { matchPath } from '../../src/glob/path-match.ts';

const DIRECTORIES =
  'apps apps/a apps/a/base apps/b apps/b/overlays apps/b/overlays/prod apps/my_app infra infra/x infra/x/y'.split(
    ' ',
  );

/** The directories a list of patterns includes, the `!` ones excluded, as an ApplicationSet does. */
function select(patterns: readonly string[]): string[] {
  const excluded = patterns.filter(pattern => pattern.startsWith('!'));
  return DIRECTORIES.filter(
    directory =>
      patterns.some(pattern => matchPath(pattern, directory) === 'match') &&
      !excluded.some(pattern => matchPath(pattern.slice(1), directory) === 'match'),
  );
}

describe('git directory patterns of an ApplicationSet', () => {
  test.each([
    ['D1', ['*'], 'apps infra'],
    ['D2', ['apps/*'], 'apps/a apps/b apps/my_app'],
    ['D3', ['apps/*/*'], 'apps/a/base apps/b/overlays'],
    ['D4', ['apps/**'], 'apps/a apps/b apps/my_app'],
    ['D5', ['**'], 'apps infra'],
    ['D6', ['apps/a'], 'apps/a'],
    ['D7', ['apps/a/'], ''],
    ['D8', ['/apps/*'], ''],
    ['D9', ['./apps/*'], ''],
    ['D10', ['apps/[ab]'], 'apps/a apps/b'],
    ['D11', ['apps/[!ab]'], 'apps/a apps/b'],
    ['D12', ['apps/[^ab]'], ''],
    ['D13', ['apps/?'], 'apps/a apps/b'],
    ['D14', ['apps/{a,b}'], ''],
    ['D15', ['apps/*/overlays/*'], 'apps/b/overlays/prod'],
    ['D16', ['*/*'], 'apps/a apps/b apps/my_app infra/x'],
    ['D17', ['apps'], 'apps'],
    ['D18', ['apps/my*'], 'apps/my_app'],
    ['D19', ['apps/*_app'], 'apps/my_app'],
    ['D20', ['APPS/*'], ''],
    ['D21', ['apps/[a'], ''],
    ['D22', ['apps/\\a'], 'apps/a'],
    ['D23', ['**/overlays/*'], ''],
    ['D24', ['apps/**/overlays'], 'apps/b/overlays'],
    ['D25 empty', [''], ''],
    ['D25 dot', ['.'], ''],
    ['D25 doubled slash', ['apps//*'], ''],
    ['D25 parent', ['../apps/*'], ''],
    ['D26', ['.github/*'], ''],
    ['D27', ['apps/*', '!apps/b'], 'apps/a apps/my_app'],
    ['D28', ['!apps/b', 'apps/b'], ''],
    ['D29', ['!apps/*'], ''],
    ['D30', ['apps/*', '!apps/[a'], 'apps/a apps/b apps/my_app'],
  ])('%s %j', (_, patterns, expected) => {
    expect(select(patterns).join(' ')).toBe(expected);
  });

  test.each([
    'apps/[a',
    '[',
    '[]a]',
    '[-]',
    '[x-]',
    '[-x]',
    '[a-b-c]',
    '[',
    '[^',
    '[^bc',
    'a[',
    'a\\',
    '*[',
  ])('%s is malformed, whatever the name', pattern => {
    expect(matchPath(pattern, 'zzz')).toBe('bad-pattern');
  });

  test.each([
    ['a class may hold a slash', 'a[^b]c', 'a/c', 'match'],
    ['a star takes the first place of what follows it', '**[^a]***', 'bba---/a', 'no-match'],
    ['a character beyond the basic plane is one', '?', '😀', 'match'],
    ['a range', '[a-c]x', 'bx', 'match'],
    ['an escaped bracket', '[\\]]', ']', 'match'],
  ])('%s', (_, pattern, name, expected) => {
    expect(matchPath(pattern, name)).toBe(expected);
  });
});

/** Tries everything; right, and slow on long texts. Classes cannot hold a slash here. */
function naive(pattern: string, name: string): boolean {
  if (pattern === '') return name === '';
  if (pattern[0] === '*') {
    return naive(pattern.slice(1), name) || (/^[^/]/.test(name) && naive(pattern, name.slice(1)));
  }
  if (name === '') return false;
  const one = pattern[0] === '?' ? name[0] !== '/' : pattern[0] === name[0];
  return one && naive(pattern.slice(1), name.slice(1));
}

describe('laws', () => {
  const text = (...characters: string[]): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...characters), { maxLength: 8 }).map(parts => parts.join(''));

  it('agrees with trying everything', () => {
    fc.assert(
      fc.property(text('a', 'b', '/', '*', '?'), text('a', 'b', '/'), (pattern, name) => {
        expect(matchPath(pattern, name)).toBe(naive(pattern, name) ? 'match' : 'no-match');
      }),
      { numRuns: 2000 },
    );
  });

  it('a quoted name matches itself', () => {
    fc.assert(
      fc.property(fc.string(), name => {
        expect(matchPath(name.replace(/[*?[\\]/g, '\\$&'), name)).toBe('match');
      }),
    );
  });

  it('ends soon on many stars', () => {
    const start = performance.now();
    expect(matchPath('*a'.repeat(200), `${'a'.repeat(5000)}/`)).toBe('no-match');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
