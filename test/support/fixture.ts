import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { policyReader, readPolicyFile } from '../../src/cli/policy-file.ts';
import type { Confidence, Finding } from '../../src/engine/finding.ts';
import { type Linted, type LintRequest, lint } from '../../src/lint.ts';
import type { LintReport } from '../../src/report/report.ts';
import { stylish } from '../../src/report/stylish.ts';
import { rules } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { lineText, positionAt, type SourceText, textOf } from '../../src/source/text.ts';
import { openWorkTree } from '../../src/source/work-tree.ts';

/**
 * What a fixture expects, as its own comments say it. A comment
 *
 *     # expect: <rule id> `<the exact characters that are marked>` [part of the message]
 *
 * stands on the line of the finding, or on lines of their own right above it. Where no comment can
 * stand (inside a block scalar), `# expect+3:` is about the third line below. `(likely)` at the end is
 * the finding's confidence, otherwise it is certain.
 */
export interface Expectation {
  readonly where: string;
  readonly rule: string;
  readonly marked: string;
  readonly message: string;
  readonly confidence: Confidence;
}

const EXPECT = /#\s*expect(?:\+(\d+))?:\s*(\S+)\s+`([^`]*)`[ \t]*(.*)$/;

/** Fixtures are the folders `good` and `bad` (or `bad-*`, `good-*`) of a rule. */
export function fixturesOf(ruleId: string): string[] {
  const folder = join('fixtures', ruleId);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap(entry => (entry.isDirectory() ? [join(folder, entry.name)] : []))
    .sort();
}

/** What lints a fixture: a repository of its own, nothing above it is looked at. */
export const fixtureRequest = (folder: string): LintRequest => ({
  tree: openWorkTree(folder, { root: folder }),
  policyFile: readPolicyFile(true, folder, folder),
  readPolicy: policyReader(resolve(folder), resolve(folder)),
  rules,
});

export function lintFixture(folder: string, chosen: readonly Rule[] = rules): Linted {
  const outcome = lint({ ...fixtureRequest(folder), rules: chosen });
  if (outcome.status !== 'linted')
    throw new Error(`${folder}: ${JSON.stringify(outcome, null, 2)}`);
  return outcome;
}

/**
 * All that one rule says about a fixture, run alone: what a reader sees, every help and relation, and
 * the titles of the fixes.
 */
export function ruleOutput(rule: Rule, folder: string): string {
  const outcome = lintFixture(folder, [rule]);
  if (outcome.crashed) throw new Error(`${folder}: ${rule.id} crashed`);
  const findings = outcome.report.findings.filter(({ ruleId }) => ruleId === rule.id);
  const fixes = findings.flatMap(({ fix }) =>
    fix ? [`fix (${fix.applicability}): ${fix.title}`] : [],
  );
  const blocks = withoutExpectations(findingBlocks({ ...outcome.report, findings }));
  return [blocks, ...fixes].join('\n');
}

/** The report without its closing lines, which say how long it took. */
export const findingBlocks = (report: LintReport): string =>
  stylish(report, { color: false, least: 'info', all: true, verbose: false })
    .split('\n\n')
    .slice(0, -1)
    .join('\n\n');

/** A text without the comments that say what is expected. */
export const withoutExpectations = (text: string): string =>
  text.replace(/ *# ?expect[+0-9]*:.*$/gm, '').trimEnd();

/** The findings in the form of expectations, so that the two lists can be compared. */
export const findingsOf = (folder: string): Expectation[] =>
  lintFixture(folder).report.findings.map(toExpectation);

export const toExpectation = ({ at, ruleId, message, confidence }: Finding): Expectation => ({
  where: `${at.file.path}:${positionAt(at.file, at.start).line}`,
  rule: ruleId,
  marked: textOf(at).split('\n')[0] ?? '',
  message,
  confidence,
});

/** All expectations in a fixture's files, in order. */
export function expectationsOf(folder: string): Expectation[] {
  const tree = openWorkTree(folder, { root: folder });
  return tree.files.flatMap(path => {
    const bytes = tree.read(path);
    const file: SourceText = {
      path,
      text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
    };
    const lines = positionAt(file, file.text.length).line;
    return Array.from({ length: lines }, (_, i) => i + 1).flatMap(
      line => expectationAt(file, line) ?? [],
    );
  });
}

function expectationAt(file: SourceText, line: number): Expectation | undefined {
  const match = EXPECT.exec(lineText(file, line));
  if (!match) return undefined;
  const [, offset, rule = '', marked = '', message = ''] = match;
  const at = offset === undefined ? subjectLine(file, line) : line + Number(offset);
  return {
    where: `${file.path}:${at}`,
    rule,
    marked,
    message: message.replace(/\(likely\)\s*$/, '').trim(),
    confidence: /\(likely\)\s*$/.test(message) ? 'likely' : 'certain',
  };
}

/** A comment that stands alone is about the next line that isn't one. */
function subjectLine(file: SourceText, line: number): number {
  let at = line;
  while (/^\s*#\s*expect:/.test(lineText(file, at))) at++;
  return at;
}
