import type { Command, Operand, Pipeline, Span } from './ast.ts';
import { field } from './field.ts';
import { canBeNil, GO_TYPE_NAMES, toArgument } from './function.ts';
import { methodOf } from './methods.ts';
import {
  type Argument,
  type GoFunction,
  type ParameterType,
  placed,
  placedStop,
  type Scope,
  setVariable,
  type Variable,
} from './scope.ts';
import { fail, isTooLarge, Stop, unknowable } from './stop.ts';
import { memberTrace, type Trace } from './trace.ts';
import { traceCall } from './trace-calls.ts';
import { traceAsked, traceLiteral, traceString } from './trace-literals.ts';
import { type GoValue, int, isTrue, isUnknowable } from './value.ts';

/** No final argument from an earlier stage; undefined is a value here. */
const NONE = Symbol('none');
type Final = GoValue | typeof NONE;

/** The value of a pipeline; its declared variables are pushed or set. */
export function evaluatePipeline(scope: Scope, dot: GoValue, pipeline: Pipeline): GoValue {
  scope.budget.spend(1);
  const { asked } = scope;
  const before = asked?.count;
  let value: Final = NONE;
  for (const command of pipeline.commands) {
    value = evaluateCommand(scope, dot, command, value);
    // An interface is opened: a nil inside leaves no value at all.
    if (value === null) value = undefined;
  }
  const result = value === NONE ? undefined : value;
  if (pipeline.declared.length === 0) return result;
  const doubt = asked && asked.count !== before ? asked.doubt : undefined;
  for (const name of pipeline.declared) {
    if (pipeline.assigns) setVariable(scope, name, result, scope.trace, doubt);
    else scope.variables.push({ name, value: result, trace: scope.trace, doubt });
  }
  return result;
}

const source = (scope: Scope, place: Span): string =>
  scope.template.text.slice(place.start, place.end);

function evaluateCommand(scope: Scope, dot: GoValue, command: Command, final: Final): GoValue {
  const { first, args } = command;
  scope.budget.spend(1);
  const hasArguments = args.length > 0 || final !== NONE;
  if (hasArguments && 'names' in first && first.names.length > 0) {
    const called = methodCall(scope, dot, first, args, final);
    if (called !== NONE) return called;
  }
  switch (first.kind) {
    case 'function':
      return callFunction(scope, dot, first, command, args, final);
    case 'field':
    case 'chain':
      return evaluateOperand(scope, dot, first, hasArguments);
    case 'variable':
      if (first.names.length > 0) return evaluateOperand(scope, dot, first, hasArguments);
      break;
    case 'nil':
      return placed(first, () => fail('nil is not a command'));
  }
  if (hasArguments) {
    placed(first, () => fail(`can't give argument to non-function ${source(scope, first)}`));
  }
  return evaluateOperand(scope, dot, first, false);
}

/** The value of one operand on its own. */
function evaluateOperand(
  scope: Scope,
  dot: GoValue,
  operand: Operand,
  hasArguments: boolean,
): GoValue {
  switch (operand.kind) {
    case 'dot':
      scope.trace = scope.dotTrace;
      return dot;
    case 'nil':
      scope.trace = undefined;
      return null;
    case 'string':
      traceString(scope, operand, operand.value);
      return operand.value;
    case 'bool':
      traceLiteral(scope, operand);
      return operand.value;
    case 'number':
      traceLiteral(scope, operand);
      return idealConstant(scope, operand);
    case 'pipeline':
      return evaluatePipeline(scope, dot, operand);
    case 'function':
      return callFunction(scope, dot, operand, operand, [], NONE);
    case 'field':
      scope.trace = scope.dotTrace;
      return fieldChain(scope, dot, operand, operand.names, hasArguments);
    case 'variable': {
      const variable = variableOf(scope, operand.name);
      scope.trace = variable?.trace;
      if (variable?.doubt !== undefined && scope.asked) {
        scope.asked.count++;
        scope.asked.doubt = variable.doubt;
      }
      return fieldChain(scope, variable?.value, operand, operand.names, hasArguments);
    }
    case 'chain': {
      if (operand.base.kind === 'nil') fail('indirection through explicit nil');
      const base = evaluateOperand(scope, dot, operand.base, false);
      return fieldChain(scope, base, operand, operand.names, hasArguments);
    }
  }
}

