import type { SourceText } from '../source/text.ts';
import type { TemplateNode } from '../template/go/ast.ts';
import { type ParseResult, parseTemplate } from '../template/go/parser.ts';
import type { GoFunction } from '../template/go/scope.ts';
import { ALL_FUNCTIONS, MAX_TEMPLATE } from './functions.ts';

type Functions = ReadonlyMap<string, GoFunction>;

const known = new WeakMap<Functions, WeakMap<SourceText, ParseResult>>();

/**
 * Many releases may be of one chart: its templates are parsed once.
 *
 * @param functions what it may call, by the release of Helm; what it calls besides is an error
 */
export function parsedOf(source: SourceText, functions: Functions): ParseResult {
  const bySource = known.get(functions) ?? new WeakMap<SourceText, ParseResult>();
  known.set(functions, bySource);
  const result =
    bySource.get(source) ?? parseTemplate(source.text, name => functions.has(name), MAX_TEMPLATE);
  bySource.set(source, result);
  return result;
}

/** All that a text executes, the templates that it defines included; undefined where it is none. */
export function parseAny(text: string): readonly TemplateNode[] | undefined {
  const parsed = parseTemplate(text, name => ALL_FUNCTIONS.has(name), MAX_TEMPLATE);
  if (!parsed.ok) return undefined;
  return [...parsed.template.root, ...[...parsed.template.defined.values()].flat()];
}
