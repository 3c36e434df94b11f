import type { Problem } from '../../source/problem.ts';
import { type FastRenderResult, renderFastTemplate } from '../../template/fast.ts';
import type { ParseResult } from '../../template/go/parser.ts';
import { parseGoTemplate, renderGoTemplate } from '../../template/go/render.ts';
import type { MissingKey } from '../../template/go/scope.ts';
import type { Budget } from '../../template/go/stop.ts';
import type { Trace } from '../../template/go/trace.ts';
import type { GoValue } from '../../template/go/value.ts';
import type { RenderResult } from '../../template/result.ts';
import { scalarFrom } from '../../yaml/build.ts';
import type { LocatedEntry, LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import { placeWithin } from '../../yaml/located.ts';

export interface RenderMode {
  readonly goTemplate: boolean;
  readonly missingKey: MissingKey;
  /** Parses a Go template; remembers, since each text is rendered for every parameter set. */
  readonly parse: (text: string) => ParseResult;
  /** What all renderings of the ApplicationSet may cost together. */
  readonly total: Budget;
}

/** A parser that parses each text once. */
export function parseOnce(): RenderMode['parse'] {
  const known = new Map<string, ParseResult>();
  return text => {
    const parsed = known.get(text) ?? parseGoTemplate(text);
    known.set(text, parsed);
    return parsed;
  };
}

export type Parameters = ReadonlyMap<string, GoValue>;

/** Renders one text with a parameter set; traced where the text is. */
export function renderText(
  text: string,
  parameters: Parameters,
  mode: RenderMode,
  trace?: Trace,
): RenderResult | FastRenderResult {
  if (!mode.goTemplate) return renderFastTemplate(text, parameters, trace);
  const parsed = mode.parse(text);
  if (!parsed.ok) return { status: 'error', error: parsed.error };
  return renderGoTemplate(parsed.template, parameters, {
    missingKey: mode.missingKey,
    total: mode.total,
    ...(trace && { trace }),
  });
}

/**
 * Renders every string (and key) of a template, each on its own, as Argo CD does it. Results point
 * at the template expression. What fails is reported and stays as it is; what can't be known stays
 * as it is, so that its braces mark it as not final.
 */
export function renderValue(
  value: LocatedValue,
  parameters: Parameters,
  mode: RenderMode,
  report: (problem: Problem) => void,
): LocatedValue {
  if (value.kind === 'scalar') return renderScalar(value, parameters, mode, report);
  if (value.kind === 'sequence') {
    return {
      ...value,
      items: value.items.map(item => renderValue(item, parameters, mode, report)),
    };
  }
  const entries = new Map<string, LocatedEntry>();
  for (const { key, value: child } of value.entries.values()) {
    const name = renderScalar(key, parameters, mode, report);
    entries.set(name.text, { key: name, value: renderValue(child, parameters, mode, report) });
  }
  return { ...value, entries };
}

function renderScalar(
  scalar: LocatedScalar,
  parameters: Parameters,
  mode: RenderMode,
  report: (problem: Problem) => void,
): LocatedScalar {
  if (typeof scalar.value !== 'string' || !scalar.text.includes('{{')) return scalar;
  const result = renderText(scalar.text, parameters, mode);
  if (result.status === 'rendered') {
    return result.text === scalar.text ? scalar : scalarFrom(scalar.origin, result.text);
  }
  if (result.status === 'error') {
    const { start, end, message } = result.error;
    const said = `the template fails: ${message.replace(/"([^"`]*)"/g, '`$1`')}`;
    report({ rule: 'argocd/template-error', at: placeWithin(scalar, start, end), message: said });
  }
  return scalar;
}
