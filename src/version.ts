import packageJson from '../package.json' with { type: 'json' };

export const VERSION: string = packageJson.version;

const REPOSITORY = 'https://github.com/pitower/pitower-lint';

/** Where a rule's page is read. */
export const docsUrl = (ruleId: string): string =>
  `${REPOSITORY}/blob/main/docs/rules/${ruleId}.md`;

/** Where comments that hide findings are described. */
export const SUPPRESSIONS = `${REPOSITORY}#suppressions`;
