import type { Argument, Arguments, GoFunction, ParameterType, Scope } from './scope.ts';
import { type Budget, fail, unknowable } from './stop.ts';
import {
  elementType,
  type GoValue,
  isInteger,
  isMap,
  isObject,
  isUnknowable,
  NIL_MAP,
  typeName,
} from './value.ts';

type ArgumentsOf<P extends readonly ParameterType[]> = { [K in keyof P]: Arguments[P[K]] };

/** A function of fixed arity. */
export function fn<const P extends readonly ParameterType[]>(
  parameters: P,
  call: (args: ArgumentsOf<P>, budget: Budget, scope: Scope) => GoValue,
): GoFunction {
  // The evaluator converts every argument to its declared type before it calls.
  return {
    parameters,
    rest: undefined,
    call: (args, budget, scope) => call(args as ArgumentsOf<P>, budget, scope),
  };
}

/** A variadic function; the arguments after the fixed ones arrive as one array. */
export function variadic<const P extends readonly ParameterType[], R extends ParameterType>(
  parameters: P,
  rest: R,
  call: (
    args: ArgumentsOf<P>,
    more: readonly Arguments[R][],
    budget: Budget,
    scope: Scope,
  ) => GoValue,
): GoFunction {
  return {
    parameters,
    rest,
    call: (args, budget, scope) => {
      const fixed: readonly Argument[] = args.slice(0, parameters.length);
      const more: readonly Argument[] = args.slice(parameters.length);
      return call(fixed as ArgumentsOf<P>, more as readonly Arguments[R][], budget, scope);
    },
  };
}

/** A function whose result no static check can know; `why` completes "NAME ...". */
export function unknowableFunction(name: string, why: string): GoFunction {
  return { parameters: [], rest: 'any', call: () => unknowable(`${name} ${why}`) };
}

export const GO_TYPE_NAMES: Readonly<Record<ParameterType, string>> = {
  string: 'string',
  int: 'int',
  float64: 'float64',
  bool: 'bool',
  any: 'interface {}',
  value: 'reflect.Value',
  map: 'map[string]interface {}',
};

export const canBeNil = (type: ParameterType): boolean =>
  type === 'any' || type === 'value' || type === 'map';

/** Converts a value to a parameter's type as text/template's validateType, or fails as it does. */
export function toArgument(value: GoValue, type: ParameterType): Argument {
  if (isUnknowable(value)) unknowable(value.reason);
  if (type === 'value') return value;
  if (type === 'any') return value === undefined ? null : value;
  if (value === undefined) {
    if (type === 'map') return NIL_MAP;
    fail(`invalid value; expected ${GO_TYPE_NAMES[type]}`);
  }
  const converted = assign(value, type);
  if (converted !== undefined) return converted;
  const got = value === null || isObject(value) ? nilOrObject(value) : typeName(value);
  fail(`wrong type for value; expected ${GO_TYPE_NAMES[type]}; got ${got}`);
}

const nilOrObject = (value: GoValue): string => (isObject(value) ? value.type : 'interface {}');

function assign(value: GoValue, type: ParameterType): Argument {
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'bool' && typeof value === 'boolean') return value;
  if (type === 'float64' && typeof value === 'number') return value;
  if (type === 'int' && isInteger(value) && value.type === 'int') return Number(value.value);
  if (type === 'map' && isMap(value) && elementType(value) === 'any') return value;
  return undefined;
}
