import type { Environment } from '@marcbachmann/cel-js';
import type { LocatedValue } from '../yaml/located.ts';
import { isOverspent, resetBudget } from './budget.ts';
import { addFunctions } from './functions.ts';
import { library } from './library.ts';
import { inRange } from './ranges.ts';
import { bounded, OWN, oddityOf } from './rewrite.ts';
import { type Trace, UnknownValue } from './values.ts';

/** What an expression comes to. */
export type Outcome =
  | {
      readonly status: 'value';
      readonly value: unknown;
      readonly read: LocatedValue | undefined;
      /** Where the items of a list of texts or numbers that was made come from. */
      readonly sources: readonly (LocatedValue | undefined)[] | undefined;
    }
  /** It depends on what is not known here, or takes too long. */
  | { readonly status: 'unknown' }
  | { readonly status: 'error'; readonly message: string };

/** What variables stand for in one evaluation; `trace` is what their values note reads in. */
export interface Bindings {
  readonly trace: Trace;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Expression {
  run(bindings: Bindings): Outcome;
}

/** Turns of loops in one evaluation. */
const MOST_TURNS = 20_000;
/** Characters of a text or items of a list that an expression makes. */
const MOST_ITEMS = 200_000;
const MOST_CHARACTERS = 16_384;

/** The evaluation that is under way: nothing here waits for anything. */
let turns = 0;
let isExhausted = false;
/** How many evaluations are under way: a variable of a policy is evaluated within another expression. */
let depth = 0;
/** What the evaluation under way has made item by item, with what was read for each. */
let made: Made[] = [];
let tracing: Trace | undefined;

interface Made {
  readonly value: unknown;
  readonly source: LocatedValue | undefined;
}

const environments = new Map<string, Environment>();

/** An environment with Kubernetes' functions, and variables of any type. */
function environmentOf(variables: readonly string[]): Environment {
  const key = variables.join();
  const known = environments.get(key);
  if (known) return known;
  const { Environment } = library();
  const environment = new Environment({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 5_000, maxDepth: 100 },
  });
  const sync = { async: false };
  environment.registerFunction(`${OWN}tick(): bool`, () => tick(), sync);
  environment.registerFunction(`${OWN}never(): dyn`, () => null, sync);
  environment.registerFunction(`${OWN}sized(A): A`, sized, sync);
  addFunctions(environment);
  for (const variable of variables) environment.registerVariable(variable, 'dyn');
  environments.set(key, environment);
  return environment;
}

function tick(): boolean {
  turns += 1;
  if (turns <= MOST_TURNS && !isExhausted) return true;
  isExhausted = true;
  throw new UnknownValue('too many turns');
}

function sized<T>(value: T): T {
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : 0;
  made.push({ value, source: tracing?.last });
  if (length <= MOST_ITEMS) return value;
  isExhausted = true;
  throw new UnknownValue('too much is made');
}

/**
 * Reads an expression of the Common Expression Language, with the functions that Kubernetes gives it. Nothing of it
 * is executed as code, and an evaluation is bounded by what it does, not by the clock: the same answer on every
 * machine.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export function readExpression(
  text: string,
  variables: readonly string[],
): Expression | { readonly error: string } {
  if (text.length > MOST_CHARACTERS)
    return { error: `it is longer than ${MOST_CHARACTERS} characters` };
  const odd = oddityOf(text);
  if (odd !== undefined) return { error: odd };
  const environment = environmentOf(variables);
  const parsed = guarded(() => environment.parse(bounded(text)));
  if (parsed instanceof Error) return { error: summaryOf(parsed) };
  // Nesting that no person writes would exhaust the stack of a checker that calls itself.
  const checked = guarded(() => parsed.check());
  if (checked instanceof Error) return { error: summaryOf(checked) };
  if (!checked.valid) return { error: summaryOf(checked.error) };
  return {
    run({ trace, values }) {
      if (depth === 0) {
        turns = 0;
        isExhausted = false;
        resetBudget();
      }
      const outer = { made, tracing };
      [made, tracing] = [[], trace];
      depth += 1;
      const result = guarded(() => inRange(parsed(values) as unknown));
      depth -= 1;
      const sources = sourcesOf(result, made);
      ({ made, tracing } = outer);
      if (isExhausted || isOverspent()) return { status: 'unknown' };
      if (!(result instanceof Error))
        return { status: 'value', value: result, read: trace.last, sources };
      // What follows from it is as little known.
      if (PASSED_ON.test(summaryOf(result))) trace.unknown = true;
      return trace.unknown
        ? { status: 'unknown' }
        : { status: 'error', message: summaryOf(result) };
    },
  };
}

/** The API server passes on what `orValue` is called on though it is no optional: here it is an error. */
const PASSED_ON = /receiver must be optional/;

/** Where the items of a list come from, which are those that were made last; maps and lists tell that themselves. */
function sourcesOf(
  result: unknown,
  items: readonly Made[],
): readonly (LocatedValue | undefined)[] | undefined {
  if (!Array.isArray(result) || result.length === 0 || items.length < result.length)
    return undefined;
  const last = items.slice(-result.length);
  return result.every((item, i) => typeof item !== 'object' && item === last[i]?.value)
    ? last.map(({ source }) => source)
    : undefined;
}

function guarded<T>(run: () => T): T | Error {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const summaryOf = (error: unknown): string => {
  const text =
    typeof error === 'object' && error !== null && 'summary' in error
      ? String(error.summary)
      : error instanceof Error
        ? error.message
        : 'it is not valid';
  return (text.split('\n')[0] ?? text).replaceAll(OWN, '');
};
