import type { Command, Operand, Pipeline, Span } from './ast.ts';
import { field } from './field.ts';
import {
  type Argument,
  canBeNil,
  GO_TYPE_NAMES,
  type GoFunction,
  type ParameterType,
  toArgument,
} from './function.ts';
import { placed, type Scope, setVariable } from './scope.ts';
import { fail, Stop, unknowable } from './stop.ts';
import { type GoValue, int, isTrue, isUnknowable } from './value.ts';

/** No final argument from an earlier stage; undefined is a value here. */
const NONE = Symbol('none');
type Final = GoValue | typeof NONE;

/** The value of a pipeline; its declared variables are pushed or set. */
export function evaluatePipeline(scope: Scope, dot: GoValue, pipeline: Pipeline): GoValue {
  scope.budget.spend(1);
  let value: Final = NONE;
  for (const command of pipeline.commands) {
    value = evaluateCommand(scope, dot, command, value);
    // An interface is opened: a nil inside leaves no value at all.
    if (value === null) value = undefined;
  }
  const result = value === NONE ? undefined : value;
  for (const name of pipeline.declared) {
    if (pipeline.assigns) setVariable(scope, name, result);
    else scope.variables.push({ name, value: result });
  }
  return result;
}

const source = (scope: Scope, place: Span): string => scope.text.slice(place.start, place.end);

function evaluateCommand(scope: Scope, dot: GoValue, command: Command, final: Final): GoValue {
  const { first, args } = command;
  scope.budget.spend(1);
  const hasArguments = args.length > 0 || final !== NONE;
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
      return dot;
    case 'nil':
      return null;
    case 'bool':
    case 'string':
      return operand.value;
    case 'number':
      return idealConstant(scope, operand);
    case 'pipeline':
      return evaluatePipeline(scope, dot, operand);
    case 'function':
      return callFunction(scope, dot, operand, operand, [], NONE);
    case 'field':
      return fieldChain(scope, dot, operand, operand.names, hasArguments);
    case 'variable': {
      const variable = scope.variables.findLast(candidate => candidate.name === operand.name);
      return fieldChain(scope, variable?.value, operand, operand.names, hasArguments);
    }
    case 'chain': {
      if (operand.base.kind === 'nil') fail('indirection through explicit nil');
      const base = evaluateOperand(scope, dot, operand.base, false);
      return fieldChain(scope, base, operand, operand.names, hasArguments);
    }
  }
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
  let value = start;
  for (const [index, name] of names.entries()) {
    scope.budget.spend(1);
    const isLast = index === names.length - 1;
    const receiver = value;
    value = placed(place, () => field(scope, receiver, name, index > 0, isLast && hasArguments));
  }
  return value;
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
  placed(operand, () => checkArity(name, called, args.length, final !== NONE));
  if (name === 'and' || name === 'or') return shortCircuit(scope, dot, name, args, final);
  const values = args.map((arg, index) =>
    evaluateArgument(scope, dot, arg, parameterAt(called, index)),
  );
  if (final !== NONE) {
    values.push(placed(place, () => toArgument(final, parameterAt(called, args.length))));
  }
  return placed(place, () => invoke(scope, name, called, values));
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
    const result = called.call(values, scope.budget);
    return isUnknowable(result) ? unknowable(result.reason) : result;
  } catch (stop) {
    if (stop instanceof Stop && stop.kind === 'error' && !stop.message.startsWith('too large')) {
      const wrapped = new Stop('error', `error calling ${name}: ${stop.message}`);
      wrapped.placed = stop.placed;
      throw wrapped;
    }
    throw stop;
  }
}

/** Every function is taken to read its texts once. */
const textLength = (values: readonly Argument[]): number =>
  values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);

const parameterAt = (called: GoFunction, index: number): ParameterType =>
  called.parameters[index] ?? called.rest ?? 'any';

function checkArity(name: string, called: GoFunction, given: number, hasFinal: boolean): void {
  const count = given + (hasFinal ? 1 : 0);
  const wanted = called.parameters.length;
  if (called.rest !== undefined) {
    if (count < wanted) {
      fail(`wrong number of args for ${name}: want at least ${wanted} got ${given}`);
    }
  } else if (count !== wanted) {
    fail(`wrong number of args for ${name}: want ${wanted} got ${count}`);
  }
}

function shortCircuit(
  scope: Scope,
  dot: GoValue,
  name: 'and' | 'or',
  args: readonly Operand[],
  final: Final,
): GoValue {
  let value: GoValue;
  for (const arg of args) {
    value = evaluateArgument(scope, dot, arg, 'value');
    if (isTrue(value) === (name === 'or')) return value;
  }
  return final === NONE ? value : toArgument(final, 'value');
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
  return placed(operand, () => {
    if (operand.kind === 'nil') {
      if (!canBeNil(type)) fail(`cannot assign nil to ${GO_TYPE_NAMES[type]}`);
      return toArgument(undefined, type);
    }
    const isLiteral = ['number', 'string', 'bool'].includes(operand.kind);
    if (isLiteral && type !== 'any' && type !== 'value') return literal(scope, operand, type);
    return toArgument(evaluateOperand(scope, dot, operand, false), type);
  });
}

function literal(scope: Scope, operand: Operand, type: ParameterType): Argument {
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
