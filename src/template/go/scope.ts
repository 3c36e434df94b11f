import type { Span } from './ast.ts';
import type { GoFunction } from './function.ts';
import { type Budget, fail, Stop } from './stop.ts';
import type { GoValue } from './value.ts';

/** What an absent map key means (https://pkg.go.dev/text/template#Template.Option). */
export type MissingKey = 'default' | 'invalid' | 'zero' | 'error';

export interface Scope {
  readonly text: string;
  readonly functions: ReadonlyMap<string, GoFunction>;
  readonly missingKey: MissingKey;
  readonly budget: Budget;
  /** Innermost last; `$` is the first. */
  variables: { readonly name: string; value: GoValue }[];
}

/** Runs `work`; a stop without a place gets this one. */
export function placed<T>(place: Span, work: () => T): T {
  try {
    return work();
  } catch (stop) {
    if (stop instanceof Stop) stop.placed ??= { start: place.start, end: place.end };
    throw stop;
  }
}

/** Gives the innermost variable of that name a new value. */
export function setVariable(scope: Scope, name: string, value: GoValue): void {
  const variable = scope.variables.findLast(candidate => candidate.name === name);
  if (!variable) fail(`undefined variable: ${name}`);
  variable.value = value;
}
