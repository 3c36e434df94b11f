import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRepositoryOf } from '../../src/cli/repository.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { applyEdits } from '../../src/engine/fixes/apply.ts';
import { fixPass } from '../../src/engine/fixes/pass.ts';
import { verifyEdits } from '../../src/engine/fixes/verify.ts';
import { findFixes } from '../../src/find-fixes.ts';
import type { LintRequest } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import type { Edit } from '../../src/source/edit.ts';
import { overlay } from '../../src/source/overlay.ts';
import type { SourceText } from '../../src/source/text.ts';
import { get, getEntry } from '../../src/yaml/access.ts';
import {
  appendItem,
  insertAfter,
  quoteScalar,
  removeLine,
  renameKey,
  replaceScalar,
} from '../../src/yaml/edits.ts';
import type {
  LocatedMap,
  LocatedScalar,
  LocatedSequence,
  LocatedValue,
} from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { corpus } from '../support/corpus.ts';
import { fixtureRequest, fixturesOf } from '../support/fixture.ts';

const source = (text: string): SourceText => ({ path: 'a.yaml', text });
const rootOf = (file: SourceText) => parseYaml(file).documents[0]?.value as LocatedMap;
const edit = (file: SourceText, start: number, end: number, text: string): Edit => ({
  at: { file, start, end },
  text,
});

/** Makes an edit of one value and gives the new text; undefined where there is no edit. */
function change(
  text: string,
  path: (string | number)[],
  make: (value: LocatedValue, root: LocatedMap) => Edit | undefined,
): string | undefined {
  const file = source(text);
  const root = rootOf(file);
  const made = make(get(root, ...path) as LocatedValue, root);
  if (!made) return undefined;
  expect(verifyEdits(file, source(applyEdits(file, [made])), [made])).toBeUndefined();
  return applyEdits(file, [made]);
}

