import type { TemplateError } from '../result.ts';
import type { Pipeline, TemplateNode } from './ast.ts';
import {
  expect,
  fail,
  isKeyword,
  lastEnd,
  MAX_NESTING,
  next,
  type Parser,
  peek,
  peekRaw,
  SyntaxStop,
  unexpected,
} from './cursor.ts';
import { lex, type Token } from './lexer.ts';
import { parsePipeline } from './parse-pipeline.ts';
import { quoteGo, unquoteGo } from './quote.ts';

/** A parsed template with the templates it defines. */
export interface ParsedTemplate {
  readonly text: string;
  readonly root: readonly TemplateNode[];
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>;
}

export type ParseResult =
  | { readonly ok: true; readonly template: ParsedTemplate }
  | { readonly ok: false; readonly error: TemplateError };

const MAX_TEXT = 200_000;

/**
 * Parses a template as https://pkg.go.dev/text/template does; `hasFunction` says which function
 * names exist. The error is the first one, worded as Go words it.
 */
export function parseTemplate(
  text: string,
  hasFunction: (name: string) => boolean,
  longest = MAX_TEXT,
): ParseResult {
  const parser: Parser = {
    tokens: text.length > longest ? [] : lex(text),
    hasFunction,
    defined: new Map(),
    at: 0,
    variables: ['$'],
    rangeDepth: 0,
    nesting: 0,
  };
  try {
    if (text.length > longest) fail('too large: the template', { start: 0, end: text.length });
    const root = parseRoot(parser);
    return { ok: true, template: { text, root, defined: parser.defined } };
  } catch (stop) {
    if (!(stop instanceof SyntaxStop)) throw stop;
    const { start, end } = stop.place;
    return { ok: false, error: { message: stop.message, start, end } };
  }
}

function parseRoot(p: Parser): TemplateNode[] {
  const nodes: TemplateNode[] = [];
  for (;;) {
    const token = peek(p);
    if (token.type === 'eof') return nodes;
    if (token.type === 'left' && isKeyword(behind(p), 'define')) {
      next(p);
      next(p);
      parseDefinition(p);
      continue;
    }
    const node = textOrAction(p);
    if (isClosing(node)) fail(`unexpected {{${node.closing}}}`, node);
    nodes.push(node);
  }
}

/** What comes after the next token, but for blanks. */
function behind(p: Parser): Token {
  const after = p.tokens[p.at + 1];
  return (after?.type === 'space' ? p.tokens[p.at + 2] : after) ?? peekRaw(p);
}

function parseDefinition(p: Parser): void {
  const context = 'define clause';
  const name = templateName(p, context);
  expect(p, 'right', context);
  defineTemplate(p, name, context);
}

/** Reads a body up to its end and stores it; templates see no variables from outside. */
function defineTemplate(p: Parser, name: string, context: string): void {
  const outer = { variables: p.variables, rangeDepth: p.rangeDepth };
  p.variables = ['$'];
  p.rangeDepth = 0;
  const { nodes, closing } = itemList(p);
  if (closing.closing !== 'end') fail(`unexpected {{else}} in ${context}`, closing);
  p.variables = outer.variables;
  p.rangeDepth = outer.rangeDepth;
  const earlier = p.defined.get(name);
  if (earlier && !isBlank(earlier)) {
    if (isBlank(nodes)) return;
    fail(`multiple definition of template ${quoteGo(name)}`, closing);
  }
  p.defined.set(name, nodes);
}

const isBlank = (nodes: readonly TemplateNode[]): boolean =>
  nodes.every(node => node.kind === 'text' && node.text.trim() === '');

/** `{{end}}` or `{{else}}`: no node, but what closes a list of them. */
interface Closing {
  readonly closing: 'end' | 'else';
  readonly start: number;
  readonly end: number;
}

const isClosing = (node: TemplateNode | Closing): node is Closing => 'closing' in node;

