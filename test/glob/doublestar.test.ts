import { describe, expect, it, test } from 'vitest';
import { matchDoublestar } from '../../src/glob/doublestar.ts';

describe('value-file globs', () => {
  test.each([
    ['*.yaml', 'values.yaml', 'match'],
    ['*.yaml', 'a/values.yaml', 'no-match'],
    ['**/*.yaml', 'values.yaml', 'match'],
    ['**/*.yaml', 'a/b/values.yaml', 'match'],
    ['a/**', 'a', 'match'],
    ['a/**', 'a/b/c', 'match'],
    ['a/**/', 'a', 'match'],
    ['a/**/c', 'a/c', 'match'],
    ['a/**/c', 'a/b/b/c', 'match'],
    ['a/**/c', 'a/bc', 'no-match'],
    ['a**c', 'abc', 'match'],
    ['a**c', 'a/c', 'no-match'],
    ['{a,b}/*.yaml', 'b/x.yaml', 'match'],
    ['{a,b/{c,d}}.yaml', 'b/d.yaml', 'match'],
    ['*{a/b,*}', 'b/a', 'no-match'],
    ['a/**/{a/b,*}', 'a', 'no-match'],
    ['[ab].yaml', 'a.yaml', 'match'],
    ['[!ab].yaml', 'c.yaml', 'match'],
    ['[^ab].yaml', 'a.yaml', 'no-match'],
    ['[a-c]', 'b', 'match'],
    ['\\*', '*', 'match'],
    ['?', '/', 'no-match'],
    ['.*', '.hidden', 'match'],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(matchDoublestar(pattern, name)).toBe(expected);
  });

  test.each(['[', '[]', '[a', '{a', '{a,b', 'a}', '{a}}', 'a\\', '[!]'])(
    '%s is malformed',
    pattern => {
      expect(matchDoublestar(pattern, 'zz')).toBe('bad-pattern');
    },
  );

  it('answers unknowable for a bomb of alternatives', () => {
    expect(matchDoublestar('{a,b}'.repeat(20), 'a')).toBe('unknowable');
  });

  it('ends soon on many stars', () => {
    const start = performance.now();
    expect(matchDoublestar(`${'**/*a*/'.repeat(50)}x`, 'a/'.repeat(500))).toBe('no-match');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
