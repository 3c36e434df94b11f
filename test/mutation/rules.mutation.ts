import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { fixturesOf, ruleOutput } from '../support/fixture.ts';

// All that each rule alone says about its own fixtures, so that mutation testing runs few tests for
// each mutant: `npm run mutation`. test/fixtures.test.ts runs all rules on all of them.

// What comments hide is judged by the engine, and no file makes a rule crash.
const own = rules.filter(({ id }) => !id.startsWith('suppression/') && fixturesOf(id).length > 0);

describe.each(own)('$id', rule => {
  it.each(fixturesOf(rule.id))('%s', folder => {
    const isBad = /\/bad[^/]*$/.test(folder);
    const expected = isBad ? readFileSync(`${folder}.txt`, 'utf8').trimEnd() : '';
    expect(ruleOutput(rule, folder)).toBe(expected);
  });
});
