import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Answer, type Case, evaluate } from '../../scripts/compare-cel/evaluate.ts';

const json = (name: string) => JSON.parse(readFileSync(`test/cel/${name}.json`, 'utf8'));

/** What the API server's environment has and this one has not: such an expression is not taken, and so never reported. */
const MISSING = [
  /^format\./,
  /semver/,
  /^sets\./,
  /^lists\./,
  /\.(?:flatten|sort|distinct|slice|reverse|format)\(/,
  /transformList/,
  /\.all\(i, v,/,
  /^strings\./,
];

/** What an API server refuses for a policy, and is evaluated here: no cluster has such a policy. */
const REFUSED = ["dyn([1, 'a']).size()", 'cel.bind(x, 2, x * x)'];

/** Go takes a URL of a scheme alone for one; a browser's reader, which is asked here, does not. */
const OTHERWISE = ["isURL('https://')"];

type Kept = Pick<Case, 'values' | 'variables'> & {
  readonly answers: readonly (Answer & { readonly expression: string })[];
};

describe('answers of cel-go in the environment of k8s.io/apiserver', () => {
  const { values, variables, answers }: Kept = json('apiserver');
  it.each(answers.map(answer => [answer.expression, answer] as const))(
    '%s',
    (expression, theirs) => {
      const ours = evaluate({ expression, variables, values });
      if (MISSING.some(pattern => pattern.test(expression)))
        expect([theirs.status, ours.status]).toEqual(['value', 'invalid']);
      else if (REFUSED.includes(expression))
        expect([theirs.status, ours.status]).toEqual(['invalid', 'value']);
      else if (OTHERWISE.includes(expression)) expect(ours.value).not.toBe(theirs.value);
      else expect([ours.status, ours.value]).toEqual([theirs.status, theirs.value]);
    },
  );
});

it('public policies: more than three hundred expressions have the same values', () => {
  const { public: figures } = json('differential');
  expect(figures.withValueOnBothSides).toBeGreaterThanOrEqual(300);
  expect(figures.differentExpressions).toBe(0);
});
