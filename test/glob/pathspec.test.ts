import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { compilePathspec } from '../../src/glob/pathspec.ts';

const FILES =
  '.hidden/x/config.json apps/a/config.json apps/a/sub/config.json apps/b/config.json apps/b/other.yaml apps/config.json config.json'.split(
    ' ',
  );

function select(pathspec: string): string {
  const compiled = compilePathspec(pathspec);
  return compiled.ok ? FILES.filter(compiled.matches).join(' ') : compiled.kind;
}

const IN_APPS = 'apps/a/config.json apps/a/sub/config.json apps/b/config.json';

describe('git file patterns of an ApplicationSet', () => {
  test.each([
    ['F1 one star', 'apps/*/config.json', IN_APPS],
    ['F1 two stars', 'apps/**/config.json', IN_APPS],
    ['F2 two stars', '**/config.json', `.hidden/x/config.json ${IN_APPS} apps/config.json`],
    ['F2 one star', '*/config.json', `.hidden/x/config.json ${IN_APPS} apps/config.json`],
    ['F3', 'apps/*.json', `${IN_APPS} apps/config.json`],
    ['F4', '*.json', `.hidden/x/config.json ${IN_APPS} apps/config.json config.json`],
    ['F5', 'apps', FILES.filter(file => file.startsWith('apps/')).join(' ')],
    ['F6', './apps/a/*', 'apps/a/config.json apps/a/sub/config.json'],
    ['F7', '/apps/a/*', 'error'],
    ['F8', 'apps/{a,b}/config.json', ''],
    ['F9', ':(glob)apps/*/config.json', 'apps/a/config.json apps/b/config.json'],
    [
      'glob, any depth',
      ':(glob)**/config.json',
      FILES.filter(f => f.endsWith('config.json')).join(' '),
    ],
    ['glob, below', ':(glob)apps/a/**', 'apps/a/config.json apps/a/sub/config.json'],
    ['literal', ':(literal)apps/*.json', ''],
    ['icase', ':(icase)APPS/A/*', 'apps/a/config.json apps/a/sub/config.json'],
    ['exclude', ':(exclude)apps', '.hidden/x/config.json config.json'],
    ['exclude, short', ':!apps/*', '.hidden/x/config.json config.json'],
    ['top', ':/config.json', 'config.json'],
    ['outside', '../x', 'error'],
    ['outside, hidden', 'apps/../../x', 'error'],
    ['empty', '', 'error'],
    ['unknown magic', ':(bogus)x', 'error'],
    ['open magic', ':(glob', 'error'],
    ['attributes', ':(attr:foo)x', 'unknowable'],
    ['an open class', 'apps/[ab', ''],
    ['a class', 'apps/[!a]/*', 'apps/b/config.json apps/b/other.yaml'],
    ['a named class', 'apps/[[:lower:]]/c*', 'apps/a/config.json apps/b/config.json'],
    ['a trailing slash', 'apps/a/', 'apps/a/config.json apps/a/sub/config.json'],
    ['a file with a trailing slash', 'config.json/', ''],
    ['doubled slashes and dots', 'apps//./b/../a/config.json', 'apps/a/config.json'],
  ])('%s %s', (_, pathspec, expected) => {
    expect(select(pathspec)).toBe(expected);
  });

  it('ends soon on many stars', () => {
    const compiled = compilePathspec(`${'*a'.repeat(100)}b`);
    const start = performance.now();
    expect(compiled.ok && compiled.matches('a'.repeat(2000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('git itself', () => {
  const root = mkdtempSync(join(tmpdir(), 'pathspec-'));
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

  beforeAll(() => {
    for (const file of FILES) {
      mkdirSync(join(root, dirname(file)), { recursive: true });
      writeFileSync(join(root, file), '');
    }
    git('init', '-q');
    git('add', '-A');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each([
    'apps/*/config.json',
    '**/config.json',
    '*.json',
    'apps',
    'apps/',
    './apps/a/*',
    'apps/{a,b}/config.json',
    ':(glob)apps/*/config.json',
    ':(glob)**/config.json',
    ':(glob)apps/**',
    ':(glob)**',
    ':(glob)apps/**/config.json',
    ':(glob)a**/config.json',
    ':(icase)APPS/A/*',
    ':(exclude)apps',
    ':!apps/*',
    ':^config.json',
    ':/config.json',
    ':',
    '.',
    '*',
    '?onfig.json',
    'apps/[ab]/*',
    'apps/[!a]/*',
    'apps/[^a]/*',
    'apps/[[:alpha:]]/*',
    'apps/[]a]/*',
    'apps/[ab',
    'apps/\\a/*',
    'apps\\',
    'apps/a/../b',
    'config.json/',
    'apps//a',
    '../x',
    '/apps',
    ':(bogus)x',
    ':(literal)apps/*',
    ':(literal,glob)x',
    ':(top,icase)CONFIG.JSON',
  ])('agrees about %s', pathspec => {
    let expected: string;
    try {
      expected = git('ls-files', '--', pathspec).trim().split('\n').join(' ');
    } catch {
      expected = 'error';
    }
    expect(select(pathspec)).toBe(expected);
  });
});
