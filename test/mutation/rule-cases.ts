import { readFileSync } from 'node:fs';
import { fixDiff } from '../../scripts/fix-diffs.ts';
import { runRules } from '../../src/engine/lint.ts';
import { rules } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import {
  type Expectation,
  expectationsOf,
  fixturesOf,
  lintFixture,
  ruleOutput,
  toExpectation,
} from '../support/fixture.ts';

/** One question to a rule: what it says about fixtures, or what its fixes make of one. */
export interface MutationCase {
  readonly name: string;
  /** What the committed fixtures say. */
  readonly expected: string;
  readonly answer: () => string;
}

// What comments hide is judged by the engine: PART=engine.
const judged = rules.filter(({ id }) => !id.startsWith('suppression/'));

const isBad = (folder: string): boolean => /\/bad[^/]*$/.test(folder);

/** All that a rule alone says about one of its fixtures, and what the fixes make of it. */
function ownCases(rule: Rule, folder: string): MutationCase[] {
  const output: MutationCase = {
    name: folder,
    expected: isBad(folder) ? readFileSync(`${folder}.txt`, 'utf8').trimEnd() : '',
    answer: () => ruleOutput(rule, folder),
  };
  if (!isBad(folder) || rule.fixable === undefined) return [output];
  const fix: MutationCase = {
    name: `${folder}, fixed`,
    expected: readFileSync(`${folder}.diff`, 'utf8'),
    answer: () => fixDiff(folder),
  };
  return [output, fix];
}

// The models are made once, and no rule runs for them: a mutant that acts while the program loads
// costs Stryker a process of its own.
const fixtures = rules
  .flatMap(({ id }) => fixturesOf(id))
  .map(folder => {
    const { repository: cluster, policy } = lintFixture(folder, []);
    return { folder, cluster, policy, expected: expectationsOf(folder) };
  });

const places = (folder: string, found: readonly Expectation[], { id }: Rule): string[] =>
  found
    .filter(({ rule }) => rule === id)
    .map(({ where, marked }) => `${folder}/${where} \`${marked}\``);

/** What a rule finds in all fixtures, those of other rules too. */
const everywhereCase = (rule: Rule): MutationCase => ({
  name: `${rule.id} in every fixture`,
  expected: fixtures.flatMap(each => places(each.folder, each.expected, rule)).join('\n'),
  answer: () =>
    fixtures
      .flatMap(({ folder, cluster, policy }) => {
        const { findings, crashed } = runRules(cluster, policy, [rule], { known: rules });
        if (crashed) throw new Error(`${folder}: ${rule.id} crashed`);
        return places(folder, findings.map(toExpectation), rule);
      })
      .join('\n'),
});

/** The cheap questions first: those of a rule's own fixtures answer most. */
export const cases: readonly MutationCase[] = [
  ...judged.flatMap(rule => fixturesOf(rule.id).flatMap(folder => ownCases(rule, folder))),
  // A general rule is silent where another speaks, which one rule alone can't know.
  ...judged.filter(({ general }) => !general).map(everywhereCase),
];
