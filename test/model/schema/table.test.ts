import { describe, expect, it } from 'vitest';
import custom from '../../../schemas/custom-kinds.json' with { type: 'json' };
import table from '../../../schemas/objects.json' with { type: 'json' };
import { type FieldType, fieldsOf, typeOfKind } from '../../../src/model/schema/table.ts';

describe('the table of objects', () => {
  it('leads from every field to a type that it has', () => {
    const leaf = (type: FieldType): FieldType => ('of' in type ? leaf(type.of) : type);
    for (const name of Object.keys({ ...table.types, ...custom.types })) {
      for (const [field, { type }] of fieldsOf(name)) {
        const end = leaf(type);
        if (end.is === 'object')
          expect(fieldsOf(end.name).size, `${name}.${field}`).toBeGreaterThan(0);
      }
    }
  });

  it('is of two sources that have no kind and no type in common', () => {
    const names = ({ kinds, types }: typeof custom | typeof table) =>
      new Set([...Object.keys(kinds), ...Object.keys(types)]);
    expect([...names(custom)].filter(name => names(table).has(name))).toEqual([]);
  });

  it('knows no kind or field by what every object inherits', () => {
    expect(typeOfKind('v1', 'constructor')).toBeUndefined();
    expect(typeOfKind('__proto__', 'toString')).toBeUndefined();
    expect(fieldsOf('ConfigMap').get('constructor')).toBeUndefined();
  });

  it.each([
    ['Container', 'image', { is: 'string' }],
    ['Container', 'env', { is: 'list', of: { is: 'object', name: 'EnvVar' } }],
    ['ResourceRequirements', 'limits', { is: 'map', of: { is: 'string-or-number' } }],
    ['ServicePort', 'targetPort', { is: 'string-or-number' }],
    ['ServicePort', 'protocol', { is: 'one-of', values: ['SCTP', 'TCP', 'UDP'] }],
    ['Deployment', 'status', { is: 'any' }],
    ['ApplicationSourceHelm', 'valuesObject', { is: 'any' }],
    // Inherited from a LabelSelector in Go.
    ['EndpointSelector', 'matchLabels', { is: 'map', of: { is: 'string' } }],
  ])('%s.%s', (type, field, expected) => {
    expect(fieldsOf(type).get(field)?.type).toEqual(expected);
  });
});
