import type { TemplateError } from '../result.ts';
import type { Command, Operand, Pipeline, TemplateNode } from './ast.ts';
import { lex, type Token, type TokenType } from './lexer.ts';
import { parseNumberLiteral } from './number.ts';
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

/** Nesting of parentheses and blocks no real template has; the parser is recursive. */
const MAX_NESTING = 200;
const MAX_TEXT = 1_000_000;

interface Parser {
  readonly tokens: readonly Token[];
  readonly hasFunction: (name: string) => boolean;
  readonly defined: Map<string, readonly TemplateNode[]>;
  at: number;
  variables: string[];
  rangeDepth: number;
  nesting: number;
}

/** Thrown inside this file only, and caught where the parser is entered. */
class SyntaxStop extends Error {
  readonly place: { readonly start: number; readonly end: number };

  constructor(message: string, place: { readonly start: number; readonly end: number }) {
    super(message);
    this.place = place;
  }
}

/**
 * Parses a template as https://pkg.go.dev/text/template does; `hasFunction` says which function
 * names exist. The error is the first one, worded as Go words it.
 */
export function parseTemplate(text: string, hasFunction: (name: string) => boolean): ParseResult {
  const parser: Parser = {
    tokens: text.length > MAX_TEXT ? [] : lex(text),
    hasFunction,
    defined: new Map(),
    at: 0,
    variables: ['$'],
    rangeDepth: 0,
    nesting: 0,
  };
  try {
    if (text.length > MAX_TEXT) fail('too large: the template', { start: 0, end: text.length });
    const root = parseRoot(parser);
    return { ok: true, template: { text, root, defined: parser.defined } };
  } catch (stop) {
    if (!(stop instanceof SyntaxStop)) throw stop;
    const { start, end } = stop.place;
    return { ok: false, error: { message: stop.message, start, end } };
  }
}

function fail(message: string, place: { readonly start: number; readonly end: number }): never {
  throw new SyntaxStop(message, place);
}

const END: Token = { type: 'eof', value: 'EOF', start: 0, end: 0 };

const peekRaw = (p: Parser): Token => p.tokens[p.at] ?? p.tokens.at(-1) ?? END;

function peek(p: Parser): Token {
  while (peekRaw(p).type === 'space') p.at++;
  return peekRaw(p);
}

function next(p: Parser): Token {
  const token = peek(p);
  p.at++;
  return token;
}

function unexpected(token: Token, context: string): never {
  if (token.type === 'error') fail(token.value, token);
  const shown =
    token.type === 'eof'
      ? 'EOF'
      : token.type === 'keyword' || token.type === 'nil' || token.type === 'dot'
        ? `<${token.value}>`
        : token.value.length > 10
          ? `${quoteGo(token.value.slice(0, 10))}...`
          : quoteGo(token.value);
  fail(`unexpected ${shown} in ${context}`, token);
}

function expect(p: Parser, type: TokenType, context: string): Token {
  const token = next(p);
  return token.type === type ? token : unexpected(token, context);
}

const isKeyword = (token: Token, word: string): boolean =>
  token.type === 'keyword' && token.value === word;