/** The innermost of that name. */
function variableOf({ variables }: Scope, name: string): Variable | undefined {
  for (let at = variables.length - 1; at >= 0; at--) {
    const variable = variables[at];
    if (variable?.name === name) return variable;
  }
  return undefined;
}

/** An untyped number: its text says whether it is an int or a float64. */
function idealConstant(scope: Scope, operand: Operand & { kind: 'number' }): GoValue {
  const { literal } = operand;
  if (literal.exotic) {
    return placed(operand, () =>
      unknowable(`the number ${source(scope, operand)} is not evaluated`),
    );
  }
  return literal.isFloat ? literal.float : int(literal.int ?? 0n);
}

function fieldChain(
  scope: Scope,
  start: GoValue,
  place: Span,
  names: readonly string[],
  hasArguments: boolean,
): GoValue {
  if (names.length === 0) return start;
  let value = start;
  let receiver: GoValue;
  const last = names.length - 1;
  try {
    for (let index = 0; index <= last; index++) {
      scope.budget.spend(1);
      receiver = value;
      value = field(scope, receiver, names[index] ?? '', index > 0, index === last && hasArguments);
    }
  } catch (stop) {
    throw placedStop(stop, place);
  }
  if (scope.tracing) scope.trace = memberTrace(receiver, names[last] ?? '');
  if (scope.tracing && scope.trace === undefined) traceAsked(scope, place, value);
  return value;
}

/** A call of a method with arguments; NONE where there is no such method. */
function methodCall(
  scope: Scope,
  dot: GoValue,
  first: Extract<Operand, { readonly kind: 'field' | 'variable' | 'chain' }>,
  args: readonly Operand[],
  final: Final,
): Final {
  const finalTrace = scope.trace;
  const shorter = { ...first, names: first.names.slice(0, -1) };
  const name = first.names.at(-1) ?? '';
  const receiver = evaluateOperand(scope, dot, shorter, false);
  const called = methodOf(receiver, name);
  scope.trace = finalTrace;
  return called ? callWith(scope, dot, { name, called, place: first, args, final }) : NONE;
}

function callFunction(
  scope: Scope,
  dot: GoValue,
  operand: Operand & { kind: 'function' },
  place: Span,
  args: readonly Operand[],
  final: Final,
): GoValue {
  const { name } = operand;
  const called = scope.functions.get(name);
  if (!called) return placed(operand, () => fail(`"${name}" is not a defined function`));
  if (!isArity(called, args.length + (final === NONE ? 0 : 1)))
    placed(operand, () => failArity(name, called, args.length, final !== NONE));
  if (name === 'and' || name === 'or') return shortCircuit(scope, dot, name, args, final);
  return callWith(scope, dot, { name, called, place, args, final });
}

interface Call {
  readonly name: string;
  readonly called: GoFunction;
  readonly place: Span;
  readonly args: readonly Operand[];
  readonly final: Final;
}

function callWith(scope: Scope, dot: GoValue, { name, called, place, args, final }: Call): GoValue {
  const finalTrace = scope.trace;
  const traces: Trace[] = [];
  const values: Argument[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index];
    if (arg) values.push(evaluateArgument(scope, dot, arg, parameterAt(called, index)));
    traces.push(scope.trace);
  }
  let result: GoValue;
  try {
    if (final !== NONE) {
      values.push(toArgument(final, parameterAt(called, args.length)));
      traces.push(finalTrace);
    }
    scope.trace = undefined;
    scope.argumentTraces = traces;
    result = invoke(scope, name, called, values);
  } catch (stop) {
    throw placedStop(stop, place);
  }
  // A function that knows better where its result comes from has said so.
  if (scope.tracing && scope.trace === undefined) {
    scope.trace = traceCall(name, values, traces, result);
  }
  return result;
}

