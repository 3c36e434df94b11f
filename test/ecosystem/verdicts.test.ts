import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { median, print } from './print.ts';
import {
  compare,
  draw,
  numbers,
  precision,
  type Reported,
  tally,
  VERDICTS,
  type Verdict,
  type VerdictFile,
  weightedPrecision,
} from './verdicts.ts';

const reported = (ruleId: string, line: number, file = 'a.yaml'): Reported => ({
  ruleId,
  severity: 'error',
  message: 'm',
  file,
  line,
});
const judged = (rule: string, line: number, verdict: Verdict['verdict']): Verdict => ({
  rule,
  file: 'a.yaml',
  line,
  verdict,
  why: 'because',
});

describe('what is reported against what was judged', () => {
  const { spots, gone } = compare(
    [reported('x/a', 1), reported('x/a', 1), reported('x/a', 2), reported('x/b', 1)],
    [judged('x/a', 1, 'true'), judged('x/b', 1, 'false'), judged('x/a', 9, 'true')],
  );

  it('is joined by rule, file and line, each place once', () => {
    expect(spots.map(({ verdict }) => verdict?.verdict)).toEqual(['true', undefined, 'false']);
    expect(gone.map(({ line }) => line)).toEqual([9]);
  });

  it('is counted, what is open apart', () => {
    expect(tally(spots)).toEqual({ true: 1, false: 1, debatable: 0, unjudged: 1 });
    expect(precision(tally(spots))).toBe(0.5);
    expect(precision(tally([]))).toBeUndefined();
  });

  it('weighs each rule by how much it reports', () => {
    // x/a: one of one judged is true, two reported; x/b: the one is false.
    expect(weightedPrecision(spots)).toBeCloseTo(2 / 3);
    expect(weightedPrecision([])).toBeUndefined();
  });

  it('is printed, true reports that were lost by name', () => {
    const text = print(
      [
        {
          repository: 'owner/name',
          spots,
          gone,
          applications: 3,
          coverage: { full: 1, partial: 2, none: 0 },
          seconds: 1,
          mebibytes: 90,
        },
      ],
      { unjudged: true },
    );
    expect(text).toContain('LOST owner/name a.yaml:9 x/a: because');
    expect(text).toContain('  a.yaml:2 error x/a: m');
    expect(text).toMatch(/^owner\/name +3 +1\/2\/0 +3 +0 +1\.0 +90$/m);
    expect(text).toMatch(/^x\/a +2 +1 +0 +0 +1 +100\.0 %$/m);
  });
});

describe('the draw', () => {
  const { spots } = compare(
    [1, 2, 3, 4, 5].flatMap(line => [reported('x/many', line)]).concat(reported('x/one', 1)),
    [],
  );

  it('takes of each rule in turn', () => {
    expect(draw(spots, 2, 1).map(({ ruleId }) => ruleId)).toEqual(['x/many', 'x/one']);
    expect(draw(spots, 99, 1)).toHaveLength(6);
    expect(draw([], 5, 1)).toEqual([]);
  });

  it('is the same for the same seed', () => {
    expect(draw(spots, 6, 7)).toEqual(draw(spots, 6, 7));
    expect(draw(spots, 6, 7)).not.toEqual(draw(spots, 6, 8));
    const random = numbers(1);
    expect(Array.from({ length: 100 }, random).every(n => n >= 0 && n < 1)).toBe(true);
  });
});

it('the median of an even count lies between', () => {
  expect([median([]), median([3]), median([1, 9]), median([5, 1, 9])]).toEqual([0, 3, 5, 5]);
});

describe('the verdicts', () => {
  const { repositories } = JSON.parse(
    readFileSync('test/ecosystem/verdicts.json', 'utf8'),
  ) as VerdictFile;

  it.each(repositories.map(item => [item.repository, item] as const))('of %s', (name, item) => {
    expect(name).toMatch(/^[\w.-]+\/[\w.-]+$/);
    expect(item.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(item.tree).toMatch(/^[0-9a-f]{40}$/);
    const places = item.verdicts.map(({ rule, file, line }) => `${rule} ${file}:${line}`);
    expect(new Set(places).size).toBe(places.length);
    for (const { verdict, why } of item.verdicts) {
      expect(VERDICTS).toContain(verdict);
      expect(why.length).toBeGreaterThan(8);
    }
  });
});