describe('edits keep comments, quoting and order', () => {
  const word = (text: string) => (value: LocatedValue) =>
    replaceScalar(value as LocatedScalar, text);
  it.each<[string, string, string, string | undefined]>([
    ['plain', 'a: x # c\n', 'w', 'a: w # c\n'],
    ['in double quotes', 'a: "x" # c\n', 'y"z', 'a: "y\\"z" # c\n'],
    ['in single quotes', "a: 'x'\n", "it's", "a: 'it''s'\n"],
    ['with an anchor', 'a: &b x\n', 'w', 'a: &b w\n'],
    ['plain, where the new text is no plain string', 'a: x\n', 'true', 'a: "true"\n'],
    ['plain, where some read the new text as a boolean', 'a: x\n', 'y', 'a: "y"\n'],
    ['plain, where the new text would be a comment', 'a: x\n', 'y # z', 'a: "y # z"\n'],
    ['an alias is not this place', 'a: &b x\nc: *b\n', 'w', 'a: &b w\nc: *b\n'],
    ['plain, where the old text ends in a quote', "a: x'\n", 'w', 'a: w\n'],
    ['plain, where the old text ends in another', 'a: x"\n', 'w', 'a: w\n'],
    ['plain, where the new text would be an item', 'a: x\n', '- w', 'a: "- w"\n'],
    ['plain, where a dash is no item', 'a: x\n', '-w', 'a: -w\n'],
    ['in quotes with escapes', 'a: "\\u0078"\n', 'w', 'a: "w"\n'],
    ['a block is left alone', 'a: |\n  x\n', 'y', undefined],
    ['an empty block is left alone', 'a: |\nb: 1\n', 'y', undefined],
    ['nothing is left alone', 'a:\nb: 1\n', 'y', undefined],
    ['several lines are left alone', 'a: x\n  z\n', 'y', undefined],
  ])('replaces: %s', (_, before, text, after) => {
    expect(change(before, ['a'], word(text))).toBe(after);
  });

  it('does not touch a value reached through an alias', () => {
    expect(change('a: &b x\nc: *b\n', ['c'], word('y'))).toBeUndefined();
  });

  it.each<[string, string, string | undefined]>([
    ['a boolean', 'a: true # c\n', 'a: "true" # c\n'],
    ['a number keeps its digits', 'a: 0644\n', 'a: "0644"\n'],
    ['in a flow map', 'x: {a: 1}\na: on\n', 'x: {a: 1}\na: "on"\n'],
    ['what is quoted already', 'a: "1"\n', undefined],
    ['what is not there', 'a:\n', undefined],
    ['not through an alias', 'x: &y on\na: *y\n', undefined],
    ['a tagged value', 'a: !!int 1\n', undefined],
  ])('quotes: %s', (_, before, after) => {
    expect(change(before, ['a'], value => quoteScalar(value as LocatedScalar))).toBe(after);
  });

  const insert = (value: string) => (map: LocatedValue) => {
    const entry = getEntry(map, 'a');
    return entry && insertAfter(map as LocatedMap, entry, 'n', value);
  };
  it.each<[string, string, string, string | undefined]>([
    ['below the entry', 'm:\n  a: 1 # c\n  b: 2\n', '3', 'm:\n  a: 1 # c\n  n: 3\n  b: 2\n'],
    ['in a list item', 'm:\n  - a: 1\n    b: 2\n', '3', undefined],
    ['at the end of a file without line end', 'm:\n  a: 1', '3', 'm:\n  a: 1\n  n: 3'],
    ['in braces', 'm: {a: 1, b: 2}\n', '3', 'm: {a: 1, n: 3, b: 2}\n'],
    ['a map below it', 'm:\n  a: 1\n', '\n  x: y', 'm:\n  a: 1\n  n:\n    x: y\n'],
    ['no map in braces', 'm: {a: 1}\n', '\n  x: y', undefined],
    ['not behind a block', 'm:\n  a: |\n    x\n', '3', undefined],
    ['not behind a map', 'm:\n  a:\n    x: 1\n', '3', undefined],
    ['not behind a value of two lines', 'm:\n  a: x\n    y\n', '3', undefined],
    ['not behind a value on a line of its own', 'm:\n  a:\n    x\n', '3', undefined],
    ['not in a map reached through an alias', 'x: &y {a: 1}\nm: *y\n', '3', undefined],
  ])('inserts: %s', (_, before, value, after) => {
    expect(change(before, ['m'], insert(value))).toBe(after);
  });
  it('inserts: below the first key of a list item', () => {
    expect(change('m:\n  - a: 1\n    b: 2\n', ['m', 0], insert('3'))).toBe(
      'm:\n  - a: 1\n    n: 3\n    b: 2\n',
    );
  });

  it.each<[string, string, string | undefined]>([
    ['to a block', 'l:\n  - a\n  - b # c\nx: 1\n', 'l:\n  - a\n  - b # c\n  - n\nx: 1\n'],
    ['to a block without indentation', 'l:\n- a\nx: 1\n', 'l:\n- a\n- n\nx: 1\n'],
    ['to brackets', 'l: [a, b] # c\n', 'l: [a, b, n] # c\n'],
    ['to empty brackets', 'l: []\n', 'l: [n]\n'],
    ['behind an anchor', 'l:\n  - &x a\n', 'l:\n  - &x a\n  - n\n'],
    ['not behind a map', 'l:\n  - a: 1\n', undefined],
    ['not behind a block', 'l:\n  - |\n    a\n', undefined],
    ['not through an alias', 'x: &y\n  - a\nl: *y\n', undefined],
  ])('appends: %s', (_, before, after) => {
    expect(change(before, ['l'], list => appendItem(list as LocatedSequence, 'n'))).toBe(after);
  });

  it.each<[string, string, string | undefined]>([
    ['a line', 'a: 1\nb: 2\n', 'b: 2\n'],
    ['the last line without end', 'b: 2\na: 1', 'b: 2\n'],
    ['not a comment with it', 'a: 1 # why\nb: 2\n', undefined],
    ['not what shares its line', '{a: 1, b: 2}\n', undefined],
    ['not a larger value', 'a:\n  x: 1\nb: 2\n', undefined],
    ['not a value on the next line', 'a:\n  x\nb: 2\n', undefined],
    ['not a value of two lines', 'a: x\n  y\nb: 2\n', undefined],
    ['not an alias', 'x: &y 1\na: *y\nb: 2\n', undefined],
  ])('removes: %s', (_, before, after) => {
    const remove = (_value: LocatedValue, root: LocatedMap) => {
      const entry = getEntry(root, 'a');
      return entry && removeLine(entry);
    };
    expect(change(before, ['a'], remove)).toBe(after);
  });

  it('appends to no list whose line begins with the dash of another', () => {
    const append = (list: LocatedValue) => appendItem(list as LocatedSequence, 'n');
    expect(change('l:\n  - - a\n', ['l', 0], append)).toBeUndefined();
    expect(change('l:\n  - - a\n    - b\n', ['l', 0], append)).toBe(
      'l:\n  - - a\n    - b\n    - n\n',
    );
  });

  it('renames no key to the name of a sibling', () => {
    const root = rootOf(source('a: 1\nb: 2\n'));
    const key = getEntry(root, 'a')?.key as LocatedScalar;
    expect(renameKey(key, 'b', root.entries.values())).toBeUndefined();
    expect(renameKey(key, 'c', root.entries.values())?.text).toBe('c');
  });

  it('follows the line ends of the file', () => {
    const file = source('m:\r\n  a: 1\r\n  b: 2\r\n');
    const made = insert('3')(get(rootOf(file), 'm') as LocatedValue);
    expect(applyEdits(file, made ? [made] : [])).toBe('m:\r\n  a: 1\r\n  n: 3\r\n  b: 2\r\n');
  });
});

