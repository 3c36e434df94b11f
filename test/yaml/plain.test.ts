import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFully } from '../../src/yaml/parse.ts';
import { readPlainYaml } from '../../src/yaml/plain/read.ts';

// The quick reader says what the full parser says of the same text, or nothing.

const read = (text: string) => readPlainYaml({ path: 'file.yaml', text });

/** Whether the quick reader read a text; where it did, both must agree on each value and place. */
function agrees(text: string): boolean {
  const file = { path: 'file.yaml', text };
  const values = readPlainYaml(file);
  if (!values) return false;
  const documents = values.map((value, index) => ({ file, index, value }));
  expect(parseFully(file)).toEqual({ documents, problems: [], broken: false });
  return true;
}

const files = ['fixtures', 'pitower'].flatMap(folder =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.(?:ya?ml|patch|json)$/.test(entry.name))
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .filter(text => text.length < 20_000),
);

describe('readPlainYaml', () => {
  it('reads nearly all of the files here in which nothing is wrong, as the full parser does', () => {
    expect(files.length).toBeGreaterThan(1000);
    const read = files.filter(agrees);
    const unread = files.filter(text => !read.includes(text));
    // What the full parser refuses is its own to tell.
    const sound = unread.filter(text => {
      const { broken, problems } = parseFully({ path: 'file.yaml', text });
      return !broken && problems.length === 0;
    });
    expect(read.length / (read.length + sound.length)).toBeGreaterThan(0.985);
  });

  it.each([
    ['nothing', ''],
    ['comments only', '# a\n  # b\n'],
    ['a document without content', '---\n'],
    ['several without content', '--- # a\n\n---\n---'],
    ['a first document without a marker', 'a: 1\n---\nb: 2\n---\n'],
    ['no newline at the end', 'a: 1'],
    ['keys in quotes', '"a": 1\n\'b c\': 2\n"d\\n": 3\n'],
    ['keys with colons, hashes and blanks', 'a:b: 1\nc#d: 2\ne f : 3\n-g: 4\n'],
    ['values that are missing', 'a:\nb: \nc:\n  - \n  -\n  - d\ne:\n'],
    [
      'values that are missing before comments',
      'a:\n  b:\n  # c\n\n# d\ne:\n  f: # g\n    # h\ni:\n  - # j\n',
    ],
    [
      'the same some levels down',
      'a:\n  b:\n    c:\n  # d\n  e:\n    f:\n      - g:\n# h\ni: 1\n---\nj:\n# k\n',
    ],
    ['sequences indented like their key', 'a:\n- b\n- c: 1\n  d: 2\ne:\n- - f\n  - g\n-  - h\n'],
    ['compact maps', '- a: 1\n  b:\n    c: 2\n-   d: 3\n    e: 4\n-\n  f: 5\n'],
    ['values below their keys', 'a:\n  b\nc:\n\n    "d"\ne:\n  [f]\n'],
    ['text over several lines', 'a: b\n  c\n\n  d\ne:\n  - f\n    g\n    -h\n'],
    ['quotes over several lines', "a: \"b\n  c \\\n  d\n\n  e\"\nf: 'g\n\n\n  h''\n  '\n"],
    ['escapes', "a: \"\\x41\\u00e9\\U0001F600\\t\\/\\\"\\\\\\_\\0\"\nb: 'it''s'\n"],
    [
      'literal blocks',
      'a: |\n  b\n   c\n\n  d\ne: |-\n  f\n\ng: |+\n  h\n\n\ni: |\nj: |+\n\nk: 1\n',
    ],
    [
      'folded blocks',
      'a: >\n  b\n  c\n\n  d\n    e\n\n    f\n  g\nh: >-\n\n  i\n\n   \nj: >+ # k\n  l\n\n',
    ],
    ['blocks at the end', 'a: |\n  b\n   '],
    ['blocks in sequences', '- |\n a\n- >\n  b\n-  |\n  c\n'],
    [
      'flow collections',
      'a: {b: 1, "c":2, d: [e, "f", {g: h}], i: {}, j: [ ] }\nk: [a,\n  b,\n]\n',
    ],
    ['JSON', '{\n  "a": [1, 2],\n  "b": {"c": null, "d": "e\\u0041"}\n}\n'],
    [
      'anchors and aliases',
      'a: &a b\nc: *a\nd: &d\n  e: *a\nf:\n  - &g h\n  - *g\n  - *d\ni: [*a, *g]\n',
    ],
    ['merge keys', 'a: &a\n  b: 1\n  c: 2\nd:\n  <<: *a\n  c: 3\ne:\n  f: 4\n  <<: [*a, *a]\n'],
    [
      'comments everywhere',
      '# a\nb: # c\n  # d\n  e: f # g\n  # h\n # i\n# j\nk:\n  - l # m\n  # n\n    # o\np: 1\n',
    ],
    ['comments at ends', 'a:\n  b:\n    - c\n      # d\n    # e\n  # f\n# g\n'],
    ['comments after blocks', 'a:\n  b: |\n    c\n   # d\n  # e\nf: 1\n'],
  ])('reads %s', (_, text) => {
    expect(agrees(text)).toBe(true);
  });

  it.each([
    ['tags', 'a: !b c\n'],
    ['anchors of keys', '- &a b: c\n'],
    ['aliases of nothing', 'a: *b\n'],
    ['anchors of aliases', 'a: &a b\nc: &c *a\n'],
    ['anchors of nothing', 'a: &b\nc: 1\n'],
    ['keys that are no scalars', '? a\n: b\n'],
    ['templates', 'a: {{ .b }}\n'],
    ['duplicate keys', 'a: 1\na: 2\n'],
    ['tabs', 'a:\tb\n'],
    ['carriage returns', 'a: 1\r\nb: 2\r\n'],
    ['a byte order mark', '\uFEFFa: 1\n'],
    ['directives', '%YAML 1.2\n---\na: 1\n'],
    ['the end of a document', 'a: 1\n...\n'],
    ['documents that are scalars', 'a\n'],
    ['content on the line of a marker', '--- a\n'],
    ['indentation that does not fit', 'a:\n    b: 1\n  c: 2\n'],
    ['maps within a line', 'a: b: c\n'],
    ['strings without an end', 'a: "b\n'],
    ['flow collections without an end', 'a: [b\n'],
    ['escapes that there are not', 'a: "\\y"\n'],
    ['blocks with their indentation said', 'a: |2\n   b\n'],
    ['an item without a value behind a comment further left', 'a:\n  - b\n#\n  -\n'],
    ['text below a key behind a comment further left', 'a:\n#b\n  c\nd: e\n'],
    ['nesting without measure', `${'- '.repeat(200)}a\n`],
  ])('leaves %s to the full parser', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('leaves aliases that expand without measure', () => {
    const lines = Array.from({ length: 9 }, (_, i) => {
      const alias = i === 0 ? 'x' : `*a${i - 1}`;
      return `a${i}: &a${i} [${Array.from({ length: 9 }, () => alias).join(', ')}]\n`;
    });
    expect(read(lines.join(''))).toBeUndefined();
  });

  const bits = [
    ...[
      ' ',
      '  ',
      '\n',
      '\n\n',
      '\n  ',
      '#',
      ' # c',
      '\n# c\n',
      '  # c\n',
      ':',
      ': ',
      '-',
      '- ',
      '\n- ',
    ],
    ...[
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ', ',
      '|\n',
      '>-\n',
      '|+\n',
      '---\n',
      '...\n',
      '\\',
      'a',
      'a: b\n',
    ],
    ...[
      '&a ',
      '*a',
      '!t ',
      '%',
      '\t',
      '? ',
      '<<: ',
      '\u2028',
      '0',
      '~',
      '""',
      '[]',
      '\r\n',
      '@',
      '`',
    ],
  ];
  /** A stretch of a file, so that all kinds of things come last. */
  const stretch = fc
    .tuple(fc.constantFrom(...files), fc.nat(), fc.integer({ min: 1, max: 25 }))
    .map(([text, from, count]) => {
      const lines = text.split('\n');
      const first = from % lines.length;
      const indent = lines[first]?.search(/\S|$/) ?? 0;
      const outer = new RegExp(`^ {${indent}}`);
      return lines.slice(first, first + count).map(line => line.replace(outer, ''));
    })
    .map(lines => lines.join('\n'));
  const edit = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 3 }),
    add: fc.constantFrom('', ...bits),
  });

  it('says of damaged files what the full parser says, or nothing', () => {
    const edits = fc.array(edit, { maxLength: 4 });
    fc.assert(
      fc.property(stretch, edits, (text, changes) => {
        const damaged = changes.reduce((now, { at, cut, add }) => {
          const place = at % (now.length + 1);
          return now.slice(0, place) + add + now.slice(place + cut);
        }, text);
        agrees(damaged);
      }),
      { numRuns: 3000 },
    );
  });
});
