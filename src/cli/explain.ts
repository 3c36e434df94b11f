import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { rulePage } from '../report/rule-page.ts';
import type { Rule } from '../rules/rule.ts';

/** A rule's page for the terminal: the one that comes with the program, with its examples. */
export function explain(rule: Rule, color: boolean): string {
  const page = shippedPage(rule.id) ?? rulePage(rule);
  return color ? highlight(page) : page;
}

/** The page in docs/rules beside the program; undefined where the program was copied without it. */
function shippedPage(id: string): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  const found = ['..', '../..']
    .map(up => join(here, up, 'docs', 'rules', `${id}.md`))
    .find(path => existsSync(path));
  return found === undefined ? undefined : readFileSync(found, 'utf8');
}

const highlight = (page: string): string => {
  const colors = pc.createColors(true);
  return page
    .replace(/^#+ .*$/gm, heading => colors.bold(heading))
    .replace(/^```.*$/gm, fence => colors.dim(fence));
};
