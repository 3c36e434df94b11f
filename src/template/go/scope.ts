import type { Span, TemplateNode } from './ast.ts';
import { type Budget, fail, Stop } from './stop.ts';
import type { Trace, TracedText } from './trace.ts';
import type { GoMap, GoValue } from './value.ts';

/** What an absent map key means (https://pkg.go.dev/text/template#Template.Option). */
export type MissingKey = 'default' | 'invalid' | 'zero' | 'error';

/** A template that can be called by name; its nodes' spans are offsets into `text`. */
export interface DefinedTemplate {
  /** The file, or whatever else it is known by where it is wrong. */
  readonly file: string;
  readonly text: string;
  /** Where the characters of `text` come from. */
  readonly trace: Trace;
  readonly nodes: readonly TemplateNode[];
}

export interface Variable {
  readonly name: string;
  value: GoValue;
  trace: Trace;
  /** Why it may be another value, as a clause. */
  doubt?: string | undefined;
}

/** Questions whose answers are not known: one was assumed. */
export interface Asked {
  /** So many were asked. */
  count: number;
  /** What was assumed of the last one, as a clause that doubts it. */
  doubt: string;
}

/** Parameter types of template functions: `any` is interface{}, `value` is reflect.Value. */
export type ParameterType = 'string' | 'int' | 'float64' | 'bool' | 'any' | 'value' | 'map';

/** What a function gets for each parameter type. */
export interface Arguments {
  string: string;
  int: number;
  float64: number;
  bool: boolean;
  any: GoValue;
  value: GoValue;
  map: GoMap;
}

export type Argument = Arguments[ParameterType];

/** A template function with the types text/template checks its arguments against. */
export interface GoFunction {
  readonly parameters: readonly ParameterType[];
  /** The type of further arguments of a variadic function. */
  readonly rest: ParameterType | undefined;
  call(args: readonly Argument[], budget: Budget, scope: Scope): GoValue;
}

export interface Scope {
  readonly functions: ReadonlyMap<string, GoFunction>;
  readonly missingKey: MissingKey;
  readonly budget: Budget;
  /** Whether it is remembered where values come from. */
  readonly tracing: boolean;
  /** What templates asked that can't be known; absent where nothing is of the kind. */
  readonly asked?: Asked | undefined;
  /** Why what is printed now may not be printed after all, as a clause. */
  doubt: string | undefined;
  /** The template that is executed now. */
  template: DefinedTemplate;
  templates: ReadonlyMap<string, DefinedTemplate>;
  /** Innermost last; `$` is the first. */
  variables: Variable[];
  /** What is printed. */
  out: TracedText[];
  length: number;
  depth: number;
  /** Where dot comes from. */
  dotTrace: Trace;
  /** Where the value that was evaluated last comes from. */
  trace: Trace;
  /** Where the arguments of the function that is called now come from. */
  argumentTraces: readonly Trace[];
}

/** Runs `work`; a stop without a place gets this one. */
export function placed<T>(place: Span, work: () => T): T {
  try {
    return work();
  } catch (stop) {
    throw placedStop(stop, place);
  }
}

/** The same of what was thrown, for what is run so often that a function for each time would show. */
export function placedStop(stop: unknown, { start, end }: Span): unknown {
  if (stop instanceof Stop) stop.placed ??= { start, end };
  return stop;
}

/** Gives the innermost variable of that name a new value. */
export function setVariable(
  scope: Scope,
  name: string,
  value: GoValue,
  trace: Trace,
  doubt?: string,
): void {
  const variable = scope.variables.findLast(candidate => candidate.name === name);
  if (!variable) fail(`undefined variable: ${name}`);
  variable.value = value;
  variable.trace = trace;
  variable.doubt = doubt ?? scope.doubt;
}
