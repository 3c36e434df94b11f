import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import MiniSearch from 'minisearch';
import { CSS, html, SEARCH } from './layout.ts';
import { type Page, pages } from './pages.ts';

/** How pages are found; a rule's id is found by its parts. */
const OPTIONS = { fields: ['title', 'text'], storeFields: ['title'], idField: 'path' };

/** Writes the site into a folder, whose former content goes. */
export function buildSite(folder: string): readonly Page[] {
  const all = pages();
  rmSync(folder, { recursive: true, force: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const page of all) write(page.path, html(page, all));
  write('assets/site.css', CSS);
  write('assets/search.js', SEARCH);
  write('assets/index.js', indexScript(all));
  write('assets/minisearch.js', readFileSync('node_modules/minisearch/dist/umd/index.js', 'utf8'));
  if (existsSync('docs/images'))
    cpSync('docs/images', join(folder, 'docs/images'), { recursive: true });
  return all;
}

/** A script, because pages that are opened as files may not fetch. */
function indexScript(all: readonly Page[]): string {
  const engine = new MiniSearch<Page>(OPTIONS);
  engine.addAll(all);
  return `window.pitowerLintOptions = ${JSON.stringify(OPTIONS)};\nwindow.pitowerLintIndex = ${JSON.stringify(engine)};\n`;
}
