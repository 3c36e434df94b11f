import { existsSync, readFileSync } from 'node:fs';
import type { Rule } from '../src/rules/rule.ts';
import { fixturesOf, ruleOutput } from '../test/support/fixture.ts';
import { API_REPORT, apiReport } from './api-report.ts';
import { fixDiffs } from './fix-diffs.ts';
import { hasObjectModels, objectSchemas } from './object-schemas.ts';
import { pictures } from './picture.ts';
import { PITOWER_README, pitowerReadme } from './pitower-readme.ts';
import { ruleIndex } from './rule-index.ts';
import { fixturePage, ruleIndexPage } from './rule-pages.ts';
import { policySchema, reportSchema } from './schemas.ts';

const INDEX = 'src/rules/index.ts';
const SCHEMA = 'schemas/pitower-lint.schema.json';

const isFresh = (path: string, text: string): boolean =>
  existsSync(path) && readFileSync(path, 'utf8') === text;

/**
 * Every generated file with the text it must have; a test compares them with what is there. Where what the others
 * are made with is not what it must be, the index of the rules or the policy's schema, that one alone.
 */
export async function generatedFiles(): Promise<[path: string, text: string][]> {
  const index = ruleIndex();
  if (!isFresh(INDEX, index)) return [[INDEX, index]];
  const { rules } = (await import('../src/rules/index.ts')) as { rules: readonly Rule[] };
  const schema = json(policySchema(rules));
  if (!isFresh(SCHEMA, schema)) return [[SCHEMA, schema]];
  return [
    [INDEX, index],
    [SCHEMA, schema],
    ['schemas/report.schema.json', json(reportSchema())],
    // Elsewhere it stays as it is.
    ...(hasObjectModels
      ? [
          ['schemas/objects.json', `${JSON.stringify(objectSchemas(), null, 1)}\n`] as [
            string,
            string,
          ],
        ]
      : []),
    ['docs/rules/README.md', ruleIndexPage(rules)],
    [API_REPORT, apiReport()],
    ...pictures(),
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
