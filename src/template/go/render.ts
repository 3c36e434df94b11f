import type { RenderResult } from '../result.ts';
import { ARGOCD_FUNCTIONS } from './argocd-functions.ts';
import { execute } from './execute.ts';
import { type ParsedTemplate, type ParseResult, parseTemplate } from './parser.ts';
import type { MissingKey } from './scope.ts';
import type { Budget } from './stop.ts';
import type { Trace } from './trace.ts';
import type { GoValue } from './value.ts';

export interface RenderOptions {
  readonly missingKey?: MissingKey;
  /** A ration that this rendering shares with others. */
  readonly total?: Budget;
  /** Where the template's text comes from, for a result that is traced. */
  readonly trace?: Trace;
}

/**
 * Parses an ApplicationSet's Go template. A function that Argo CD does not offer is an error, as
 * `function "x" not defined`.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/
 */
export function parseGoTemplate(text: string): ParseResult {
  return parseTemplate(text, name => ARGOCD_FUNCTIONS.has(name));
}

/**
 * Renders a parsed template with the parameters of one generated Application. Text that depends on
 * the clock, on chance or on an unknowable parameter is `unknowable`; the error is what Argo CD's
 * controller would report, at the smallest piece of the template that causes it.
 */
export function renderGoTemplate(
  template: ParsedTemplate,
  data: GoValue,
  options: RenderOptions = {},
): RenderResult {
  return execute(template, data, {
    functions: ARGOCD_FUNCTIONS,
    missingKey: options.missingKey ?? 'default',
    total: options.total,
    trace: options.trace,
  });
}

const MISSING_KEYS: readonly MissingKey[] = ['default', 'invalid', 'zero', 'error'];

export type OptionsResult =
  | { readonly ok: true; readonly missingKey: MissingKey }
  | { readonly ok: false; readonly index: number; readonly message: string };

/**
 * Reads an ApplicationSet's `goTemplateOptions`; the last `missingkey` wins, an option Go does not
 * know makes every rendering fail (https://pkg.go.dev/text/template#Template.Option).
 */
export function parseTemplateOptions(options: readonly string[]): OptionsResult {
  let missingKey: MissingKey = 'default';
  for (const [index, option] of options.entries()) {
    const found = MISSING_KEYS.find(value => option === `missingkey=${value}`);
    if (!found) {
      const message = option === '' ? 'empty option string' : `unrecognized option: ${option}`;
      return { ok: false, index, message };
    }
    missingKey = found;
  }
  return { ok: true, missingKey };
}
