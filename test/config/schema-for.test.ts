import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import fastGlob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import schema from '../../schemas/pitower-lint.schema.json' with { type: 'json' };
import { keysOf, schemaFor } from '../../src/config/schema-for.ts';

const OPTIONS = {
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  code: { optimize: false },
} as const;
const whole = new Ajv(OPTIONS).compile(schema);

const pruned = (value: unknown) =>
  new Ajv(OPTIONS).compile(schemaFor(schema, new Set(keysOf(value))));

/** All that a message is made of. */
const said = ({ instancePath, keyword, params, message, parentSchema }: ErrorObject) => ({
  ...{ instancePath, keyword, params, message },
  known: Object.keys(parentSchema?.properties ?? {}),
});

const policies = fastGlob
  .sync(['pitower/.pitower-lint.yaml', 'fixtures/**/.pitower-lint.yaml'], { dot: true })
  .sort()
  .filter((_, i) => i % 8 === 0);

const WRONG = [
  { rules: { 'dns/label': 'of', 'dns/lable': 'off', 'workload/image-tag': { severity: 1, x: 1 } } },
  { overrides: [{ rules: { 'no/such': 'off' }, paths: 1 }, 2] },
  { properties: {}, definitions: {}, rule: {} },
  { loadBalancers: { pools: 'a', properties: [] } },
  { rules: [], overrides: {}, extends: { a: 1 } },
  null,
  [],
  'a',
];

describe('the schema for the keys of a policy', () => {
  it.each(policies)('agrees with the whole one on %s', path => {
    const value = parse(readFileSync(path, 'utf8'));
    expect(agree(value)).toBe(true);
  });

  it.each(WRONG.map(value => [value]))('says the same that is wrong with %j', value => {
    expect(agree(value)).toBe(false);
  });

  it('is small', () => {
    const size = (value: object) => JSON.stringify(value).length;
    expect(size(schemaFor(schema, new Set(['rules', 'dns/label'])))).toBeLessThan(size(schema) / 4);
  });
});

function agree(value: unknown): boolean {
  const validate = pruned(value);
  const isValid = validate(value);
  expect(isValid).toBe(whole(value));
  expect((validate.errors ?? []).map(said)).toEqual((whole.errors ?? []).map(said));
  return isValid;
}
