import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { block, FIX, rulePage } from '../src/report/rule-page.ts';
import type { Rule } from '../src/rules/rule.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import {
  findingBlocks,
  fixturesOf,
  lintFixture,
  withoutExpectations,
} from '../test/support/fixture.ts';
import { fixDiffs } from './fix-diffs.ts';

/** A rule's page with its fixtures as the examples, and what the linter says about them. */
export function fixturePage(rule: Rule): string {
  const fixtures = fixturesOf(rule.id);
  const bad = fixtures.find(folder => /\/bad[^/]*$/.test(folder));
  const good = fixtures.find(folder => /\/good[^/]*$/.test(folder));
  return rulePage(rule, {
    bad: bad && `${files(bad)}\n\n${block('text', output(bad))}`,
    fixed: rule.fixable && fixedExample(rule),
    good: good && files(good),
  });
}

/** The first fix of the rule's fixtures, as a diff. */
function fixedExample(rule: Rule): string {
  const [, diff] = fixDiffs(rule).find(([, text]) => text.startsWith('---')) ?? [];
  if (diff === undefined) throw new Error(`no bad fixture of ${rule.id} can be fixed`);
  return block('diff', diff.trimEnd());
}

/** All files of a fixture as code blocks, without the comments that say what is expected. */
function files(folder: string): string {
  return openWorkTree(folder, { root: folder })
    .files.map(path => {
      const text = readFileSync(join(folder, path), 'utf8');
      const shown = text
        .split('\n')
        .filter(line => !/^\s*#\s*expect[+0-9]*:/.test(line))
        .map(line => line.replace(/\s*#\s*expect[+0-9]*:.*$/, ''))
        .join('\n')
        .trimEnd();
      return block('yaml', `# ${path}\n${shown}`);
    })
    .join('\n\n');
}

const output = (folder: string): string =>
  withoutExpectations(findingBlocks(lintFixture(folder).report));

/** The catalogue: all rules by family, and which of them can be fixed or need a policy. */
export function ruleIndexPage(rules: readonly Rule[]): string {
  const families = [...new Set(rules.map(({ id }) => familyOf(id)))];
  const link = ({ id }: Pick<Rule, 'id'>) => `[${id}](${id}.md)`;
  const all = (wanted: (rule: Rule) => boolean) => rules.filter(wanted).map(link).join(', ');
  const sections = families.map(family => {
    const rows = rules
      .filter(({ id }) => familyOf(id) === family)
      .map(
        rule =>
          `| ${link(rule)} | ${rule.severity} | ${rule.fixable ?? ''} | ${rule.policy ? 'yes' : ''} | ${rule.summary} |`,
      );
    return `## ${family}/\n\n| rule | severity | fix | policy | reports |\n|---|---|---|---|---|\n${rows.join('\n')}`;
  });
  return `${[
    '# Rules',
    `${rules.length} rules, made from themselves by \`npm run generate\`. The same list, filtered: \`pitower-lint rules --family gateway --fixable\`.`,
    families.map(family => `[${family}/](#${family})`).join(' · '),
    `- Fixed by ${FIX.safe}: ${all(({ fixable }) => fixable === 'safe')}`,
    `- Fixed by ${FIX.unsafe}: ${all(({ fixable }) => fixable === 'unsafe')}`,
    `- Silent unless the policy, or its preset, pins something: ${all(({ policy }) => policy === true)}`,
    ...sections,
  ].join('\n\n')}\n`;
}

const familyOf = (id: string): string => id.split('/')[0] ?? '';
