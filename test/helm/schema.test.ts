import { describe, expect, it } from 'vitest';
import { documentsOf } from '../../src/helm/schema/documents.ts';
import { validate } from '../../src/helm/schema/evaluate.ts';
import { instanceOf, type Json } from '../../src/helm/schema/json.ts';
import { goValue } from '../../src/helm/values.ts';
import { createBudget } from '../../src/template/go/stop.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { VECTORS } from './schema-vectors.ts';

function verdict(schema: Json, text: string, fetch: (url: string) => Json | undefined): string {
  const value = parseYaml({ path: 'values.yaml', text }).documents[0]?.value;
  const documents = documentsOf(schema, fetch);
  if (!documents || !value) return 'unknown';
  const { flaws, isUnknown } = validate(
    documents,
    instanceOf(goValue(value, true)),
    createBudget(undefined, 100_000),
  );
  return flaws.length > 0 ? 'refused' : isUnknown ? 'unknown' : 'fine';
}

describe('a schema says of a value', () => {
  it.each(VECTORS)('%s of %s', (schema, value, expected) => {
    expect(verdict(JSON.parse(schema), value, () => undefined)).toBe(expected);
  });
});

describe('what lies elsewhere', () => {
  const reference = { $ref: 'https://schemas.example.com/port.json' };
  const port = { type: 'integer', $defs: { name: { type: 'string' } } };
  const fetch = (url: string) => (url === reference.$ref ? port : undefined);

  it.each([
    [{ properties: { a: reference, b: { type: 'string' } } }, 'unknown', 'refused'],
    [{ not: { properties: { a: reference } } }, 'unknown', 'refused'],
    [{ anyOf: [{ type: 'string' }, { properties: { a: reference } }] }, 'unknown', 'fine'],
    [{ anyOf: [true, { properties: { a: reference } }] }, 'fine', 'fine'],
    [{ oneOf: [true, { properties: { a: reference } }] }, 'unknown', 'refused'],
    [{ if: { properties: { a: reference } }, else: false }, 'unknown', 'fine'],
    [{ properties: { a: { $ref: `${reference.$ref}#/$defs/name` } } }, 'unknown', 'refused'],
    [{ allOf: [{ $ref: reference.$ref }], unevaluatedProperties: false }, 'unknown', 'refused'],
    [{ properties: { a: { $ref: '#/absent' } } }, 'unknown', 'unknown'],
    [{ $schema: 'https://schemas.example.com/dialect', type: 'string' }, 'unknown', 'unknown'],
  ])('%j is %s without it and %s with it', (schema, without, with_) => {
    const values = 'a: 1\nb: x';
    expect(verdict(schema as Json, values, () => undefined)).toBe(without);
    const b = JSON.stringify(schema).includes('"b"') ? 'b: 1' : 'b: x';
    expect(verdict(schema as Json, `a: 1\n${b}`, fetch)).toBe(with_);
  });
});
