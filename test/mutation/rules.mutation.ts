import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { positionAt, textOf } from '../../src/source/text.ts';
import { expectationsOf, fixtureRequest, fixturesOf } from '../support/fixture.ts';

// The fixtures of each rule with that rule alone, so that mutation testing runs few tests for each
// mutant: `npm run mutation`. test/fixtures.test.ts runs all rules on all of them.

// What comments hide is judged by the engine.
const own = rules.filter(({ id }) => !id.startsWith('suppression/'));

describe.each(own)('$id', rule => {
  it.each(fixturesOf(rule.id))('%s', folder => {
    const outcome = lint({ ...fixtureRequest(folder), rules: [rule] });
    if (outcome.status !== 'linted') throw new Error(outcome.status);
    expect(outcome.crashed).toBe(false);
    const expected = expectationsOf(folder).filter(one => one.rule === rule.id);
    const found = outcome.report.findings
      .filter(({ ruleId }) => ruleId === rule.id)
      .map(({ at, message, ruleId }, i) => {
        const part = expected[i]?.message ?? message;
        return {
          where: `${at.file.path}:${positionAt(at.file, at.start).line}`,
          rule: ruleId,
          marked: textOf(at).split('\n')[0] ?? '',
          message: message.includes(part) ? part : message,
        };
      });
    expect(found).toEqual(expected);
  });
});
