import { describe, expect, it } from 'vitest';
import { withHabits, withoutNewHabits } from '../../src/engine/habits.ts';
import { rules } from '../../src/rules/index.ts';
import { madeFinding } from '../support/report.ts';

// What a repository does in many places it does on purpose.

const rule = rules.find(({ id }) => id === 'placement/namespace-undeclared');
const file = { path: 'a.yaml', text: 'a: 1\n'.repeat(20) };
const warnings = (count: number) =>
  Array.from({ length: count }, (_, line) =>
    madeFinding({ file, start: line * 5, end: line * 5 + 1 }, { severity: 'warning' }),
  );
const severities = (count: number, ...more: ReturnType<typeof madeFinding>[]) =>
  rule && withHabits(rule, [...warnings(count), ...more]).map(({ severity }) => severity);

describe('a rule with a habit', () => {
  it('warns of a few places', () => {
    expect(rule?.habit?.most).toBe(3);
    expect(severities(3)).toEqual(['warning', 'warning', 'warning']);
  });

  it('advises where there are more, and leaves errors alone', () => {
    const error = madeFinding({ file, start: 95, end: 96 });
    expect(severities(4, error)).toEqual(['info', 'info', 'info', 'info', 'error']);
  });

  it('may speak of its errors', () => {
    const twice = rules.find(({ id }) => id === 'placement/covered-twice');
    const errors = Array.from({ length: 4 }, (_, line) =>
      madeFinding({ file, start: line * 5, end: line * 5 + 1 }),
    );
    expect(twice && withHabits(twice, errors).map(({ severity }) => severity)).toEqual(
      Array(4).fill('info'),
    );
  });

  it('counts a place once', () => {
    expect(severities(3, ...warnings(3))).toEqual(Array(6).fill('warning'));
  });

  it('leaves slips of the pen alone, whose neighbour is named', () => {
    const slips = warnings(4).map(finding => ({ ...finding, help: 'Did you mean `media`?' }));
    expect(rule && withHabits(rule, slips)).toEqual(slips);
  });

  it('may doubt instead: what is missing in many places may be out of sight', () => {
    const backend = rules.find(({ id }) => id === 'gateway/backend');
    const errors = Array.from({ length: 4 }, (_, line) =>
      madeFinding({ file, start: line * 5, end: line * 5 + 1 }),
    );
    const [first] = backend ? withHabits(backend, errors) : [];
    expect(first).toMatchObject({ severity: 'error', confidence: 'likely' });
    expect(first?.help).toBe(
      'Likely, not certain: 4 places of this repository are so, which may be meant.',
    );
  });
});

describe('a change', () => {
  const many = rule ? withHabits(rule, warnings(4)) : [];

  it('that brings many at once has no habit', () => {
    expect(withoutNewHabits(many, []).map(({ severity }) => severity)).toEqual(
      Array(4).fill('warning'),
    );
  });

  it('goes on with the habit that its base has', () => {
    expect(withoutNewHabits(many.slice(3), many).map(({ severity }) => severity)).toEqual(['info']);
  });
});
