import { type Expression, readExpression } from '../../src/cel/expression.ts';
import { celValue, type Trace } from '../../src/cel/values.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** What the API server and this program are asked alike. */
export interface Case {
  readonly expression: string;
  /** Variables of the policy, of which each may read those before it. */
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  /** Plain data by the variable: `object`, `request` and others. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What came of it; values are written with their type, maps in the order of their keys. */
export interface Answer {
  readonly status: 'value' | 'error' | 'invalid' | 'unknown';
  readonly value?: string;
  readonly message?: string;
}

const NAMES = ['object', 'oldObject', 'params', 'request', 'namespaceObject', 'variables'];
const read = new Map<string, Expression | { readonly error: string }>();

function expressionOf(text: string): Expression | { readonly error: string } {
  const known = read.get(text) ?? readExpression(text, NAMES);
  read.set(text, known);
  return known;
}

/** Evaluates one case with the expressions of this repository. */
export function evaluate({ expression, variables, values }: Case): Answer {
  const trace: Trace = { last: undefined, unknown: false };
  const made = new Map<string, unknown>();
  const bound = {
    ...Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, located(value, trace)]),
    ),
    variables: made,
  };
  // A variable that fails is not there: whoever reads it fails, too.
  for (const variable of variables) {
    const one = expressionOf(variable.expression);
    const outcome = 'error' in one ? undefined : one.run({ trace, values: bound });
    if (outcome?.status === 'value') made.set(variable.name, outcome.value);
  }
  const one = expressionOf(expression);
  if ('error' in one) return { status: 'invalid', message: one.error };
  const outcome = one.run({ trace, values: bound });
  if (outcome.status === 'value') return { status: 'value', value: textOf(outcome.value) };
  return outcome.status === 'error'
    ? { status: 'error', message: outcome.message }
    : { status: 'unknown' };
}

/** Plain data as a manifest would have it. */
function located(value: unknown, trace: Trace): unknown {
  const text = JSON.stringify(value);
  const parsed = parseYaml({ path: 'case.yaml', text }).documents[0]?.value;
  return parsed ? celValue(parsed, { trace }) : null;
}

/** A value with its type. */
export function textOf(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return goString(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join(' ')}]`;
  if (typeof value === 'object' && !(value instanceof Map) && value.constructor === Object)
    return textOf(new Map(Object.entries(value)));
  if (value instanceof Map)
    return `[${[...value]
      .map(([key, item]) => `${textOf(key)}:${textOf(item)}`)
      .sort()
      .join(' ')}]`;
  if (value instanceof Uint8Array) return `bytes(${Buffer.from(value).toString('hex')})`;
  const { name } = (value as object).constructor;
  // The type of null is null_type; the library has its value under that name, and calls it null.
  if (name === 'Type')
    return String(value)
      .replace(/^Type<(.*)>$/, '$1')
      .replace(/^null$/, 'null_type');
  if (name === 'UnsignedInt') return `${String(value)}u`;
  return `${name === 'Duration' ? 'duration' : name}(${String(value)})`;
}

const numberText = (value: number): string => String(value).replace(/e([+-])(\d)$/, 'e$10$2');

/** As Go writes a string in JSON. */
const goString = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
