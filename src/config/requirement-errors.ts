import { parseQuantity } from '../model/quantity.ts';
import { code } from '../text/code.ts';
import { entriesAt, get } from '../yaml/access.ts';
import { type LocatedMap, type LocatedValue, placeOf } from '../yaml/located.ts';
import { parseFieldPath } from './field-paths.ts';
import type { PolicyError } from './policy-error.ts';

const PATHS = ['fields', 'pod', 'containers'];
const PARTS = ['labels', 'annotations', ...PATHS];

/** What no object could be, or no rule could read, in what a policy asks of objects. */
export const requirementErrors = (policy: LocatedMap): PolicyError[] =>
  entriesAt(get(policy, 'objects')).flatMap(({ key, value }) => [
    ...(PARTS.some(part => get(value, part) !== undefined)
      ? []
      : [
          {
            at: placeOf(key),
            message: `${code(key.text)} asks for nothing`,
            help: 'Add `labels`, `annotations`, `fields`, `pod` or `containers`.',
          },
        ]),
    ...PARTS.flatMap(part =>
      entriesAt(get(value, part)).flatMap(entry => [
        ...(PATHS.includes(part) ? pathErrors(entry.key) : []),
        ...limitErrors(entry.value),
      ]),
    ),
  ]);

const pathErrors = (key: LocatedValue & { text: string }): PolicyError[] =>
  parseFieldPath(key.text)
    ? []
    : [
        {
          at: placeOf(key),
          message: `${code(key.text)} is not a path of fields`,
          help: 'Accepted: names with dots between, such as `spec.replicas`; `*` for each item; in double quotes what holds a dot: `metadata.annotations."example.com/owner"`.',
        },
      ];

function limitErrors(value: LocatedValue): PolicyError[] {
  const limits = ['min', 'max'].map(name => get(value, name));
  const amounts = limits.map(limit =>
    limit?.kind === 'scalar' ? parseQuantity(limit.text) : undefined,
  );
  const wrong = limits.flatMap((limit, i): PolicyError[] =>
    limit?.kind === 'scalar' && amounts[i] === undefined
      ? [
          {
            at: placeOf(limit),
            message: `${code(limit.text)} is not an amount`,
            help: 'Accepted: a number or a Kubernetes quantity, such as `2`, `500m` or `16Gi` (without the letter B).',
          },
        ]
      : [],
  );
  return [...wrong, ...crossed(limits, amounts)];
}

/** Limits between which nothing lies. */
export function crossed(
  [least, most]: readonly (LocatedValue | undefined)[],
  [min, max]: readonly (number | undefined)[],
): PolicyError[] {
  if (least?.kind !== 'scalar' || most?.kind !== 'scalar') return [];
  return min !== undefined && max !== undefined && min > max
    ? [
        {
          at: placeOf(most),
          message: `no value is at least ${code(least.text)} and at most ${code(most.text)}`,
          help: 'Exchange the two.',
        },
      ]
    : [];
}
