import type { Span } from './ast.ts';
import type { Scope } from './scope.ts';
import { changedTrace, sliceTrace } from './trace.ts';
import { type GoValue, isInteger, isObject } from './value.ts';

/** A literal comes from the characters of the template. */
export function traceLiteral(scope: Scope, { start, end }: Span): void {
  if (!scope.tracing) return;
  const { text, trace } = scope.template;
  scope.trace = sliceTrace(trace, text.length, start, end);
}

/** A string literal's content, without its quotes where nothing is escaped. */
export function traceString(scope: Scope, { start, end }: Span, value: string): void {
  const isVerbatim = end - start === value.length + 2;
  traceLiteral(scope, isVerbatim ? { start: start + 1, end: end - 1 } : { start, end });
  if (!isVerbatim && scope.tracing) scope.trace = changedTrace(scope.trace, value.length);
}

/** What no value and no file says, such as `.Release.Service`, comes from the expression that asks for it. */
export function traceAsked(scope: Scope, { start, end }: Span, value: GoValue): void {
  const length = textLengthOf(value);
  if (length === undefined) return;
  const { text, trace } = scope.template;
  scope.trace = changedTrace(sliceTrace(trace, text.length, start, end), length);
}

function textLengthOf(value: GoValue): number | undefined {
  if (typeof value === 'string') return value.length;
  if (isInteger(value)) return String(value.value).length;
  return isObject(value) && value.text !== '' ? value.text.length : undefined;
}
