import { describe, expect, it } from 'vitest';
import { expectationsOf, findingsOf } from './support/fixture.ts';

/** Repositories with policies as their maintainers would write them; `pitower/` is another. */
const REPOSITORIES = ['company'] as const;

describe.each(REPOSITORIES)('%s: a policy as its maintainers would write it', name => {
  const folder = `fixtures/policies/${name}/repository`;

  it('finds what the comments say, and nothing else', () => {
    const expected = expectationsOf(folder);
    const found = findingsOf(folder).map((finding, i) => {
      const message = expected[i]?.message ?? finding.message;
      return { ...finding, message: finding.message.includes(message) ? message : finding.message };
    });
    expect(found).toEqual(expected);
  });
});
