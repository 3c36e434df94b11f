import type { Command, Operand, Pipeline } from './ast.ts';
import {
  fail,
  lastEnd,
  MAX_NESTING,
  next,
  type Parser,
  peek,
  peekRaw,
  unexpected,
} from './cursor.ts';
import type { Token, TokenType } from './lexer.ts';
import { parseNumberLiteral } from './number.ts';
import { unquoteGo } from './quote.ts';

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

/** A pipeline with its declarations, up to and with the closing token. */
export function parsePipeline(p: Parser, context: string, close: 'right' | ')'): Pipeline {
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

const PLAIN: ReadonlySet<Operand['kind']> = new Set<Operand['kind']>([
  'bool',
  'dot',
  'nil',
  'number',
  'string',
]);

/** Only the first stage of a pipeline may be a plain value. */
function checkStages(commands: readonly Command[]): void {
  for (let index = 1; index < commands.length; index++) {
    const first = commands[index]?.first;
    if (first && PLAIN.has(first.kind))
      fail(`non executable command in pipeline stage ${index + 1}`, first);
  }
}

function parseCommand(p: Parser): Command {
  const args: Operand[] = [];
  let first: Operand | undefined;
  let last: Operand | undefined;
  for (;;) {
    const operand = parseOperand(p);
    if (operand) {
      if (first) args.push(operand);
      else first = operand;
      last = operand;
    }
    const token = peekRaw(p);
    if (token.type === 'space') {
      p.at++;
      continue;
    }
    if (token.type === 'pipe') p.at++;
    else if (token.type !== 'right' && token.type !== ')') unexpected(token, 'operand');
    if (!first) fail('empty command', token);
    return { first, args, start: first.start, end: (last ?? first).end };
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
