import { describe, expect, it } from 'vitest';
import { rules } from '../src/rules/index.ts';
import { expectationsOf, findingsOf, fixturesOf } from './support/fixture.ts';

/** Rules whose finding no file of a repository can cause. */
const WITHOUT_FIXTURES = new Set([
  'internal/rule-crashed',
  'policy/weakened',
  'suppression/stale-baseline',
]);

describe.each(rules.filter(({ id }) => !WITHOUT_FIXTURES.has(id)))('$id', ({ id }) => {
  const fixtures = fixturesOf(id);

  it('has a good and a bad fixture', () => {
    expect(fixtures.some(folder => /\/good[^/]*$/.test(folder))).toBe(true);
    expect(fixtures.some(folder => /\/bad[^/]*$/.test(folder))).toBe(true);
  });

  it.each(fixtures)('%s: findings are exactly what its comments expect', folder => {
    const expected = expectationsOf(folder);
    const found = findingsOf(folder);
    // Messages are expected in part; take from the finding what the expectation says of it.
    const comparable = found.map((finding, i) => {
      const message = expected[i]?.message ?? finding.message;
      return { ...finding, message: finding.message.includes(message) ? message : finding.message };
    });
    expect(comparable).toEqual(expected);
    if (/\/bad[^/]*$/.test(folder)) expect(found.some(({ rule }) => rule === id)).toBe(true);
    else expect(found).toEqual([]);
  });
});
