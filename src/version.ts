import packageJson from '../package.json' with { type: 'json' };

export const VERSION: string = packageJson.version;

export const HOMEPAGE = 'https://github.com/pitower/pitower-lint';

/** Where a rule's page is read. */
export const docsUrl = (ruleId: string): string => `${HOMEPAGE}/blob/main/docs/rules/${ruleId}.md`;