/** Calls and words a failure as text/template words it. */
function invoke(
  scope: Scope,
  name: string,
  called: GoFunction,
  values: readonly Argument[],
): GoValue {
  scope.budget.spend(1 + values.length + Math.ceil(textLength(values) / 8));
  try {
    const result = called.call(values, scope.budget, scope);
    return isUnknowable(result) ? unknowable(result.reason) : result;
  } catch (stop) {
    if (isFailure(stop)) {
      const wrapped = new Stop('error', `error calling ${name}: ${stop.message}`);
      wrapped.placed = stop.placed;
      wrapped.template = stop.template;
      throw wrapped;
    }
    throw stop;
  }
}

/** A failure of the function itself, not of the rendering's bounds or on the author's wish. */
const isFailure = (stop: unknown): stop is Stop =>
  stop instanceof Stop && stop.kind === 'error' && !stop.isOwnWords && !isTooLarge(stop.message);

/** Every function is taken to read its texts once. */
function textLength(values: readonly Argument[]): number {
  let sum = 0;
  for (const value of values) if (typeof value === 'string') sum += value.length;
  return sum;
}

const parameterAt = (called: GoFunction, index: number): ParameterType =>
  called.parameters[index] ?? called.rest ?? 'any';

const isArity = ({ parameters, rest }: GoFunction, count: number): boolean =>
  rest === undefined ? count === parameters.length : count >= parameters.length;

function failArity(name: string, called: GoFunction, given: number, hasFinal: boolean): never {
  const wanted = called.parameters.length;
  return called.rest === undefined
    ? fail(`wrong number of args for ${name}: want ${wanted} got ${given + (hasFinal ? 1 : 0)}`)
    : fail(`wrong number of args for ${name}: want at least ${wanted} got ${given}`);
}

function shortCircuit(
  scope: Scope,
  dot: GoValue,
  name: 'and' | 'or',
  args: readonly Operand[],
  final: Final,
): GoValue {
  let value: GoValue;
  const finalTrace = scope.trace;
  const { asked } = scope;
  const before = asked?.count ?? 0;
  for (const arg of args) {
    const earlier = asked?.count;
    value = evaluateArgument(scope, dot, arg, 'value');
    if (isTrue(value) !== (name === 'or')) continue;
    // What decides on its own doesn't depend on what was asked before it.
    if (asked && asked.count === earlier) asked.count = before;
    return value;
  }
  if (final === NONE) return value;
  scope.trace = finalTrace;
  return toArgument(final, 'value');
}

const LITERAL_FOR: Partial<Record<ParameterType, Operand['kind']>> = {
  string: 'string',
  bool: 'bool',
};
const LITERAL_NAMES: Partial<Record<ParameterType, string>> = {
  string: 'string',
  bool: 'bool',
  int: 'integer',
  float64: 'float',
};

/** One argument, checked against its parameter's type: literals by their syntax, the rest by value. */
function evaluateArgument(
  scope: Scope,
  dot: GoValue,
  operand: Operand,
  type: ParameterType,
): Argument {
  try {
    const { kind } = operand;
    if (kind === 'nil') {
      if (!canBeNil(type)) fail(`cannot assign nil to ${GO_TYPE_NAMES[type]}`);
      scope.trace = undefined;
      return toArgument(undefined, type);
    }
    const isLiteral = kind === 'number' || kind === 'string' || kind === 'bool';
    if (isLiteral && type !== 'any' && type !== 'value') return literal(scope, operand, type);
    return toArgument(evaluateOperand(scope, dot, operand, false), type);
  } catch (stop) {
    throw placedStop(stop, operand);
  }
}

function literal(scope: Scope, operand: Operand, type: ParameterType): Argument {
  traceLiteral(scope, operand);
  if (operand.kind === 'string' && type === 'string') traceString(scope, operand, operand.value);
  if (operand.kind === LITERAL_FOR[type] && 'value' in operand) return operand.value;
  if (operand.kind === 'number' && !operand.literal.exotic) {
    const { int: whole, float } = operand.literal;
    if (type === 'int' && whole !== undefined) return Number(whole);
    if (type === 'float64' && float !== undefined) return float;
  }
  const expected = LITERAL_NAMES[type];
  const found = source(scope, operand);
  if (expected) fail(`expected ${expected}; found ${found}`);
  fail(`can't handle ${found} for arg of type ${GO_TYPE_NAMES[type]}`);
}
