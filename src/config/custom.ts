import { Ajv, type ValidateFunction } from 'ajv';
import { RE2JS } from 're2js';
import { type Expression, readExpression } from '../cel/expression.ts';
import { reasonOf } from '../text/reason.ts';
import { get, itemsAt, textAt, toPlain } from '../yaml/access.ts';
import { headOf, type LocatedMap, placeOf } from '../yaml/located.ts';
import type { CustomRule } from './policy.ts';
import type { PolicyError } from './policy-error.ts';
import { sampleErrors } from './sample-errors.ts';

/** What an expression of a rule of one's own may name. */
export const CUSTOM_VARIABLES = ['self', 'object', 'application', 'cluster'] as const;

/** A rule of one's own, ready to be asked. */
export interface CompiledCheck {
  readonly schema: ValidateFunction | undefined;
  readonly assert: Expression | undefined;
}

/**
 * Compiles a rule of one's own: a schema by ajv, whose patterns are RE2's here, so that none of them takes longer
 * than a text is long; an expression by the CEL library.
 */
export function compileCustom({ schema, assert }: CustomRule): CompiledCheck | { error: string } {
  const expression = assert === undefined ? undefined : readExpression(assert, CUSTOM_VARIABLES);
  if (expression && 'error' in expression)
    return { error: `the expression can't be used: ${expression.error}` };
  if (schema === undefined) return { schema: undefined, assert: expression };
  try {
    const ajv = new Ajv({
      allErrors: true,
      verbose: true,
      strict: false,
      validateFormats: false,
      logger: false,
      code: { regExp: linear },
    });
    return { schema: ajv.compile(schema), assert: expression };
  } catch (error) {
    return { error: `the schema can't be used: ${reasonOf(error)}` };
  }
}

/** Patterns of schemas by RE2. */
const linear = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    return { test: (text: string) => compiled.matcher(text).find() };
  },
  { code: 'new RegExp' },
);

/** What is wrong with the rules of one's own in a policy. */
export function customErrors(policy: LocatedMap): PolicyError[] {
  const known = new Set<string>();
  return itemsAt(policy, 'custom').flatMap((item): PolicyError[] => {
    const id = textAt(item, 'id');
    const at = get(item, 'id') ?? item;
    const place = at.kind === 'scalar' ? placeOf(at) : (headOf(at) ?? placeOf(at));
    const isTwice = id !== undefined && known.has(id);
    if (id !== undefined) known.add(id);
    const [schema, assert] = [get(item, 'schema'), textAt(item, 'assert')];
    if (isTwice) return [{ at: place, message: `there are two rules \`${id}\`` }];
    if ((schema === undefined) === (assert === undefined)) {
      return [
        {
          at: place,
          message: 'a rule has either a schema or an assert',
          help: 'schema: a JSON Schema that objects must satisfy; assert: an expression (CEL) that must be true.',
        },
      ];
    }
    const compiled = compileCustom({
      id: id ?? '',
      message: '',
      ...(schema?.kind === 'map' && { schema: toPlain(schema) as Record<string, unknown> }),
      ...(assert !== undefined && { assert }),
    });
    const where = get(item, 'assert') ?? get(item, 'schema');
    if (!('error' in compiled) || !where) return sampleErrors(item);
    return [
      {
        at: where.kind === 'map' ? (headOf(where) ?? placeOf(where)) : placeOf(where),
        message: compiled.error,
      },
    ];
  });
}
