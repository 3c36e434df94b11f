import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { rulePage } from '../report/rule-page.ts';
import type { Rule } from '../rules/rule.ts';

/** The pages of rules for the terminal: those that come with the program, with their examples. */
export function explain(rules: readonly Rule[], color: boolean): string {
  const pages = rules.map(rule => shippedPage(rule.id) ?? rulePage(rule)).join('\n');
  return color ? highlight(pages) : pages;
}

/**
 * Shows a text a screen at a time, where it is longer than the terminal, by `$PAGER` or `less`, as git does.
 *
 * @returns whether it was shown; otherwise it is for the caller to print
 */
export function paged(text: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const { isTTY, rows = 0 } = process.stdout;
  const pager = env.PAGER ?? 'less';
  if (!isTTY || pager === '' || pager === 'cat' || text.split('\n').length <= rows) return false;
  const { error, status } = spawnSync(pager, {
    shell: true,
    input: text,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: 'FRX', ...env },
  });
  // A shell says by these that there is no such program.
  return error === undefined && status !== 126 && status !== 127;
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
    .replace(/^```.*$/gm, fence => colors.dim(fence))
    .replace(/^( {4}\| *)(\^+)/gm, (_, lead, marks) => lead + colors.red(marks));
};
