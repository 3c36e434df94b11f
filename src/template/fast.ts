import { concatTraces, sliceTrace, type Trace, type TracedText } from './go/trace.ts';
import type { RenderResult } from './result.ts';

/** A tag that stays in the text as it is, braces included. */
export interface UnresolvedTag {
  readonly tag: string;
  readonly start: number;
  readonly end: number;
}

export type FastRenderResult = RenderResult & { readonly unresolved: readonly UnresolvedTag[] };

/**
 * Renders a template as an ApplicationSet without `goTemplate` does: each `{{tag}}` is one exact
 * key; tags that are unknown or not strings stay as they are and are listed. A value of `undefined`
 * in the map stands for "known to exist, value unknowable". With a trace of the template the result has
 * one, too.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/
 */
export function renderFastTemplate(
  text: string,
  params: ReadonlyMap<string, unknown>,
  trace?: Trace,
): FastRenderResult {
  if (!hasTagOnOneLine(text)) return { status: 'rendered', text, trace, unresolved: [] };
  const unresolved: UnresolvedTag[] = [];
  const parts: TracedText[] = [];
  let pos = 0;
  for (;;) {
    const open = text.indexOf('{{', pos);
    if (open < 0) {
      parts.push(part(trace, text, pos, text.length));
      const out = parts.map(({ text: piece }) => piece).join('');
      return { status: 'rendered', text: out, trace: trace && concatTraces(parts), unresolved };
    }
    const close = text.indexOf('}}', open + 2);
    const end = close + 2;
    if (close < 0) {
      const error = { message: 'Cannot find end tag="}}"', start: open, end: text.length };
      return { status: 'error', error, unresolved };
    }
    const tag = trimGoSpace(text.slice(open + 2, close));
    const value = tag === '' ? null : params.get(tag);
    if (value === undefined && params.has(tag)) {
      return { status: 'unknowable', reason: `the value of ${tag}`, start: open, end, unresolved };
    }
    parts.push(part(trace, text, pos, open));
    if (typeof value === 'string') parts.push({ text: value, trace: undefined });
    else {
      parts.push(part(trace, text, open, end));
      unresolved.push({ tag, start: open, end });
    }
    pos = end;
  }
}

const part = (trace: Trace, text: string, start: number, end: number): TracedText => ({
  text: text.slice(start, end),
  trace: sliceTrace(trace, text.length, start, end),
});

/** Argo CD looks for one line with both delimiters before it renders at all. */
function hasTagOnOneLine(text: string): boolean {
  return text.split('\n').some(line => {
    const open = line.indexOf('{{');
    return open >= 0 && line.indexOf('}}', open + 2) >= 0;
  });
}

/** Go's `unicode.IsSpace`, which differs from JS in U+0085 and U+FEFF. */
const SPACE =
  '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING = new RegExp(`^${SPACE}+`);

/** Go's `strings.TrimSpace`. */
export function trimGoSpace(text: string): string {
  let end = text.length;
  while (end > 0 && isGoSpace(text[end - 1] ?? '')) end--;
  return text.slice(0, end).replace(LEADING, '');
}

const ONE_SPACE = new RegExp(`^${SPACE}$`);
export const isGoSpace = (char: string): boolean => ONE_SPACE.test(char);
