import type { SourceText } from '../source/text.ts';
import type { TemplateNode } from '../template/go/ast.ts';
import { type ParseResult, parseTemplate } from '../template/go/parser.ts';
import type { GoFunction } from '../template/go/scope.ts';
import { ALL_FUNCTIONS, MAX_TEMPLATE } from './functions.ts';

type Functions = ReadonlyMap<string, GoFunction>;

interface Parsed {
  readonly bySource: WeakMap<SourceText, ParseResult>;
  /** Charts have copies of each other's libraries. */
  readonly byText: Map<string, ParseResult>;
}

/** More different texts than these, and longer ones, are not compared with those that come after them. */
const MAX_TEXTS = 2_000;
const MAX_LENGTH = 100_000;

const known = new WeakMap<Functions, Parsed>();

/**
 * Many releases may be of one chart, and many charts of one library: its templates are parsed once.
 *
 * @param functions what it may call, by the release of Helm; what it calls besides is an error
 */
export function parsedOf(source: SourceText, functions: Functions): ParseResult {
  const { bySource, byText } = known.get(functions) ?? {
    bySource: new WeakMap<SourceText, ParseResult>(),
    byText: new Map<string, ParseResult>(),
  };
  known.set(functions, { bySource, byText });
  const earlier = bySource.get(source);
  if (earlier) return earlier;
  const { text } = source;
  const result = byText.get(text) ?? parseTemplate(text, name => functions.has(name), MAX_TEMPLATE);
  bySource.set(source, result);
  if (byText.size < MAX_TEXTS && text.length <= MAX_LENGTH) byText.set(text, result);
  return result;
}

/** All that a text executes, the templates that it defines included; undefined where it is none. */
export function parseAny(text: string): readonly TemplateNode[] | undefined {
  const parsed = parseTemplate(text, name => ALL_FUNCTIONS.has(name), MAX_TEMPLATE);
  if (!parsed.ok) return undefined;
  return [...parsed.template.root, ...[...parsed.template.defined.values()].flat()];
}
