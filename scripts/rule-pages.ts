import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stylish } from '../src/report/stylish.ts';
import type { Rule } from '../src/rules/rule.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import { fixturesOf, lintFixture } from '../test/support/fixture.ts';

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
    ...(good ? [`## Fine\n\n${files(good)}`] : []),
    ...(options.length > 0
      ? [
          `## Options\n\n${options.map(([name, schema]) => `- \`${name}\`: ${schema.description ?? ''}`).join('\n')}`,
        ]
      : []),
    `## Turning it off\n\n\`\`\`yaml\n# .pitower-lint.yaml\nrules:\n  ${rule.id}: off\n\`\`\``,
  ].join('\n\n')}\n`;
}

function facts({ severity, policy, fixable }: Rule): string {
  const rows = [
    ['Severity', severity],
    ['Needs a pinned policy', policy ? 'yes' : 'no'],
    ['Fix', fixable === undefined ? 'by hand' : `by hand; planned (${fixable})`],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
    '\n',
  );
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
