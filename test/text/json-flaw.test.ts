import { describe, expect, it } from 'vitest';
import { jsonFlaw } from '../../src/text/json-flaw.ts';

/** The flaw stands where the bar is. */
const FLAWS: readonly (readonly [text: string, message: string])[] = [
  ['{"a": 1|,}', 'nothing follows this comma'],
  ['[1, 2|,\n]', 'nothing follows this comma'],
  ['{"a": 1 |"b": 2}', '`,` or `}` is expected here'],
  ['{"a": [1}'.replace('1}', '1|}'), '`,` or `]` is expected here'],
  ['{"a": {"b": 1|], "c": 2}', '`,` or `}` is expected here'],
  ['{"a": "x|"y"}'.replace('x|"y', 'x"|y'), '`,` or `}` is expected here'],
  ['{"a" |1}', '`:` is expected here'],
  ['{|a: 1}', 'a key in double quotes is expected here'],
  ['{"a": |}', 'a value is expected here'],
  ['{"a": |tru}', 'a value is expected here'],
  ['[|,1]', 'a value is expected here'],
  ['[|01]', 'a value is expected here'],
  ["[|'a']", 'a value is expected here'],
  ['{ |// why\n}', 'there are no comments in it'],
  ['|{"a": [1, 2]', 'this is never closed'],
];

describe('jsonFlaw', () => {
  it.each(FLAWS)('%s', (marked, message) => {
    const at = marked.indexOf('|');
    expect(jsonFlaw(marked.replace('|', ''))).toMatchObject({ at, message });
  });

  it.each([
    '{}',
    '[]',
    ' {"a": [1, -0.5e+3, true, null, "\\u00e9\\n"], "b": {}} ',
    '{"log": 1}\n{"log": 2}',
  ])('nothing in %s', text => {
    expect(jsonFlaw(text)).toBeUndefined();
  });

  it('goes as deep as a text does', () => {
    expect(jsonFlaw('['.repeat(100_000))).toMatchObject({ at: 99_999 });
  });
});
