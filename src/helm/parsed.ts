import type { SourceText } from '../source/text.ts';
import type { TemplateNode } from '../template/go/ast.ts';
import { type ParseResult, parseTemplate } from '../template/go/parser.ts';
import { isHelmFunction, MAX_TEMPLATE } from './functions.ts';

const known = new WeakMap<SourceText, ParseResult>();

/** Many releases may be of one chart: its templates are parsed once. */
export function parsedOf(source: SourceText): ParseResult {
  const result = known.get(source) ?? parseTemplate(source.text, isHelmFunction, MAX_TEMPLATE);
  known.set(source, result);
  return result;
}

/** All that a text executes, the templates that it defines included; undefined where it is none. */
export function parseAny(text: string): readonly TemplateNode[] | undefined {
  const parsed = parseTemplate(text, isHelmFunction, MAX_TEMPLATE);
  if (!parsed.ok) return undefined;
  return [...parsed.template.root, ...[...parsed.template.defined.values()].flat()];
}
