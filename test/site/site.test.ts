import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import MiniSearch, { type Options } from 'minisearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '../../scripts/site/build.ts';
import { brokenLinks } from '../../scripts/site/links.ts';
import type { Page } from '../../scripts/site/pages.ts';
import { rules } from '../../src/rules/index.ts';
import { remove, scratchFolder } from '../support/git-repository.ts';

const scratch = scratchFolder();
const site = join(scratch, 'site');
let pages: readonly Page[] = [];
beforeAll(() => {
  pages = buildSite(site);
}, 60_000);
afterAll(() => remove(scratch));

describe('the site', () => {
  it('has a page for each guide and each rule, with their titles', () => {
    const titles = new Map(pages.map(({ path, title }) => [path, title]));
    expect(titles.get('index.html')).toBe('pitower-lint');
    for (const { id } of rules) expect(titles.get(`docs/rules/${id}.html`)).toBe(id);
    expect(titles.get('docs/command-line.html')).toBe('The command line');
  });

  it('has no broken link', () => {
    expect(brokenLinks(site)).toEqual([]);
  });

  it('needs nothing of elsewhere: scripts, styles and pictures are its own', () => {
    for (const { path } of pages) {
      const html = readFileSync(join(site, path), 'utf8');
      const loaded = html.matchAll(
        /<(?:script|img|link|source)[^>]* (?:src|srcset|href)="([^"]*)"/g,
      );
      for (const [, target = ''] of loaded) expect(target).not.toMatch(/^[a-z]+:/);
    }
    expect(existsSync(join(site, 'docs/images/findings-dark.svg'))).toBe(true);
  });

  it.each([
    ['storage class', 'docs/rules/storage/unknown-class.html'],
    ['external-dns label', 'docs/rules/dns/label.html'],
    ['PITOWER_LINT_FAIL_ON', 'docs/command-line.html'],
    ['AbortSignal', 'docs/library.html'],
    ['unknwn section', 'docs/rules/gateway/unknown-section.html'],
  ])('is searched for %s as a reader would', (query, expected) => {
    const window: { pitowerLintOptions?: Options; pitowerLintIndex?: unknown } = {};
    runInNewContext(readFileSync(join(site, 'assets/index.js'), 'utf8'), { window });
    const { pitowerLintOptions: options, pitowerLintIndex: index } = window;
    if (!options) throw new Error('the index says how it was made');
    const engine = MiniSearch.loadJSON(JSON.stringify(index), options);
    const found = engine.search(query, { prefix: true, fuzzy: 0.2, boost: { title: 4 } });
    expect(found.slice(0, 12).map(({ id }) => id)).toContain(expected);
  });
});

it('a link that leads nowhere is found: a page, a part of one, one without encryption, one above the site', () => {
  const folder = join(scratch, 'broken');
  mkdirSync(folder);
  writeFileSync(join(folder, 'b.html'), '<h1 id="there">b</h1>');
  const links = [
    'b.html#there',
    'b.html',
    'gone.html',
    'b.html#gone',
    'http://example.com/',
    '../b.html',
  ];
  const html = links.map(link => `<a href="${link}">x</a>`).join('');
  writeFileSync(join(folder, 'a.html'), `${html}<img src="gone.svg"><a href="#gone">x</a>`);
  expect(brokenLinks(folder)).toEqual([
    'a.html: gone.html',
    'a.html: b.html#gone',
    'a.html: http://example.com/',
    'a.html: ../b.html',
    'a.html: gone.svg',
    'a.html: #gone',
  ]);
});

it('no page of a rule is longer than 120 lines', () => {
  const names = readdirSync('docs/rules', { recursive: true, encoding: 'utf8' });
  const long = names
    .filter(name => name.includes('/') && name.endsWith('.md'))
    .map(name => [name, readFileSync(join('docs/rules', name), 'utf8').split('\n').length] as const)
    .filter(([, lines]) => lines >= 120);
  expect(long).toEqual([]);
});
