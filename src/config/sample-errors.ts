import { code, codes } from '../text/code.ts';
import { didYouMean } from '../text/nearest.ts';
import { entriesAt, get, itemsAt } from '../yaml/access.ts';
import { headOf, type LocatedValue, placeOf } from '../yaml/located.ts';
import type { SampleInPlace } from './policy.ts';
import type { PolicyError } from './policy-error.ts';

const KEYS = [
  'object',
  'beside',
  'application',
  'file',
] as const satisfies readonly (keyof SampleInPlace)[];

/** What is wrong with the samples of a rule of one's own: each is an object, or has one with what is around it. */
export const sampleErrors = (rule: LocatedValue): PolicyError[] =>
  ['good', 'bad'].flatMap(list => itemsAt(rule, list).flatMap(errorOf));

function errorOf(sample: LocatedValue): PolicyError[] {
  if (sample.kind !== 'map' || get(sample, 'kind')) return [];
  if (!get(sample, 'object', 'kind')) {
    return [
      {
        at: headOf(get(sample, 'object') ?? sample) ?? placeOf(sample),
        message: 'a sample is an object with a `kind`',
        help: `It stands there by itself, or as ${code('object')} beside ${codes(KEYS.slice(1), 'and')}.`,
      },
    ];
  }
  return entriesAt(sample).flatMap(({ key }): PolicyError[] =>
    KEYS.some(known => known === key.text)
      ? []
      : [
          {
            at: placeOf(key),
            message: `unknown key ${code(key.text)}`,
            help: didYouMean(key.text, KEYS) ?? `Known keys: ${codes(KEYS)}.`,
          },
        ],
  );
}
