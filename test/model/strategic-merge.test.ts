import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeSchemaOf } from '../../src/model/merge-keys.ts';
import {
  type MergeConflict,
  type MergeSchema,
  strategicMerge,
} from '../../src/model/strategic-merge.ts';
import { asMap, get, toPlain } from '../../src/yaml/access.ts';
import type { LocatedMap } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const yaml = (text: string, path = 'target.yaml'): LocatedMap => {
  const value = asMap(parseYaml({ path, text }).documents[0]?.value);
  if (!value) throw new Error('no map');
  return value;
};

function merge(target: string, patch: string, schema?: MergeSchema) {
  const conflicts: MergeConflict[] = [];
  const value = strategicMerge(yaml(target), yaml(patch, 'patch.yaml'), { schema, conflicts });
  return { value: value && toPlain(value), located: value, conflicts };
}

const POD = mergeSchemaOf('v1', 'Pod', true);
const SERVICE = mergeSchemaOf('v1', 'Service', true);

describe('a strategic merge patch', () => {
  it.each([
    ['merges maps', '{a: {b: 1, c: 2}}', '{a: {c: 3, d: 4}}', { a: { b: 1, c: 3, d: 4 } }],
    ['removes with null', '{a: 1, b: 2}', '{a: null, c: {d: null, e: 1}}', { b: 2, c: { e: 1 } }],
    [
      'replaces lists without schema',
      '{a: [{name: x}]}',
      '{a: [{name: z}]}',
      { a: [{ name: 'z' }] },
    ],
    ['replaces a map on demand', '{a: {b: 1}}', '{a: {$patch: replace, c: 2}}', { a: { c: 2 } }],
    ['deletes a map on demand', '{a: {b: 1}, c: 2}', '{a: {$patch: delete}}', { c: 2 }],
    ['merges on demand', '{a: {b: 1}}', '{a: {$patch: merge, c: 2}}', { a: { b: 1, c: 2 } }],
    ['fills in over null', '{a: null}', '{a: {b: 1}}', { a: { b: 1 } }],
  ])('%s', (_name, target, patch, expected) => {
    expect(merge(target, patch)).toMatchObject({ value: expected, conflicts: [] });
  });

  it('deletes the object itself', () => {
    expect(merge('{a: 1}', '{$patch: delete}').value).toBeUndefined();
  });

  it.each([
    [
      'merges containers by name, patched ones first',
      '{spec: {containers: [{name: a, image: x}, {name: b}]}}',
      '{spec: {containers: [{name: b, image: z}, {name: c}]}}',
      {
        spec: { containers: [{ name: 'b', image: 'z' }, { name: 'c' }, { name: 'a', image: 'x' }] },
      },
    ],
    [
      'merges variables by name',
      '{spec: {containers: [{name: a, env: [{name: K, value: "1"}, {name: L}]}]}}',
      '{spec: {containers: [{name: a, env: [{name: K, value: "2"}]}]}}',
      { spec: { containers: [{ name: 'a', env: [{ name: 'K', value: '2' }, { name: 'L' }] }] } },
    ],
    [
      'merges mounts by path',
      '{spec: {containers: [{name: a, volumeMounts: [{name: v, mountPath: /x}]}]}}',
      '{spec: {containers: [{name: a, volumeMounts: [{mountPath: /x, readOnly: true}]}]}}',
      {
        spec: {
          containers: [
            { name: 'a', volumeMounts: [{ name: 'v', mountPath: '/x', readOnly: true }] },
          ],
        },
      },
    ],
    [
      'deletes a volume',
      '{spec: {volumes: [{name: a}, {name: b}]}}',
      '{spec: {volumes: [{name: a, $patch: delete}]}}',
      { spec: { volumes: [{ name: 'b' }] } },
    ],
    [
      'replaces a list of volumes',
      '{spec: {volumes: [{name: a}]}}',
      '{spec: {volumes: [{$patch: replace}, {name: b}]}}',
      { spec: { volumes: [{ name: 'b' }] } },
    ],
    [
      'deletes a list of volumes',
      '{spec: {volumes: [{name: a}], x: 1}}',
      '{spec: {volumes: [{$patch: delete}]}}',
      { spec: { x: 1 } },
    ],
    [
      'replaces tolerations, which are atomic',
      '{spec: {tolerations: [{key: a}]}}',
      '{spec: {tolerations: [{key: b}]}}',
      { spec: { tolerations: [{ key: 'b' }] } },
    ],
    [
      'joins finalizers',
      '{metadata: {finalizers: [a, b]}}',
      '{metadata: {finalizers: [c, a]}}',
      { metadata: { finalizers: ['c', 'a', 'b'] } },
    ],
  ])('of a Pod %s', (_name, target, patch, expected) => {
    expect(merge(target, patch, POD)).toMatchObject({ value: expected, conflicts: [] });
  });

  it.each([
    [
      'tells ports by number and protocol',
      '[{port: 53, protocol: UDP, name: a}, {port: 53, protocol: TCP, name: b}]',
      '[{port: 53, protocol: TCP, name: c}]',
      [
        { port: 53, protocol: 'UDP', name: 'a' },
        { port: 53, protocol: 'TCP', name: 'c' },
      ],
    ],
    [
      'merges by number alone where no protocol is written',
      '[{port: 80, name: a}]',
      '[{port: 80, targetPort: 1}]',
      [{ port: 80, name: 'a', targetPort: 1 }],
    ],
    [
      "loses a patch's port, as kustomize does, where only the old one lacks the protocol",
      '[{port: 80, name: a}]',
      '[{port: 80, protocol: TCP, targetPort: 1}]',
      [{ port: 80, name: 'a' }],
    ],
  ])('of a Service %s', (_name, target, patch, expected) => {
    const { value } = merge(`{spec: {ports: ${target}}}`, `{spec: {ports: ${patch}}}`, SERVICE);
    expect(value).toEqual({ spec: { ports: expected } });
  });

  it('reports what does not fit, and the patch wins', () => {
    const { value, conflicts } = merge('{a: {b: 1}}', '{a: [1]}');
    expect(value).toEqual({ a: [1] });
    expect(conflicts.map(({ message }) => message)).toEqual([
      'is a sequence, but what it patches is a map',
    ]);
  });

  it('keeps origins: changed leaves the patch, the rest and the keys of lists the target', () => {
    const { located } = merge(
      '{spec: {containers: [{name: a, image: x, tty: true}]}}',
      '{spec: {containers: [{name: a, image: z}]}}',
      POD,
    );
    const file = (name: string) => get(located, 'spec', 'containers', 0, name)?.origin.file.path;
    expect([file('name'), file('image'), file('tty')]).toEqual([
      'target.yaml',
      'patch.yaml',
      'target.yaml',
    ]);
  });

  const tree = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('x', 1, true),
      fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), v: fc.integer() }), {
        maxLength: 3,
      }),
      tie('map'),
    ),
    map: fc.dictionary(
      fc.constantFrom('spec', 'containers', 'env', 'a', '__proto__'),
      tie('value'),
    ),
  })).map;

  it('is idempotent without lists that merge, and an empty patch changes nothing', () => {
    fc.assert(
      fc.property(tree, tree, (target, patch) => {
        const [a, b] = [JSON.stringify(target), JSON.stringify(patch)];
        expect(merge(a, '{}', POD).value).toEqual(toPlain(yaml(a)));
        const once = merge(a, b).value;
        expect(merge(JSON.stringify(once), b).value).toEqual(once);
        merge(a, b, POD);
      }),
    );
  });
});
