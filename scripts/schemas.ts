import { createGenerator } from 'ts-json-schema-generator';
import { optionsOf, type Rule } from '../src/rules/rule.ts';

const severities = ['error', 'warning', 'info', 'off'];

/** The JSON Schema of `.pitower-lint.yaml`, from the PolicyFile type and the rules' own options. */
export function policySchema(rules: readonly Rule[]): object {
  const schema = schemaOf('src/config/policy.ts', 'PolicyFile') as {
    properties: Record<string, object>;
    definitions?: Record<string, object>;
  };
  delete schema.definitions?.RuleSetting;
  const definitions = {
    ...schema.definitions,
    Rules: {
      type: 'object',
      additionalProperties: false,
      patternProperties: {
        '^own(/([a-z0-9-]+|\\*))?$': { enum: severities, description: "Rules of one's own." },
      },
      properties: {
        ...groupSchemas(rules),
        ...Object.fromEntries(rules.map(rule => [rule.id, ruleSchema(rule)])),
      },
    },
  };
  const named = {
    $ref: '#/definitions/Rules',
    description:
      "Severity and options by rule id; severity alone for a family (`helm` or `helm/*`) and for all rules (`*`). A rule's own entry wins over those, and of those the last.",
  };
  schema.properties.rules = named;
  propertiesOf(definitions, 'OverridePolicy').rules = named;
  return {
    ...schema,
    definitions,
    $id: 'https://github.com/pitower/pitower-lint/schemas/pitower-lint.schema.json',
    title: 'pitower-lint policy',
  };
}

function propertiesOf(definitions: Record<string, object>, name: string): Record<string, object> {
  const definition = definitions[name] as { properties?: Record<string, object> } | undefined;
  if (!definition?.properties) throw new Error(`the policy has no ${name}`);
  return definition.properties;
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

/** Names that stand for several rules: those alone that there are, so that a mistyped one is an error. */
function groupSchemas(rules: readonly Rule[]): Record<string, object> {
  const families = [...new Set(rules.map(({ id }) => id.split('/', 1).join()))];
  const of = (description: string) => ({ description, enum: severities });
  return Object.fromEntries([
    ['*', of('All rules.')],
    ...families.flatMap(family =>
      [family, `${family}/*`].map(name => [name, of(`All rules of ${family}/.`)] as const),
    ),
  ]);
}

function ruleSchema(rule: Rule): object {
  return {
    description: rule.summary,
    anyOf: [
      { enum: severities },
      {
        type: 'object',
        additionalProperties: false,
        properties: { severity: { enum: severities }, ...optionsOf(rule) },
      },
    ],
  };
}
