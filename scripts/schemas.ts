import { createGenerator } from 'ts-json-schema-generator';
import type { Rule } from '../src/rules/rule.ts';

const severities = ['error', 'warning', 'info', 'off'];

/** The JSON Schema of `.pitower-lint.yaml`, from the PolicyFile type and the rules' own options. */
export function policySchema(rules: readonly Rule[]): object {
  const schema = schemaOf('src/config/policy.ts', 'PolicyFile') as {
    properties: Record<string, object>;
    definitions?: Record<string, object>;
  };
  delete schema.definitions?.RuleSetting;
  schema.properties.rules = {
    type: 'object',
    description: 'Severity and options by rule id.',
    additionalProperties: false,
    properties: Object.fromEntries(rules.map(rule => [rule.id, ruleSchema(rule)])),
  };
  return {
    ...schema,
    $id: 'https://github.com/pitower/pitower-lint/schemas/pitower-lint.schema.json',
    title: 'pitower-lint policy',
  };
}

/** The JSON Schema of `--format json`, from the JsonReport type. */
export const reportSchema = (): object => ({
  ...schemaOf('src/report/json-report.ts', 'JsonReport'),
  $id: 'https://github.com/pitower/pitower-lint/schemas/report.schema.json',
  title: 'pitower-lint report',
});

const schemaOf = (path: string, type: string): object =>
  createGenerator({
    path,
    type,
    tsconfig: 'tsconfig.json',
    topRef: false,
    skipTypeCheck: true,
    additionalProperties: false,
  }).createSchema(type);

function ruleSchema(rule: Rule): object {
  return {
    description: rule.summary,
    anyOf: [
      { enum: severities },
      {
        type: 'object',
        additionalProperties: false,
        properties: { severity: { enum: severities }, ...rule.options },
      },
    ],
  };
}