function itemList(p: Parser): { nodes: TemplateNode[]; closing: Closing } {
  if (++p.nesting > MAX_NESTING) fail('too large: nested too deeply', peekRaw(p));
  const nodes: TemplateNode[] = [];
  for (;;) {
    const token = peek(p);
    if (token.type === 'eof') fail('unexpected EOF', token);
    const node = textOrAction(p);
    if (isClosing(node)) {
      p.nesting--;
      return { nodes, closing: node };
    }
    nodes.push(node);
  }
}

function textOrAction(p: Parser): TemplateNode | Closing {
  const token = next(p);
  if (token.type === 'text') {
    return { kind: 'text', text: token.value, start: token.start, end: token.end };
  }
  return token.type === 'left' ? action(p, token) : unexpected(token, 'input');
}

function action(p: Parser, left: Token): TemplateNode | Closing {
  const token = peek(p);
  if (token.type === 'keyword') {
    next(p);
    const closing = keywordAction(p, left, token);
    if (closing) return closing;
    p.at--;
  }
  const pipeline = parsePipeline(p, 'command', 'right');
  return { kind: 'action', pipeline, start: left.start, end: lastEnd(p) };
}

function keywordAction(p: Parser, left: Token, token: Token): TemplateNode | Closing | undefined {
  const { start } = left;
  switch (token.value) {
    case 'if':
    case 'with':
    case 'range':
      return control(p, token.value, start);
    case 'end':
      expect(p, 'right', 'end');
      return { closing: 'end', start, end: lastEnd(p) };
    case 'else': {
      const after = peek(p);
      const chained = isKeyword(after, 'if') || isKeyword(after, 'with');
      if (!chained) expect(p, 'right', 'else');
      return { closing: 'else', start, end: lastEnd(p) };
    }
    case 'template':
      return templateAction(p, start);
    case 'block':
      return blockAction(p, start);
    case 'break':
    case 'continue': {
      const right = next(p);
      if (right.type !== 'right') unexpected(right, `{{${token.value}}}`);
      if (p.rangeDepth === 0) fail(`{{${token.value}}} outside {{range}}`, token);
      return { kind: token.value, start, end: right.end };
    }
    default:
      return undefined;
  }
}

function control(p: Parser, kind: 'if' | 'with' | 'range', start: number): TemplateNode {
  const visible = p.variables.length;
  const pipeline = parsePipeline(p, kind, 'right');
  const end = lastEnd(p);
  if (kind === 'range') p.rangeDepth++;
  const { nodes: body, closing } = itemList(p);
  if (kind === 'range') p.rangeDepth--;
  const otherwise = closing.closing === 'else' ? elseBranch(p, kind) : undefined;
  p.variables.length = visible;
  return { kind, pipeline, body, otherwise, start, end };
}

/** `else if` and `else with` share the `end` of what they continue. */
function elseBranch(p: Parser, kind: 'if' | 'with' | 'range'): readonly TemplateNode[] {
  const token = peekRaw(p).type === 'space' ? peek(p) : peekRaw(p);
  if ((kind === 'if' && isKeyword(token, 'if')) || (kind === 'with' && isKeyword(token, 'with'))) {
    if (++p.nesting > MAX_NESTING) fail('too large: nested too deeply', token);
    next(p);
    const nested = [control(p, kind, token.start)];
    p.nesting--;
    return nested;
  }
  const { nodes, closing } = itemList(p);
  if (closing.closing !== 'end') fail('expected end; found {{else}}', closing);
  return nodes;
}

function templateAction(p: Parser, start: number): TemplateNode {
  const context = 'template clause';
  const name = templateName(p, context);
  let pipeline: Pipeline | undefined;
  if (peek(p).type === 'right') next(p);
  else pipeline = parsePipeline(p, context, 'right');
  return { kind: 'template', name, pipeline, start, end: lastEnd(p) };
}

function blockAction(p: Parser, start: number): TemplateNode {
  const context = 'block clause';
  const name = templateName(p, context);
  const pipeline = parsePipeline(p, context, 'right');
  const end = lastEnd(p);
  defineTemplate(p, name, context);
  return { kind: 'template', name, pipeline, start, end };
}

function templateName(p: Parser, context: string): string {
  const token = next(p);
  if (token.type !== 'string') unexpected(token, context);
  return unquoteGo(token.value) ?? fail('invalid syntax', token);
}
