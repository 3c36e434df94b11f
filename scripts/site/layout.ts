import { dirname, relative } from 'node:path';
import type { Page } from './pages.ts';

/** What the side of each page leads to, in this order. */
const GUIDES: readonly (readonly [source: string, name: string])[] = [
  ['README.md', 'Start'],
  ['docs/checks.md', 'What it checks'],
  ['docs/rules/README.md', 'Rules'],
  ['docs/command-line.md', 'The command line'],
  ['docs/pull-requests.md', 'In pull requests'],
  ['docs/pre-commit.md', 'Before a commit'],
  ['docs/policy.md', 'The policy'],
  ['docs/suppressions.md', 'Suppressions'],
  ['docs/fixes.md', 'Fixes'],
  ['docs/charts.md', 'Charts'],
  ['docs/library.md', 'As a library'],
  ['CHANGELOG.md', 'Changelog'],
  ['SECURITY.md', 'Security'],
  ['CONTRIBUTING.md', 'Contributing'],
];

/** A page as HTML that needs nothing of elsewhere. */
export function html(page: Page, all: readonly Page[]): string {
  const up = relative(dirname(page.path), '') || '.';
  const to = (path: string) => relative(dirname(page.path), path);
  const links = GUIDES.map(([source, name]) => {
    const guide = all.find(other => other.source === source);
    if (!guide) throw new Error(`there is no ${source}`);
    const current = guide === page ? ' aria-current="page"' : '';
    return `<a href="${to(guide.path)}"${current}>${name}</a>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title === 'pitower-lint' ? page.title : `${page.title} · pitower-lint`)}</title>
<link rel="stylesheet" href="${up}/assets/site.css">
<body data-root="${up}">
<nav>
<strong>pitower-lint</strong>
<input type="search" id="search" placeholder="Search" aria-label="Search" autocomplete="off">
<ol id="found" hidden></ol>
${links.join('\n')}
</nav>
<main>
${page.body}</main>
<script src="${up}/assets/minisearch.js"></script>
<script src="${up}/assets/index.js"></script>
<script src="${up}/assets/search.js"></script>
</body>
</html>
`;
}

const escapeHtml = (text: string): string =>
  text.replace(
    /[&<>]/g,
    character => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '',
  );

export const CSS = `:root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --link: #0969da; --mark: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --line: #30363d; --soft: #161b22; --link: #58a6ff; --mark: #ff7b72; } }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 15rem minmax(0, 52rem); gap: 2.5rem; font: 16px/1.55 system-ui, sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line); display: flex; flex-direction: column; gap: .35rem; }
nav input { font: inherit; padding: .3rem .5rem; margin: .4rem 0; border: 1px solid var(--line); border-radius: .4rem; background: transparent; color: inherit; }
nav ol { margin: 0 0 .6rem; padding: 0; list-style: none; font-size: .9rem; }
nav ol li { padding: .15rem 0; }
[aria-current] { font-weight: 600; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
main { padding: 1.5rem 1rem 4rem; min-width: 0; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--soft); padding: .1em .3em; border-radius: .3em; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .8rem 1rem; overflow-x: auto; }
pre code { background: none; padding: 0; }
pre b { color: var(--mark); font-weight: inherit; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th:empty { display: none; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
img { max-width: 100%; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; border: 0; border-bottom: 1px solid var(--line); } }
`;

/** Looks for what is typed, in titles first; what is found replaces nothing, so that Escape leads back. */
export const SEARCH = `const engine = MiniSearch.loadJSON(JSON.stringify(window.pitowerLintIndex), window.pitowerLintOptions);
const input = document.getElementById('search');
const found = document.getElementById('found');
const root = document.body.dataset.root;
input.addEventListener('input', () => {
  const results = engine.search(input.value, { prefix: true, fuzzy: 0.2, boost: { title: 4 } }).slice(0, 12);
  found.hidden = results.length === 0;
  found.replaceChildren(...results.map(({ id, title }) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = root + '/' + id;
    link.textContent = title;
    item.append(link);
    return item;
  }));
});
input.addEventListener('keydown', event => {
  if (event.key === 'Escape') { input.value = ''; found.hidden = true; }
  if (event.key === 'Enter') found.querySelector('a')?.click();
});
`;
