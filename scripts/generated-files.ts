import { existsSync, readFileSync } from 'node:fs';
import type { Rule } from '../src/rules/rule.ts';
import { fixturesOf, ruleOutput } from '../test/support/fixture.ts';
import { fixDiffs } from './fix-diffs.ts';
import { objectSchemas } from './object-schemas.ts';
import { PITOWER_README, pitowerReadme } from './pitower-readme.ts';
import { ruleIndex } from './rule-index.ts';
import { fixturePage, ruleIndexPage } from './rule-pages.ts';
import { policySchema, reportSchema } from './schemas.ts';

const INDEX = 'src/rules/index.ts';

/** Every generated file with the text it must have. A test compares them with what is there. */
export async function generatedFiles(): Promise<[path: string, text: string][]> {
  const index = ruleIndex();
  const isFresh = existsSync(INDEX) && readFileSync(INDEX, 'utf8') === index;
  if (!isFresh) return [[INDEX, index]];
  const { rules } = (await import('../src/rules/index.ts')) as { rules: readonly Rule[] };
  return [
    [INDEX, index],
    ['schemas/pitower-lint.schema.json', json(policySchema(rules))],
    ['schemas/report.schema.json', json(reportSchema())],
    ['schemas/objects.json', `${JSON.stringify(objectSchemas(), null, 1)}\n`],
    ['docs/rules/README.md', ruleIndexPage(rules)],
    [PITOWER_README, pitowerReadme()],
    ...rules.flatMap(fixDiffs),
    ...rules.flatMap(ruleOutputs),
    ...rules.map((rule): [string, string] => [`docs/rules/${rule.id}.md`, fixturePage(rule)]),
  ];
}

/** What each rule alone says about its bad fixtures. */
const ruleOutputs = (rule: Rule): [path: string, text: string][] =>
  fixturesOf(rule.id)
    .filter(folder => /\/bad[^/]*$/.test(folder))
    .map(folder => [`${folder}.txt`, `${ruleOutput(rule, folder)}\n`]);

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
