import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyJsonPatch,
  type JsonPatchOptions,
  parseJsonPatch,
} from '../../src/model/json-patch.ts';
import { textOf } from '../../src/source/text.ts';
import { get, toPlain } from '../../src/yaml/access.ts';
import type { LocatedValue } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const yaml = (text: string, path = 'target.yaml'): LocatedValue => {
  const value = parseYaml({ path, text }).documents[0]?.value;
  if (!value) throw new Error('no document');
  return value;
};

function patch(target: string, operations: string, options?: JsonPatchOptions) {
  const parsed = parseJsonPatch(yaml(operations, 'patch.yaml'));
  const { value, problems } = applyJsonPatch(yaml(target), parsed.operations, options);
  return {
    value: toPlain(value),
    problems: [...parsed.problems, ...problems].map(({ message }) => message),
    located: value,
  };
}

describe('a JSON patch', () => {
  // https://www.rfc-editor.org/rfc/rfc6902#appendix-A
  it.each([
    [
      'A.1 adds an object member',
      '{foo: bar}',
      '[{op: add, path: /baz, value: qux}]',
      { foo: 'bar', baz: 'qux' },
    ],
    [
      'A.2 adds an array element',
      '{foo: [bar, baz]}',
      '[{op: add, path: /foo/1, value: qux}]',
      { foo: ['bar', 'qux', 'baz'] },
    ],
    [
      'A.3 removes an object member',
      '{baz: qux, foo: bar}',
      '[{op: remove, path: /baz}]',
      { foo: 'bar' },
    ],
    [
      'A.4 removes an array element',
      '{foo: [bar, qux, baz]}',
      '[{op: remove, path: /foo/1}]',
      { foo: ['bar', 'baz'] },
    ],
    [
      'A.5 replaces a value',
      '{baz: qux, foo: bar}',
      '[{op: replace, path: /baz, value: boo}]',
      { baz: 'boo', foo: 'bar' },
    ],
    [
      'A.6 moves a value',
      '{foo: {bar: baz, waldo: fred}, qux: {corge: grault}}',
      '[{op: move, from: /foo/waldo, path: /qux/thud}]',
      { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
    ],
    [
      'A.7 moves an array element',
      '{foo: [all, grass, cows, eat]}',
      '[{op: move, from: /foo/1, path: /foo/3}]',
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    [
      'A.8 tests a value',
      '{baz: qux, foo: [a, 2, c]}',
      '[{op: test, path: /baz, value: qux}, {op: test, path: /foo/1, value: 2}]',
      { baz: 'qux', foo: ['a', 2, 'c'] },
    ],
    [
      'A.10 adds a nested object',
      '{foo: bar}',
      '[{op: add, path: /child, value: {grandchild: {}}}]',
      { foo: 'bar', child: { grandchild: {} } },
    ],
    [
      'A.14 unescapes ~',
      '{/: 9, "~1": 10}',
      '[{op: test, path: /~01, value: 10}]',
      { '/': 9, '~1': 10 },
    ],
    [
      'A.16 adds an array value',
      '{foo: [bar]}',
      '[{op: add, path: /foo/-, value: [abc, def]}]',
      { foo: ['bar', ['abc', 'def']] },
    ],
    [
      'counts negative indexes from the end',
      '{foo: [a, b]}',
      '[{op: replace, path: /foo/-1, value: c}]',
      { foo: ['a', 'c'] },
    ],
    ['replaces the whole document', '{a: 1}', '[{op: replace, path: "", value: {b: 2}}]', { b: 2 }],
    ['copies', '{a: {x: 1}}', '[{op: copy, from: /a, path: /b}]', { a: { x: 1 }, b: { x: 1 } }],
  ])('%s', (_name, target, operations, expected) => {
    expect(patch(target, operations)).toMatchObject({ value: expected, problems: [] });
  });

  it.each([
    ['A.9 a failing test', '[{op: test, path: /foo, value: x}]', /the test fails/],
    ['A.12 an add under a missing parent', '[{op: add, path: /baz/bat, value: qux}]', /not there/],
    ['a removal of nothing', '[{op: remove, path: /none}]', /nothing to remove at `\/none`/],
    ['a replacement of nothing', '[{op: replace, path: /none, value: 1}]', /nothing to replace/],
    ['an index that is too large', '[{op: add, path: /list/9, value: 1}]', /no index `9`/],
    ['an unknown op', '[{op: set, path: /foo, value: 1}]', /`op` must be one of/],
    ['a path without slash', '[{op: add, path: foo, value: 1}]', /must start with/],
    ['a missing value', '[{op: add, path: /foo}]', /needs `value`/],
    ['a missing from', '[{op: move, path: /foo}]', /needs `from`/],
    ['no list', 'op: add', /a list of operations/],
  ])('reports %s and keeps the rest', (_name, operations, message) => {
    const { value, problems } = patch('{foo: bar, list: []}', operations);
    expect(value).toEqual({ foo: 'bar', list: [] });
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  it('adds with replace where kustomize does', () => {
    const { value } = patch('{a: 1}', '[{op: replace, path: /b, value: 2}]', { replaceAdds: true });
    expect(value).toEqual({ a: 1, b: 2 });
  });

  it('makes parents and removes quietly in what is known in part', () => {
    const operations = '[{op: add, path: /a/b/c, value: 1}, {op: remove, path: /x/y}]';
    expect(patch('{}', operations, { partial: true })).toMatchObject({
      value: { a: { b: { c: 1 } } },
      problems: [],
    });
  });

  it('adds items to lists of which not all is known', () => {
    const operations = '[{op: add, path: /containers/1/args, value: [a]}]';
    expect(patch('{containers: []}', operations, { partial: true })).toMatchObject({
      value: { containers: [{ args: ['a'] }] },
      problems: [],
    });
    expect(patch('{containers: []}', operations).problems).toHaveLength(1);
  });

  it('keeps the patch as origin of what it wrote, and of nothing else', () => {
    const { located } = patch('{a: {b: 1, c: 2}}', '[{op: replace, path: /a/b, value: 10}]');
    const place = (name: string) => get(located, 'a', name)?.origin;
    expect([place('b')?.file.path, place('c')?.file.path]).toEqual(['patch.yaml', 'target.yaml']);
    const origin = place('b');
    expect(origin && textOf(origin)).toBe('10');
  });

  it('never throws, and an add can be removed again', () => {
    const key = fc.constantFrom('a', 'b', '__proto__', '0', '-', '~', '/', '');
    const pointer = fc
      .array(key, { maxLength: 3 })
      .map(keys => keys.map(k => `/${k.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
    const operation = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
      path: pointer,
      from: pointer,
      value: fc.jsonValue({ maxDepth: 2 }),
    });
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.jsonValue({ maxDepth: 2 })),
        fc.array(operation),
        fc.boolean(),
        (target, operations, partial) => {
          patch(JSON.stringify(target), JSON.stringify(operations), { partial });
          const added = [
            { op: 'add', path: '/new', value: 1 },
            { op: 'remove', path: '/new' },
          ];
          const plain = toPlain(yaml(JSON.stringify(target)));
          expect(patch(JSON.stringify(target), JSON.stringify(added)).value).toEqual(plain);
        },
      ),
    );
  });
});
