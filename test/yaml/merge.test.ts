import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { get, toPlain } from '../../src/yaml/access.ts';
import { setIn, without } from '../../src/yaml/build.ts';
import type { LocatedMap, LocatedValue } from '../../src/yaml/located.ts';
import { mergeValues } from '../../src/yaml/merge.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const map = (path: string, text: string): LocatedMap => {
  const value = parseYaml({ path, text }).documents[0]?.value;
  if (value?.kind !== 'map') throw new Error('no map');
  return value;
};

const leaves = (value: LocatedValue): Extract<LocatedValue, { kind: 'scalar' }>[] =>
  value.kind === 'scalar'
    ? [value]
    : value.kind === 'sequence'
      ? value.items.flatMap(leaves)
      : [...value.entries.values()].flatMap(entry => leaves(entry.value));

const tree = fc.letrec<{ value: unknown; map: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.constant(null),
    fc.string({ maxLength: 3 }),
    fc.array(fc.integer(), { maxLength: 2 }),
    tie('map'),
  ),
  map: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('value'), { maxKeys: 3 }),
}));
const trees = fc
  .tuple(tree.map, tree.map)
  .map(
    ([base, over]) =>
      [
        map('base.yaml', stringify({ root: base })),
        map('over.yaml', stringify({ root: over })),
      ] as const,
  );

describe('mergeValues', () => {
  it('merges maps, replaces lists, and null takes a key away', () => {
    const base = map('base.yaml', 'image: {tag: "1", pull: Always}\nargs: [a, b]\nport: 80\n');
    const over = map('over.yaml', 'image: {tag: "2"}\nargs: [c]\nport: null\n');
    expect(JSON.parse(JSON.stringify(toPlain(mergeValues(base, over))))).toEqual({
      image: { tag: '2', pull: 'Always' },
      args: ['c'],
    });
  });

  it('property: each leaf keeps the origin of whoever wrote it last', () => {
    fc.assert(
      fc.property(trees, ([base, over]) => {
        for (const leaf of leaves(mergeValues(base, over))) {
          const { file, start, end } = leaf.origin;
          const again = leaves(file.path === 'base.yaml' ? base : over).find(
            other => other.origin.start === start && other.origin.end === end,
          );
          expect(again?.value).toEqual(leaf.value);
        }
      }),
    );
  });

  it('property: what the second has (but null) is in the result, from the second', () => {
    fc.assert(
      fc.property(trees, ([base, over]) => {
        const result = leaves(mergeValues(base, over)).filter(
          leaf => leaf.origin.file.path === 'over.yaml',
        );
        const expected = leaves(over).filter(leaf => leaf.value !== null);
        expect(result.filter(leaf => leaf.value !== null).length).toBe(expected.length);
      }),
    );
  });

  it('property: neither side is changed, and merging with itself changes nothing but nulls', () => {
    fc.assert(
      fc.property(trees, ([base, over]) => {
        const before = JSON.stringify([toPlain(base), toPlain(over)]);
        mergeValues(base, over);
        expect(JSON.stringify([toPlain(base), toPlain(over)])).toBe(before);
        const once = mergeValues(base, base);
        expect(toPlain(mergeValues(once, once))).toEqual(toPlain(once));
      }),
    );
  });
});

describe('setIn and without', () => {
  const value = map('file.yaml', 'a: {b: [1, {c: 2}]}\n');
  const other = get(map('other.yaml', 'x: 9\n'), 'x') as LocatedValue;

  it('sets a nested value and leaves the rest as it is', () => {
    const result = setIn(value, ['a', 'b', 1, 'c'], other);
    expect(JSON.stringify(toPlain(result))).toBe('{"a":{"b":[1,{"c":9}]}}');
    expect(get(result, 'a', 'b', 1, 'c')?.origin.file.path).toBe('other.yaml');
    expect(get(result, 'a', 'b', 0)).toBe(get(value, 'a', 'b', 0));
  });

  it('makes missing maps on the way, and gives up where the path meets a scalar', () => {
    expect(JSON.stringify(toPlain(setIn(value, ['x', 'y'], other)))).toContain('"x":{"y":9}');
    expect(setIn(value, ['a', 'b', 0, 'z'], other)).toEqual(value);
  });

  it('without a key that is not there is the same map', () => {
    expect(without(value, 'nothing')).toBe(value);
  });
});
