import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { expectationsOf, findingsOf, fixturesOf } from '../support/fixture.ts';

// The fixtures of what the engine itself reports, for mutation testing: `PART=engine npm run mutation`.

const folders = rules
  .filter(({ id }) => id.startsWith('suppression/'))
  .flatMap(({ id }) => fixturesOf(id));

describe('suppressions', () => {
  it.each(folders)('%s', folder => {
    const expected = expectationsOf(folder);
    const found = findingsOf(folder);
    expect(found.map(({ where, rule, marked }) => [where, rule, marked])).toEqual(
      expected.map(({ where, rule, marked }) => [where, rule, marked]),
    );
    for (const [i, { message }] of expected.entries()) expect(found[i]?.message).toContain(message);
  });
});
