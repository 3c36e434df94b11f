import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stylish } from '../src/report/stylish.ts';
import type { Rule } from '../src/rules/rule.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import { fixturesOf, lintFixture } from '../test/support/fixture.ts';
import { fixDiffs } from './fix-diffs.ts';

/** A rule's page: its own metadata, and its fixtures as the examples, with what the linter says. */
export function rulePage(rule: Rule): string {
  const fixtures = fixturesOf(rule.id);
  const bad = fixtures.find(folder => /\/bad[^/]*$/.test(folder));
  const good = fixtures.find(folder => /\/good[^/]*$/.test(folder));
  const options = Object.entries(rule.options ?? {}) as [string, { description?: string }][];
  return `${[
    `# ${rule.id}`,
    rule.summary,
    facts(rule),
    `## Why\n\n${rule.rationale}\n\nThe behaviour behind it: <${rule.reference}>`,
    `## What to do\n\n${rule.remedy}`,
    ...(bad ? [`## Reported\n\n${files(bad)}\n\n\`\`\`text\n${output(bad)}\n\`\`\``] : []),
    ...(rule.fixable && bad ? [`## Fixed\n\n${fixedExample(rule)}`] : []),
    ...(good ? [`## Fine\n\n${files(good)}`] : []),
    ...(options.length > 0
      ? [
          `## Options\n\n${options.map(([name, schema]) => `- \`${name}\`: ${schema.description ?? ''}`).join('\n')}`,
        ]
      : []),
    turningOff(rule),
  ].join('\n\n')}\n`;
}

function turningOff({ id }: Rule): string {
  const here = `Of one place, with the reason:\n\n\`\`\`yaml\n# pitower-lint-disable-next-line ${id} -- why it is right here\n\`\`\``;
  const everywhere = `Everywhere:\n\n\`\`\`yaml\n# .pitower-lint.yaml\nrules:\n  ${id}: off\n\`\`\``;
  const isHideable = !id.startsWith('suppression/');
  return `## Turning it off\n\n${isHideable ? `${here}\n\n${everywhere}` : everywhere}`;
}

const FIX = { safe: '`--fix`', unsafe: '`--fix --unsafe-fixes`' } as const;

function facts({ severity, policy, fixable }: Rule): string {
  const rows = [
    ['Severity', severity],
    ['Needs a pinned policy', policy ? 'yes' : 'no'],
    ['Fix', fixable === undefined ? 'by hand' : FIX[fixable]],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
    '\n',
  );
}

/** The first fix of the rule's fixtures, as a diff. */
function fixedExample(rule: Rule): string {
  const [, diff] = fixDiffs(rule).find(([, text]) => text.startsWith('---')) ?? [];
  if (diff === undefined) throw new Error(`no bad fixture of ${rule.id} can be fixed`);
  return `\`\`\`diff\n${diff.trimEnd()}\n\`\`\``;
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
      return `\`\`\`yaml\n# ${path}\n${shown}\n\`\`\``;
    })
    .join('\n\n');
}

function output(folder: string): string {
  const { report } = lintFixture(folder);
  const text = stylish(report, { color: false, quiet: false, verbose: false });
  // The closing lines say how long it took, which is another number each time.
  return text
    .split('\n')
    .slice(0, -4)
    .join('\n')
    .replace(/ *# ?expect[+0-9]*:.*$/gm, '')
    .trimEnd();
}

/** The catalogue: all rules by family. */
export function ruleIndexPage(rules: readonly Rule[]): string {
  const families = [...new Set(rules.map(({ id }) => id.split('/')[0] ?? ''))];
  const sections = families.map(family => {
    const rows = rules
      .filter(({ id }) => id.startsWith(`${family}/`))
      .map(
        ({ id, severity, policy, summary }) =>
          `| [${id}](${id}.md) | ${severity} | ${policy ? 'yes' : ''} | ${summary} |`,
      );
    return `## ${family}/\n\n| rule | severity | policy | reports |\n|---|---|---|---|\n${rows.join('\n')}`;
  });
  return `# Rules\n\nMade from the rules themselves by \`npm run generate\`. "policy" marks rules that need a pinned\nexpectation: they are silent unless the policy, or its preset, has one.\n\n${sections.join('\n\n')}\n`;
}
