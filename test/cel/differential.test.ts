import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Answer, type Case, evaluate } from '../../scripts/compare-cel/evaluate.ts';

const json = (name: string) => JSON.parse(readFileSync(`test/cel/${name}.json`, 'utf8'));

/** What versions of the API server write in different ways: of that there is no answer here. */
const UNWRITTEN = [/%e/, /\.format\(\[(?:1\.5|\{|object\.)/];

/** What an API server refuses for a policy by its types, and is evaluated here: no cluster has such a policy. */
const REFUSED = [
  "dyn([1, 'a']).size()",
  'cel.bind(x, 2, x * x)',
  'sets.contains([1], [1.0, 1])',
  '[[1, [2]], [3]].flatten()',
  '[1, [2, [3, [4]]]].flatten(2)',
  '[1, 2, 2, 1.0].distinct()',
];

type Kept = Pick<Case, 'values' | 'variables'> & {
  readonly answers: readonly (Answer & { readonly expression: string })[];
};

describe('answers of cel-go in the environment of k8s.io/apiserver', () => {
  const { values, variables, answers }: Kept = json('apiserver');
  it.each(answers.map(answer => [answer.expression, answer] as const))(
    '%s',
    (expression, theirs) => {
      const ours = evaluate({ expression, variables, values });
      if (UNWRITTEN.some(pattern => pattern.test(expression)))
        expect([theirs.status, ours.status]).toEqual(['value', 'error']);
      else if (REFUSED.includes(expression))
        expect([theirs.status, ours.status]).toEqual(['invalid', 'value']);
      else if (theirs.status === 'invalid') expect(ours.status).not.toBe('value');
      else expect([ours.status, ours.value]).toEqual([theirs.status, theirs.value]);
    },
  );
});

it('public policies: more than three hundred expressions have the same values', () => {
  const { public: figures } = json('differential');
  expect(figures.withValueOnBothSides).toBeGreaterThanOrEqual(300);
  expect(figures.differentExpressions).toBe(0);
});

it.each(["object.name.orValue('other') == 'web'", "variables.name == 'web'"])(
  'what the API server passes on is unknown here, and what follows from it: %s',
  expression => {
    const variables = [{ name: 'name', expression: "object.name.orValue('other')" }];
    expect(evaluate({ expression, variables, values: { object: { name: 'web' } } })).toEqual({
      status: 'unknown',
    });
  },
);
