import packageJson from '../package.json' with { type: 'json' };

export const VERSION: string = packageJson.version;

export const HOMEPAGE = 'https://github.com/pitower/pitower-lint';

/** The JSON Schema of the policy file, for editors. */
export const POLICY_SCHEMA =
  'https://raw.githubusercontent.com/pitower/pitower-lint/main/schemas/pitower-lint.schema.json';

/** Where a rule's page is read. */
export const docsUrl = (ruleId: string): string => `${HOMEPAGE}/blob/main/docs/rules/${ruleId}.md`;

/** Where comments that hide findings are described. */
export const SUPPRESSIONS = `${HOMEPAGE}/blob/main/docs/suppressions.md`;
