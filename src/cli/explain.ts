import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { matchesRule } from '../config/rule-names.ts';
import { printable, printableLines } from '../report/escape.ts';
import { FIX, rulePage } from '../report/rule-page.ts';
import { findingText } from '../report/stylish.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { type FoundFinding, findFindings } from './find-finding.ts';
import { isFingerprint } from './fingerprint.ts';
import { wholeBy } from './options.ts';

export interface ExplainOptions {
  /** The repository that findings are of. */
  readonly path: string;
  readonly config?: string | boolean;
  readonly charts?: string;
}

/** What is explained: rules by id, family or glob, and findings by fingerprint. */
export function explainAll(
  words: readonly string[],
  { path, ...options }: ExplainOptions,
  color: boolean,
): string {
  const fingerprints = words.filter(isFingerprint);
  const findings = findFindings(fingerprints, path, wholeBy(options));
  const chosen = rulesOf(words);
  return [
    ...findings.map(found => explainFinding(found, color)),
    ...(chosen.length > 0 ? [explain(chosen, color)] : []),
  ].join('\n');
}

/** The rules that ids, families and globs name, each once. */
export const rulesOf = (globs: readonly string[]): readonly Rule[] =>
  allRules.filter(({ id }) => globs.some(glob => matchesRule(id, glob)));

/** The pages of rules for the terminal: those that come with the program, with their examples. */
export function explain(rules: readonly Rule[], color: boolean): string {
  // What a policy says of its own rules can't be commands of a terminal.
  const pages = printableLines(rules.map(pageOf).join('\n'));
  return color ? highlight(pages) : pages;
}

/** A rule's page as Markdown. */
export const pageOf = (rule: Rule): string => shippedPage(rule.id) ?? rulePage(rule);

/** The rule that a finding is of: one of ours, or one of the policy's own. */
export const ruleOf = ({ linted, finding: { ruleId } }: FoundFinding): Rule | undefined =>
  [...allRules, ...linted.rules].find(({ id }) => id === ruleId);

/** A finding as a lint prints it, what else is known of it, and the page of its rule. */
export function explainFinding(found: FoundFinding, color: boolean): string {
  const { linted, finding, hiddenBy } = found;
  const { application, clusters, confidence, fix, fingerprint } = finding;
  const rule = ruleOf(found);
  const facts = [
    ...(hiddenBy ? [`It is not reported: ${hiddenBy} hides it.`] : []),
    ...(application === undefined ? [] : [`Application: ${application}`]),
    ...(clusters.length > 0 ? [`Cluster: ${clusters.join(', ')}`] : []),
    `Confidence: ${confidence}`,
    `Fix: ${fix === undefined ? 'by hand' : `${fix.title} (${FIX[fix.applicability].replaceAll('`', '')})`}`,
    `Fingerprint: ${fingerprint}`,
  ];
  const shown = findingText(linted.report, finding, { color, columns: process.stdout.columns });
  const said = `${shown}\n${facts.map(fact => `${printable(fact)}\n`).join('')}`;
  return rule === undefined ? said : `${said}\n${explain([rule], color)}`;
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

/** A page for a terminal: headings bold, marks red, and its table of facts in columns instead of bars. */
const highlight = (page: string): string => {
  const colors = pc.createColors(true);
  return page
    .replace(/^\| \| \|\n\|---\|---\|\n((?:\|.*\|\n?)+)/gm, (_, rows: string) => facts(rows))
    .replace(/^#+ .*$/gm, heading => colors.bold(heading))
    .replace(/^```.*$/gm, fence => colors.dim(fence))
    .replace(/^( {4}\| *)(\^+)/gm, (_, lead, marks) => lead + colors.red(marks));
};

/** The rows of a table with two columns, as text. */
function facts(rows: string): string {
  const cells = [...rows.matchAll(/^\| (.*?) \| (.*) \|$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
  const width = Math.max(...cells.map(({ name }) => name.length));
  return cells.map(({ name, value }) => `${name.padEnd(width)}  ${value}\n`).join('');
}
