import { existsSync, readFileSync } from 'node:fs';
import type { Rule } from '../src/rules/rule.ts';
import { objectSchemas } from './object-schemas.ts';
import { PITOWER_README, pitowerReadme } from './pitower-readme.ts';
import { ruleIndex } from './rule-index.ts';
import { ruleIndexPage, rulePage } from './rule-pages.ts';
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
    ...rules.map((rule): [string, string] => [`docs/rules/${rule.id}.md`, rulePage(rule)]),
  ];
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
