import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { positionAt, textOf } from '../../src/source/text.ts';
import { get, toPlain } from '../../src/yaml/access.ts';
import { type LocatedValue, placeOf, placeWithin } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const read = (text: string) => parseYaml({ path: 'file.yaml', text });
const firstOf = (text: string): LocatedValue => {
  const value = read(text).documents[0]?.value;
  if (!value) throw new Error('no document');
  return value;
};
const at = (text: string, ...path: (string | number)[]) => {
  const value = get(firstOf(text), ...path);
  if (!value) throw new Error(`nothing at ${path.join('.')}`);
  return value;
};

/** Every scalar of a tree, keys included. */
function scalars(value: LocatedValue): Extract<LocatedValue, { kind: 'scalar' }>[] {
  if (value.kind === 'scalar') return [value];
  if (value.kind === 'sequence') return value.items.flatMap(scalars);
  return [...value.entries.values()].flatMap(({ key, value: child }) => [key, ...scalars(child)]);
}

describe('aliases that are keys end at their colon, as go-yaml reads them', () => {
  const text = [
    'name: &app shop',
    'controllers:',
    '  *app:',
    '    containers:',
    '      *app:',
    '        tag: "1.0"',
    'list:',
    '  - *app: first',
    '    note: &n {a: 1}',
    'last: end',
    '',
  ].join('\n');

  it('says what they stand for', () => {
    expect(read(text).problems).toEqual([]);
    expect(toPlain(firstOf(text))).toEqual({
      name: 'shop',
      controllers: { shop: { containers: { shop: { tag: '1.0' } } } },
      list: [{ shop: 'first', note: { a: 1 } }],
      last: 'end',
    });
  });

  it('keeps all places', () => {
    expect(textOf(at(text, 'controllers', 'shop', 'containers', 'shop', 'tag').origin)).toBe(
      '"1.0"',
    );
    expect(textOf(at(text, 'list', 0, 'shop').origin)).toBe('first');
    expect(textOf(at(text, 'last').origin)).toBe('end');
    const list = at(text, 'list', 0);
    const key = list.kind === 'map' ? list.entries.get('shop')?.key : undefined;
    expect(key?.origin.alias && textOf(key.origin.alias)).toMatch(/^\*app/);
  });

  it('says where an error is that has nothing to do with them', () => {
    const broken = `${text}other: [1,\n`;
    const [problem] = read(broken).problems;
    expect(problem && broken.slice(problem.at.start - 12)).toContain('[1,');
  });
});

describe('a range of the source gives back the scalar', () => {
  it.each([
    ['plain', 'key: some value # comment\n', 'some value'],
    ['double quotes', 'key: "a\\tb \\u00e9"\n', '"a\\tb \\u00e9"'],
    ['single quotes', "key: 'it''s'\n", "'it''s'"],
    ['flow collections', 'key: {a: [1, "x"]}\n', '{a: [1, "x"]}'],
    ['block literal', 'key: |\n  one\n  two\nnext: 1\n', '|\n  one\n  two\n'],
    ['CRLF', 'a: 1\r\nkey: value\r\n', 'value'],
    ['after a byte order mark', '\uFEFFkey: value\n', 'value'],
    ['tabs between', 'key:\tvalue\n', 'value'],
    ['wide characters before', '"🐳": 1\nkey: valü\n', 'valü'],
    ['anchored', 'key: &anchor value\n', 'value'],
    ['tagged', 'key: !!str 12\n', '12'],
  ])('%s', (_, text, expected) => {
    expect(textOf(at(text, 'key').origin)).toBe(expected);
  });

  it('quoted keys, too', () => {
    const value = firstOf('"a key": 1\n');
    const key = value.kind === 'map' ? value.entries.get('a key')?.key : undefined;
    expect(key && textOf(key.origin)).toBe('"a key"');
  });

  it('property: reparsing the range of any scalar gives its text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), data => {
        const text = stringify({ data }, { lineWidth: 40 });
        for (const scalar of scalars(firstOf(text))) {
          const source = textOf(scalar.origin);
          if (source.startsWith('|') || source.startsWith('>')) continue; // indentation is lost
          expect(parse(source, { schema: 'failsafe' }) ?? '').toBe(scalar.text);
        }
      }),
    );
  });

  it('property: what is read is what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), data => {
        const normal = JSON.parse(JSON.stringify({ data }));
        expect(
          JSON.parse(JSON.stringify(toPlain(firstOf(stringify({ data }, { version: '1.1' }))))),
        ).toEqual(normal);
      }),
    );
  });
});

describe('positions', () => {
  it.each([
    ['first line', 'key: value\n', 1, 6],
    ['later documents count on', 'a: 1\n---\nkey: value\n', 3, 6],
    ['CRLF is one line end', 'a: 1\r\nkey: value\r\n', 2, 6],
    ['a byte order mark is no column', '\uFEFFkey: value\n', 1, 6],
    ['columns are UTF-16 code units', '{"🐳": 1, key: value}\n', 1, 16],
    ['a tab is one column', 'key:\tvalue\n', 1, 6],
  ])('%s', (_, text, line, column) => {
    const document = read(text).documents.findLast(({ value }) => value);
    const value = get(document?.value, 'key');
    if (!value) throw new Error('no key');
    expect(positionAt(value.origin.file, value.origin.start)).toEqual({ line, column });
  });
});

