import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf, plainYaml, printableYaml } from '../../src/report/plain-yaml.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../src/yaml/build.ts';
import type { LocatedValue, Origin } from '../../src/yaml/located.ts';

const AT: Origin = { file: { path: 'a.yaml', text: '' }, start: 0, end: 0, document: 0 };

type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

function located(data: Data): LocatedValue {
  if (data === null || typeof data !== 'object') return scalarFrom(AT, data);
  if (Array.isArray(data)) return sequenceFrom(AT, data.map(located));
  const parts = Object.entries(data).map(([key, item]) => [key, located(item)] as const);
  return mapFrom(AT, Object.fromEntries(parts));
}

/** What the `yaml` package makes of it, with what a terminal obeys escaped. */
const byPackage = (value: LocatedValue): string => printableYaml(documentOf(value));

const WORDS = [
  ...['a', 'B', '0', '7', '-', '.', ':', ' ', '\n', '\t', '#', '"', "'", '[', ']', '{', '}', ','],
  ...['&', '*', '!', '|', '>', '%', '@', '`', '?', '~', '=', '\\', 'é', '😀', '\u0007', '\u202e'],
  ...['---', '...', 'true', 'null', 'No', '0x1f', '1e3', '##[', '::', '<<', '  ', '\n\n', '.inf'],
];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map(parts => parts.join(''));
const long = fc.tuple(text, text).map(([a, b]) => `${'word '.repeat(30)}${a}\n${b}`);
const scalar = fc.oneof(
  { weight: 6, arbitrary: text },
  long,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { data } = fc.letrec<{ data: Data }>(tie => ({
  data: fc.oneof(
    { maxDepth: 4 },
    { weight: 3, arbitrary: scalar },
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(text, tie('data'), { maxKeys: 4 }),
  ),
}));

describe('data is printed as the package prints it', () => {
  it.each<[string, Data]>([
    ['nothing in it', { a: {}, b: [], c: [{}, [], null, ''] }],
    ['lists in lists', [[['a', 'b'], ['c']], [{ d: [{ e: 1 }] }]]],
    ['texts of several lines', { a: 'one\ntwo', b: ['one\n\n  two\n', { c: ' one\ntwo' }] }],
    ['texts that end in lines', { a: 'one\n\n', b: ['one\n', '\n', ' \n'] }],
    ['numbers as keys', { b: 1, 10: 2, 9: { x: 1, 3: 4 }, '01': 5, '4294967295': 6 }],
    ['words that are no texts', { a: 'true', null: 'null', '1.0': '0o7', b: '~', '<<': '=' }],
    ['what a terminal obeys', { 'a\u001b[1m': 'b\u001b[2m', c: ['##[error]', '::error::'] }],
    ['__proto__', JSON.parse('{"__proto__": {"a": 1}}')],
  ])('%s', (_, value) => {
    expect(plainYaml(located(value))).toBe(byPackage(located(value)));
  });

  it('whatever it is', () => {
    fc.assert(
      fc.property(data, value => {
        expect(plainYaml(located(value))).toBe(byPackage(located(value)));
      }),
      { numRuns: 2000 },
    );
  });
});
