import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import GithubSlugger from 'github-slugger';
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';
import { HOMEPAGE } from '../../src/version.ts';

export interface Page {
  /** Where its source lies in the repository. */
  readonly source: string;
  /** Where it lies in the site. */
  readonly path: string;
  readonly title: string;
  /** What its Markdown becomes. */
  readonly body: string;
  /** Its words, for the search. */
  readonly text: string;
}

/** Every page of the site, from the Markdown that the repository has anyway. */
export function pages(): readonly Page[] {
  const sources = [
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.md'))
      .map(name => join('docs', name))
      .sort(),
  ];
  const known = new Set(sources);
  return sources.map(source => pageOf(source, known));
}

/** What GitHub shows for a folder is the page of the folder here. */
const pathOf = (source: string): string =>
  source.replace(/README\.md$/, 'index.html').replace(/\.md$/, '.html');

function pageOf(source: string, known: ReadonlySet<string>): Page {
  const markdown = readFileSync(source, 'utf8');
  const body = renderer(source, known).render(markdown);
  const [, title = source] = /^# (.*)$/m.exec(markdown) ?? [];
  return {
    source,
    path: pathOf(source),
    title: title.replaceAll('`', ''),
    body,
    text: wordsOf(body),
  };
}

function renderer(source: string, known: ReadonlySet<string>) {
  const slugger = new GithubSlugger();
  const markdown = new MarkdownIt({ html: true, linkify: false });
  markdown.use(anchor, { slugify: (title: string) => slugger.slug(title), tabIndex: false });
  const relink = (tokens: readonly { attrs: [string, string][] | null; children: unknown }[]) => {
    for (const token of tokens) {
      for (const attribute of token.attrs ?? []) {
        if (attribute[0] === 'href' || attribute[0] === 'src')
          attribute[1] = linkOf(attribute[1], source, known);
      }
      if (Array.isArray(token.children)) relink(token.children);
    }
  };
  markdown.core.ruler.push('links', state => relink(state.tokens as never));
  // A frame's marks stand out as they do on a terminal.
  const { fence } = markdown.renderer.rules;
  markdown.renderer.rules.fence = (...args) =>
    (fence?.(...args) ?? '').replace(/\^{2,}|(?<=\| +)\^/g, marks => `<b>${marks}</b>`);
  return markdown;
}

/** A link to a page of the site, or to what the site has none of at the repository's home. */
function linkOf(target: string, source: string, known: ReadonlySet<string>): string {
  if (/^[a-z]+:|^#/.test(target)) return target;
  const [path = '', fragment] = target.split('#');
  const file = join(dirname(source), path);
  const hash = fragment === undefined ? '' : `#${fragment}`;
  const page = [file, join(file, 'README.md')].find(name => known.has(name));
  if (page !== undefined) return relative(dirname(pathOf(source)), pathOf(page)) + hash;
  if (file.startsWith('docs/images/')) return relative(dirname(pathOf(source)), file);
  return `${HOMEPAGE}/blob/main/${file}${hash}`;
}

const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&[a-z]+;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
