import type { ErrorObject } from 'ajv';
import { code, codes } from './code.ts';

/** The types of JSON Schema as a reader of YAML calls them. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'empty',
};

const typeName = (type: unknown): string =>
  [type]
    .flat()
    .map(each => TYPES[String(each)] ?? String(each))
    .join(' or ');

/**
 * What a value violates, as the end of a sentence about it, in words that need no knowledge of JSON Schema
 * (https://ajv.js.org/api.html#error-objects).
 */
export function schemaFlaw({ keyword, params, message }: ErrorObject): string {
  const { limit } = params;
  switch (keyword) {
    case 'type':
      return `must be ${typeName(params.type)}`;
    case 'enum':
      return `must be ${codes((params.allowedValues as unknown[]).map(String), 'or')}`;
    case 'const':
      return `must be ${code(String(params.allowedValue))}`;
    case 'pattern':
      return `must match ${code(String(params.pattern))}`;
    case 'format':
      return `must be a valid ${params.format}`;
    case 'required':
      return `needs ${code(String(params.missingProperty))}`;
    case 'additionalProperties':
      return `must not have ${code(String(params.additionalProperty))}`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'exclusiveMinimum':
      return `must be more than ${limit}`;
    case 'exclusiveMaximum':
      return `must be less than ${limit}`;
    case 'multipleOf':
      return `must be a multiple of ${params.multipleOf}`;
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minItems':
    case 'minProperties':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} entries`;
    case 'maxItems':
    case 'maxProperties':
      return `must have at most ${limit} entries`;
    case 'uniqueItems':
      return 'must not have an item twice';
    case 'anyOf':
      return 'has none of the forms that are allowed here';
    case 'oneOf':
      return params.passingSchemas === null
        ? 'has none of the forms that are allowed here'
        : 'has more than one of the forms of which only one is allowed here';
    case 'not':
      return 'is what is forbidden here';
    case 'contains':
      return 'lacks an item that it needs';
    default:
      return message ?? 'is refused';
  }
}
