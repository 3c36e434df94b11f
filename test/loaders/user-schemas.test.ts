import { describe, expect, it } from 'vitest';
import { userSchemas } from '../../src/loaders/user-schemas.ts';
import { builtInSchemas, firstOf } from '../../src/model/schema/source.ts';
import { textOf } from '../../src/source/text.ts';
import type { LocatedMap } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const SCHEMA = {
  type: 'object',
  required: ['spec'],
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      additionalProperties: false,
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1 },
        mode: { enum: ['fast', 'safe'] },
        port: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
};
const FILES: Readonly<Record<string, string>> = {
  'example.com/thing_v1.json': JSON.stringify(SCHEMA),
  'example.com/broken_v1.json': '{',
  'example.com/list_v1.json': '[]',
  'example.com/nonsense_v1.json': '{"type": "no-type"}',
  'core/configmap_v1.json': JSON.stringify({ properties: { data: { maxProperties: 1 } } }),
};
const schemas = firstOf(
  userSchemas(path => FILES[path]),
  builtInSchemas,
);

function flaws(kind: string, text: string, apiVersion = 'example.com/v1') {
  const value = parseYaml({ path: 'a.yaml', text }).documents[0]?.value as LocatedMap;
  return schemas
    .check(apiVersion, kind, value)
    ?.map(({ at, message, help }) => [textOf(at.origin), message, help]);
}

describe("a user's own schemas", () => {
  it.each([
    ['fits', 'spec: {size: 1, mode: fast, port: 80, free: {any: 1}}', []],
    ['null stands for an absent field', 'spec: {size: 1, mode: null}', []],
    ['a placeholder stands for anything', 'spec: {size: "${SIZE}"}', []],
    [
      'an unknown field, with the nearest',
      'spec: {size: 1, mod: fast}',
      [['mod', 'Thing has no field `spec.mod`', 'Did you mean `mode`?']],
    ],
    [
      'a missing field',
      'spec: {mode: fast}',
      [['{mode: fast}', 'Thing needs `spec.size`', undefined]],
    ],
    [
      'another type',
      'spec: {size: big}',
      [['big', 'Thing `spec.size` must be a whole number', undefined]],
    ],
    [
      'a word',
      'spec: {size: 1, mode: slow}',
      [['slow', 'Thing `spec.mode` must be `fast` or `safe`', undefined]],
    ],
    [
      'one finding for an alternative',
      'spec: {size: 1, port: true}',
      [['true', 'Thing `spec.port` has none of the forms that are allowed here', undefined]],
    ],
  ])('%s', (_, text, expected) => {
    expect(flaws('Thing', text)).toEqual(expected);
  });

  it('win over those that come with the linter', () => {
    expect(flaws('ConfigMap', 'data: {a: 1, b: 2}', 'v1')).toHaveLength(1);
    expect(flaws('Secret', 'data: {a: 1}', 'v1')?.[0]?.[1]).toContain(
      'Secret `data.a` must be a string, and it is a number',
    );
  });

  it('are no answer for kinds that have none', () => {
    expect(flaws('Other', 'spec: 1')).toBeUndefined();
  });

  it.each(['Broken', 'List', 'Nonsense'])('a file that is no schema is named: %s', kind => {
    const fresh = userSchemas(path => FILES[path]);
    const [error, ...others] = fresh.load([{ apiVersion: 'example.com/v1', kind }]);
    expect(error?.path).toBe(`example.com/${kind.toLowerCase()}_v1.json`);
    expect(error?.message).not.toBe('');
    expect(others).toEqual([]);
  });
});
