import { type Expression, readExpression } from '../../cel/expression.ts';
import { celValue, type Trace } from '../../cel/values.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../helm/schema/json.ts';
import type { SchemaFlaw } from '../../model/schema/check.ts';
import { code } from '../../text/code.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { hasOpen } from './combined.ts';
import type { Walk } from './structural.ts';

/** What an evaluation costs of an object's ration. */
const COST = 50;

/** So many evaluations without an answer, and a definition's expressions are left alone. */
const PATIENCE = 20;
const fruitless = new WeakMap<JsonObject, number>();

/** Expressions by their text: each is read once, whatever the number of objects. */
const read = new Map<string, Expression | undefined>();
const MOST_READ = 2_000;

function expressionOf(text: string): Expression | undefined {
  if (read.has(text)) return read.get(text);
  const made = readExpression(text, ['self']);
  const expression = 'error' in made ? undefined : made;
  if (read.size < MOST_READ) read.set(text, expression);
  return expression;
}

/**
 * What the expressions of a definition refuse in a value that its structural schema takes. Those that ask for the
 * object before the change are for changes; what one says by failing, or of what is not known, is not told.
 *
 * @param root the schema of the whole, by which it is told when to give up
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export function expressionFlaws(
  value: LocatedValue,
  schema: JsonObject,
  at: Walk,
  root: JsonObject,
): SchemaFlaw[] {
  at.budget.spend(1);
  const rules = member(schema, 'x-kubernetes-validations');
  const own = isArray(rules) && !hasOpen(value) ? ruleFlaws(value, rules, at, root) : [];
  return [...own, ...belowFlaws(value, schema, at, root)];
}

function belowFlaws(
  value: LocatedValue,
  schema: JsonObject,
  at: Walk,
  root: JsonObject,
): SchemaFlaw[] {
  const visit = (inner: LocatedValue, below: Json | undefined, step: string): SchemaFlaw[] =>
    isObject(below)
      ? expressionFlaws(inner, below, { ...at, path: `${at.path}${step}` }, root)
      : [];
  if (value.kind === 'sequence')
    return value.items.flatMap((item, i) => visit(item, member(schema, 'items'), `[${i}]`));
  if (value.kind === 'scalar') return [];
  const properties = member(schema, 'properties');
  const rest = member(schema, 'additionalProperties');
  return [...value.entries].flatMap(([name, entry]) =>
    visit(
      entry.value,
      (isObject(properties) ? member(properties, name) : undefined) ?? rest,
      at.path === '' ? name : `.${name}`,
    ),
  );
}

function ruleFlaws(
  value: LocatedValue,
  rules: readonly Json[],
  { kind, path, budget }: Walk,
  root: JsonObject,
): SchemaFlaw[] {
  return rules.flatMap(item => {
    const rule = isObject(item) ? member(item, 'rule') : undefined;
    // `__` escapes names that are words of the language.
    if (!isObject(item) || typeof rule !== 'string' || /\boldSelf\b|__/.test(rule)) return [];
    if ((fruitless.get(root) ?? 0) >= PATIENCE) return [];
    budget.spend(COST);
    const trace: Trace = { last: undefined, unknown: false };
    const run = (text: string) =>
      expressionOf(text)?.run({ trace, values: { self: celValue(value, { trace }) } });
    const outcome = run(rule);
    if (outcome?.status === 'unknown') fruitless.set(root, (fruitless.get(root) ?? 0) + 1);
    if (outcome?.status !== 'value' || outcome.value !== false) return [];
    const last = trace.last;
    const expression = member(item, 'messageExpression');
    const made = typeof expression === 'string' ? run(expression) : undefined;
    const text =
      made?.status === 'value' && typeof made.value === 'string' ? made.value : undefined;
    const said = text ?? member(item, 'message') ?? rule.trim();
    const isRead = last !== undefined && last.origin.made === undefined;
    return [
      {
        at: isRead ? last : value,
        path,
        message: `${kind}${path === '' ? '' : ` ${code(path)}`} breaks a rule of its definition: ${oneLine(String(said))}`,
      },
    ];
  });
}

const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');