describe('aliases and merge keys', () => {
  it('a value reached by an alias has both places, and reports at the alias', () => {
    const value = at('a: &host example.com\nb: *host\n', 'b');
    expect(textOf(value.origin)).toBe('example.com');
    expect(textOf(placeOf(value))).toBe('*host');
  });

  it('children of an aliased map stay where they are written', () => {
    const value = at('a: &x {port: 80}\nb: *x\n', 'b', 'port');
    expect(textOf(placeOf(value))).toBe('80');
  });

  it('merge keys: own keys win, earlier merges win over later', () => {
    const text = 'a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc:\n  <<: [*a, *b]\n  y: 3\n';
    expect(toPlain(at(text, 'c'))).toEqual(
      Object.assign(Object.create(null), { x: 1, y: 3, z: 2 }),
    );
  });

  it('an alias without an anchor is a problem', () => {
    expect(read('a: *nowhere\n').problems[0]?.message).toContain(
      'the alias `*nowhere` has no anchor before it',
    );
  });

  it('an alias inside its own anchor does not loop', () => {
    expect(read('a: &a [*a]\n').problems).toHaveLength(1);
  });
});

describe('scalars mean what Kubernetes takes them for', () => {
  it.each([
    ['on', true],
    ['No', false],
    ['y', true],
    ['0755', 493],
    ['0x1F', 31],
    ['1_000', 1000],
    ['1e3', 1000],
    ['1.10', 1.1],
    ['~', null],
    ['12:30:45', '12:30:45'],
    ['2026-01-01', '2026-01-01'],
    ['192.168.0.1', '192.168.0.1'],
    ['"on"', 'on'],
    ['nothing', 'nothing'],
  ])('%s', (text, expected) => {
    const value = at(`key: ${text}\n`, 'key');
    expect(value.kind === 'scalar' && value.value).toBe(expected);
  });
});

describe('bad input is a problem, never an exception', () => {
  it('duplicate keys: the last one wins, both places are named', () => {
    const { problems, documents } = read('a: 1\nb: 2\na: 3\n');
    expect(problems).toHaveLength(1);
    expect(problems[0]?.related?.[0]?.at.start).toBe(0);
    expect(toPlain(documents[0]?.value as LocatedValue)).toMatchObject({ a: 3 });
  });

  it('a syntax error is one problem; documents before it are kept, those after are not', () => {
    const { problems, documents, broken } = read('a: 1\n---\nb: [\n---\nc: 1\n');
    expect(problems).toHaveLength(1);
    expect(broken).toBe(true);
    expect(documents).toHaveLength(1);
  });

  it.each([
    ['flow', '['.repeat(100_000)],
    ['block', `${'- '.repeat(5_000)}x`],
    ['mixed', '{a: '.repeat(50_000)],
  ])('nesting that would overflow the stack (%s)', (_, text) => {
    expect(read(text).problems.map(({ rule }) => rule)).toEqual(['internal/too-large']);
  });

  it('brackets in strings are no nesting', () => {
    expect(read(`a: "${'['.repeat(2_000)}"\n`).problems).toEqual([]);
  });

  it('an alias bomb is refused at once', () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? 'l0: &l0 [x, x, x, x, x, x, x, x, x]'
        : `l${i}: &l${i} [${Array(9)
            .fill(`*l${i - 1}`)
            .join(', ')}]`,
    );
    expect(read(levels.join('\n')).problems[0]?.rule).toBe('internal/too-large');
  });

  it('__proto__ is a key like any other', () => {
    const plain = toPlain(firstOf('__proto__: {polluted: 1}\n'));
    expect(Object.keys(plain as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('unknown tags are opaque', () => {
    expect(read('a: !Find [x]\nb: !secret name\n').problems).toEqual([]);
  });

  it('property: any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), text => void read(text)));
  });

  it.each([
    'a: 1\n: 2\n',
    ': 2\n',
    '{: 2}\n',
    'a: {b: 1, : 2}\n',
    '[: 2]\n',
    'a:\n  : x\n',
    '? \n: 2\n',
    '&a : 2\n',
  ])('a value without a key, which go-yaml refuses: %j', text => {
    const { problems, broken } = read(text);
    expect(broken).toBe(true);
    expect(problems.map(({ message }) => message)).toEqual(['a key is missing before the `:`']);
  });

  it.each(['"": 2\n', '!!str : 2\n', '? a\n? b\n', '{a, b}\n', 'a:\n'])(
    'an empty key that is written, and a key without a value, are read: %j',
    text => {
      expect(read(text)).toMatchObject({ problems: [], broken: false });
    },
  );
});

describe('part of a scalar', () => {
  it.each([
    ['plain', 'key: a,bc,d\n', 'bc'],
    ['quoted', 'key: "a,bc,d"\n', 'bc'],
    ['with escapes: the whole', 'key: "a\\u002cbc,d"\n', '"a\\u002cbc,d"'],
    ['by an alias: the alias', 'x: &x a,bc,d\nkey: *x\n', '*x'],
  ])('%s', (_, text, expected) => {
    const value = at(text, 'key');
    if (value.kind !== 'scalar') throw new Error('no scalar');
    expect(textOf(placeWithin(value, 2, 4))).toBe(expected);
  });
});