describe('edits are refused that change more than they name', () => {
  it.each<[string, string, [number, number, string], string]>([
    ['a sibling moves below another key', 'a: 1\nb: 2\n', [5, 5, 'c:\n  '], 'more than it names'],
    ['a value is swallowed by a comment', 'a: 1\nb: 2\n', [4, 4, ' # x'], 'ok'],
    ['the rest of a line becomes a comment', 'a: [1, 2]\n', [5, 5, ' #'], 'would be wrong'],
    ['a key is there twice', 'a: 1\nb: 2\n', [5, 6, 'a'], 'would be wrong'],
    ['a neighbour becomes a part of a scalar', 'a: 1\nb: 2\n', [3, 4, '"1'], 'would be wrong'],
    ['a later document disappears', 'a: 1\n---\nb: 2\n', [4, 8, ''], 'more than it names'],
    ['a value gets a tag', 'a: 1\n', [3, 3, '!!str '], 'more than it names'],
    ['a value loses its tag', 'a: !!str 1\n', [3, 9, ''], 'more than it names'],
    ['a key between two others goes', 'a:\n  b:\n    c: 1\n', [3, 8, ''], 'more than it names'],
    [
      'a value hangs below another key',
      'a:\n  b: 1\nc:\n  d: 2\n',
      [10, 13, ''],
      'more than it names',
    ],
    ['a key is renamed, with all that hangs below it', 'a:\n  b: [1, {c: 2}]\n', [0, 1, 'z'], 'ok'],
    ['a key and one below it are renamed', 'a:\n  b:\n    c: 1\n', [0, 6, 'x:\n  y'], 'ok'],
    ['an alias stays', 'a: &x 1\nb: *x\nc: 3\n', [17, 18, '4'], 'ok'],
    ['two edits that move what stands between them', 'a: 1\nb: 2\nc: 3\n', [0, 1, 'long'], 'ok'],
    ['another type of the same characters', 'a: b\nc: 1\n', [3, 9, 'b\nc: "1"'], 'ok'],
  ])('%s', (_, text, [start, end, made], expected) => {
    const file = source(text);
    const edits = [edit(file, start, end, made)];
    const verdict = verifyEdits(file, source(applyEdits(file, edits)), edits) ?? 'ok';
    expect(verdict).toContain(expected);
  });

  it('in a file that is broken before', () => {
    const file = source('a: [1\nb: 2\n');
    const edits = [edit(file, 3, 3, '')];
    expect(verifyEdits(file, file, edits)).toContain('without mistakes');
  });

  it('never lets an edit of one scalar through that changes another', () => {
    const words = fc.constantFrom(
      'x',
      '"y"',
      '- z',
      'k: v',
      '#',
      '&a',
      '*a',
      '[',
      '}',
      '|',
      '',
      '\n',
      '  ',
      ': ',
    );
    const texts = fc.constantFrom(
      'a: 1\nb:\n  - c\n  - d: e\n',
      'a: {b: 1, c: [2]}\n',
      'a: x\nb: "y"\nc: |\n  z\n',
    );
    fc.assert(
      fc.property(
        texts,
        fc.nat(40),
        fc.nat(6),
        fc.array(words, { maxLength: 3 }),
        (text, from, length, parts) => {
          const file = source(text);
          const start = Math.min(from, text.length);
          const end = Math.min(start + length, text.length);
          const edits = [edit(file, start, end, parts.join(''))];
          const after = source(applyEdits(file, edits));
          if (verifyEdits(file, after, edits) !== undefined) return;
          // Whatever was accepted parses, and all of the scalars before the edit are as they were.
          expect(parseYaml(after).problems).toEqual([]);
          const textsBefore = (value: SourceText) =>
            scalars(rootOf(value))
              .filter(({ origin }) => origin.start < origin.end && origin.end < start)
              .map(({ text: t }) => t);
          expect(textsBefore(after)).toEqual(textsBefore(file));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function scalars(value: LocatedValue | undefined): LocatedScalar[] {
  if (!value) return [];
  if (value.kind === 'scalar') return [value];
  if (value.kind === 'sequence') return value.items.flatMap(scalars);
  return [...value.entries.values()].flatMap(entry => [entry.key, ...scalars(entry.value)]);
}

describe('a pass', () => {
  const finding = (edits: readonly Edit[]): Finding => ({
    ruleId: 'test/x',
    severity: 'error',
    confidence: 'certain',
    message: '',
    at: edits[0]?.at ?? { file: source(''), start: 0, end: 0 },
    help: undefined,
    related: [],
    application: undefined,
    category: undefined,
    clusters: [],
    fix: { title: '', applicability: 'safe', edits },
    secret: false,
    path: '',
    fingerprint: '',
  });
  const file = source('a: 1\nb: 2\n');

  it('makes what goes together, once where two ask for the same', () => {
    const { texts, fixed } = fixPass([
      finding([edit(file, 3, 4, '8')]),
      finding([edit(file, 3, 4, '8')]),
      finding([edit(file, 8, 9, '9')]),
    ]);
    expect([texts.get('a.yaml'), fixed.length]).toEqual(['a: 8\nb: 9\n', 3]);
  });

  it('leaves what overlaps to the next', () => {
    const { texts, fixed, dropped } = fixPass([
      finding([edit(file, 3, 4, '8')]),
      finding([edit(file, 3, 4, '9'), edit(file, 8, 9, '9')]),
    ]);
    expect([texts.get('a.yaml'), fixed.length, dropped.length]).toEqual(['a: 8\nb: 2\n', 1, 0]);
  });

  it('drops what breaks the file, and makes the rest', () => {
    const { texts, fixed, dropped } = fixPass([
      finding([edit(file, 3, 4, '[')]),
      finding([edit(file, 8, 9, '9')]),
    ]);
    expect([texts.get('a.yaml'), fixed.length]).toEqual(['a: 1\nb: 9\n', 1]);
    expect(dropped.map(({ reason }) => reason)[0]).toContain('the file would be wrong');
  });

  it('makes all edits of a fix or none, in whatever files', () => {
    const other = { ...source('c: 3\n'), path: 'c.yaml' };
    const { texts, dropped } = fixPass([finding([edit(file, 3, 4, '8'), edit(other, 3, 4, '[')])]);
    expect([texts.size, dropped.length]).toEqual([0, 1]);
  });

  it('leaves files alone that SOPS encrypts, and such that are no YAML', () => {
    const sops = source('a: ENC[AES256_GCM,data:x,type:str]\nb: 2\n');
    const recipe = { ...source('a: 1\n'), path: 'justfile' };
    const { dropped } = fixPass([
      finding([edit(sops, sops.text.length - 2, sops.text.length - 1, '9')]),
      finding([edit(recipe, 3, 4, '9')]),
    ]);
    expect(dropped.map(({ reason }) => reason)).toEqual([
      'the file is encrypted by SOPS',
      'it is not a YAML file',
    ]);
  });
});

/** Fixes everything, and checks the laws that hold for any repository. */
function checkLaws(request: LintRequest): number {
  const first = findFixes(request, true);
  const tree = overlay(request.tree, new Map(first.files.map(({ path, after }) => [path, after])));
  const second = findFixes({ ...request, tree }, true);
  expect(second.files).toEqual([]);
  expect(second.fixed).toEqual([]);
  return first.fixed.length;
}

describe.each(rules.filter(({ fixable }) => fixable))('$id', ({ id, fixable }) => {
  const bad = fixturesOf(id).filter(folder => /\/bad[^/]*$/.test(folder));

  it('offers no fix of another kind than it says', () => {
    for (const folder of fixturesOf(id)) {
      const { before } = findFixes(fixtureRequest(folder), true);
      const offered = before.status === 'linted' ? before.report.findings : [];
      for (const { ruleId, fix } of offered) {
        if (ruleId === id && fix) expect(['safe', fixable]).toContain(fix.applicability);
      }
    }
  });

  it('fixes at least one of its fixtures, and a second run changes nothing', () => {
    expect(bad.map(folder => checkLaws(fixtureRequest(folder))).some(count => count > 0)).toBe(
      true,
    );
  });

  it('what was fixed is found no more', () => {
    for (const folder of bad) {
      const { fixed, after } = findFixes(fixtureRequest(folder), true);
      const left = after.status === 'linted' ? after.report.findings : [];
      const key = (finding: Finding) => finding.fingerprint;
      const own = fixed.filter(({ ruleId }) => ruleId === id).map(key);
      expect(left.map(key).filter(fingerprint => own.includes(fingerprint))).toEqual([]);
    }
  });
});

describe.skipIf(!corpus('home-ops'))('a real repository (skipped where it is absent)', () => {
  it('a second run changes nothing', () => {
    checkLaws({
      tree: openRepositoryOf([corpus('home-ops') ?? '']).tree,
      policyFile: undefined,
      rules,
    });
  });
});