function parseRoot(p: Parser): TemplateNode[] {
  const nodes: TemplateNode[] = [];
  for (;;) {
    const token = peek(p);
    if (token.type === 'eof') return nodes;
    const after = p.tokens.slice(p.at + 1, p.at + 3).find(t => t.type !== 'space');
    if (token.type === 'left' && after && isKeyword(after, 'define')) {
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

function templateName(p: Parser, context: string): string {
  const token = next(p);
  if (token.type !== 'string') unexpected(token, context);
  return unquoteGo(token.value) ?? fail('invalid syntax', token);
}

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

/** The end of the token last read. */
const lastEnd = (p: Parser): number => p.tokens[p.at - 1]?.end ?? 0;

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

const OPERANDS: ReadonlySet<TokenType> = new Set<TokenType>([
  'bool',
  'char-constant',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'string',
  'variable',
  '(',
]);

function parsePipeline(p: Parser, context: string, close: 'right' | ')'): Pipeline {
  const { start } = peek(p);
  const { declared, assigns } = declarations(p, context);
  const commands: Command[] = [];
  for (;;) {
    const token = peek(p);
    if (token.type === close) {
      if (commands.length === 0) fail(`missing value for ${context}`, token);
      checkStages(commands);
      const end = commands.at(-1)?.end ?? token.start;
      next(p);
      return { kind: 'pipeline', declared, assigns, commands, start, end };
    }
    if (!OPERANDS.has(token.type)) unexpected(token, context);
    commands.push(parseCommand(p));
  }
}

function declarations(p: Parser, context: string): { declared: string[]; assigns: boolean } {
  const declared: string[] = [];
  for (;;) {
    const variable = peek(p);
    const before = p.at;
    if (variable.type !== 'variable') return { declared, assigns: false };
    next(p);
    const sign = peek(p);
    const isComma = sign.type === 'char' && sign.value === ',';
    if (sign.type !== 'assign' && sign.type !== 'declare' && !isComma) {
      p.at = before;
      return { declared, assigns: false };
    }
    next(p);
    declared.push(variable.value);
    p.variables.push(variable.value);
    if (!isComma) return { declared, assigns: sign.type === 'assign' };
    if (context !== 'range' || declared.length > 1) {
      fail(`too many declarations in ${context}`, sign);
    }
    const following = peek(p);
    if (following.type !== 'variable' && following.type !== 'right' && following.type !== ')') {
      fail('range can only initialize variables', following);
    }
  }
}

/** Only the first stage of a pipeline may be a plain value. */
function checkStages(commands: readonly Command[]): void {
  for (const [index, command] of commands.entries()) {
    const isValue = ['bool', 'dot', 'nil', 'number', 'string'].includes(command.first.kind);
    if (index > 0 && isValue) {
      fail(`non executable command in pipeline stage ${index + 1}`, command.first);
    }
  }
}

function parseCommand(p: Parser): Command {
  const operands: Operand[] = [];
  for (;;) {
    peek(p);
    const operand = parseOperand(p);
    if (operand) operands.push(operand);
    const token = peekRaw(p);
    if (token.type === 'space') {
      p.at++;
      continue;
    }
    if (token.type === 'pipe') p.at++;
    else if (token.type !== 'right' && token.type !== ')') unexpected(token, 'operand');
    const [first, ...args] = operands;
    if (!first) fail('empty command', token);
    return { first, args, start: first.start, end: operands.at(-1)?.end ?? first.end };
  }
}

function parseOperand(p: Parser): Operand | undefined {
  const base = parseTerm(p);
  if (!base || peekRaw(p).type !== 'field') return base;
  const names: string[] = [];
  while (peekRaw(p).type === 'field') names.push(next(p).value.slice(1));
  const place = { start: base.start, end: lastEnd(p) };
  switch (base.kind) {
    case 'field':
      return { kind: 'field', names: [...base.names, ...names], ...place };
    case 'variable':
      return { kind: 'variable', name: base.name, names: [...base.names, ...names], ...place };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      return fail('unexpected . after term', place);
    default:
      return { kind: 'chain', base, names, ...place };
  }
}

function parseTerm(p: Parser): Operand | undefined {
  const token = peek(p);
  if (!OPERANDS.has(token.type)) return undefined;
  next(p);
  const place = { start: token.start, end: token.end };
  switch (token.type) {
    case 'identifier':
      if (!p.hasFunction(token.value)) fail(`function "${token.value}" not defined`, token);
      return { kind: 'function', name: token.value, ...place };
    case 'dot':
    case 'nil':
      return { kind: token.type, ...place };
    case 'field':
      return { kind: 'field', names: [token.value.slice(1)], ...place };
    case 'variable':
      if (!p.variables.includes(token.value)) fail(`undefined variable "${token.value}"`, token);
      return { kind: 'variable', name: token.value, names: [], ...place };
    case 'bool':
      return { kind: 'bool', value: token.value === 'true', ...place };
    case '(':
      return parenthesized(p, token);
    case 'string':
      return {
        kind: 'string',
        value: unquoteGo(token.value) ?? fail('invalid syntax', token),
        ...place,
      };
    default:
      return numberOperand(token);
  }
}

function parenthesized(p: Parser, open: Token): Operand {
  if (++p.nesting > MAX_NESTING) fail('too large: nested too deeply', open);
  const pipeline = parsePipeline(p, 'parenthesized pipeline', ')');
  p.nesting--;
  return { ...pipeline, start: open.start, end: lastEnd(p) };
}

function numberOperand(token: Token): Operand {
  const place = { start: token.start, end: token.end };
  if (token.type !== 'char-constant') {
    const literal = parseNumberLiteral(token.value);
    if (typeof literal === 'string') fail(literal, token);
    return { kind: 'number', literal, isRune: false, ...place };
  }
  const text = unquoteGo(token.value);
  if (text === undefined || [...text].length !== 1) {
    fail(`malformed character constant: ${token.value}`, token);
  }
  const code = text.codePointAt(0) ?? 0;
  const literal = { int: BigInt(code), float: code, isFloat: false, exotic: false };
  return { kind: 'number', literal, isRune: true, ...place };
}
