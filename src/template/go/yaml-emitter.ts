import { formatFloat } from './format.ts';
import { type Budget, fail, spendText, unknowable } from './stop.ts';
import {
  concatTraces,
  memberTrace,
  sliceTrace,
  type Trace,
  type TracedText,
  unionTrace,
} from './trace.ts';
import {
  compareStrings,
  type GoMap,
  type GoValue,
  isInteger,
  isList,
  isMap,
  isNilList,
  isNilMap,
  isObject,
  isUnknowable,
  ordered,
} from './value.ts';
import { resolveGoYaml } from './yaml-resolve.ts';

export interface YamlStyle {
  /** How far a list stands right of the key it belongs to. */
  readonly listIndent: 0 | 2;
  /** A number as it is written. */
  readonly number: (value: number) => string;
}

/** As sigs.k8s.io/yaml writes it, through JSON: whole numbers in full. */
const KUBERNETES: YamlStyle = { listIndent: 0, number: wholeOrFloat };
/** As go-yaml v3 writes with an indentation of two. */
export const PRETTY: YamlStyle = { listIndent: 2, number: formatFloat };

function wholeOrFloat(value: number): string {
  if (!Number.isFinite(value)) fail('json: unsupported value');
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63
    ? String(BigInt(value))
    : formatFloat(value);
}

interface Emitter {
  readonly style: YamlStyle;
  readonly budget: Budget;
  readonly out: TracedText[];
  column: number;
}

const MAX_DEPTH = 100;
/** go-yaml breaks lines behind this column, at spaces. */
const WIDTH = 80;

/**
 * A value as go-yaml writes it, down to quotes and line breaks: Helm's `toYaml` feeds checksums and
 * texts inside of ConfigMaps.
 * https://github.com/yaml/go-yaml/blob/v2.4.0/emitterc.go
 */
export function emitYaml(value: GoValue, budget: Budget, style = KUBERNETES): TracedText {
  return emitTraced(value, undefined, budget, style);
}

/** The same of a value that itself comes from somewhere. */
export function emitTraced(
  value: GoValue,
  trace: Trace,
  budget: Budget,
  style = KUBERNETES,
): TracedText {
  const emitter: Emitter = { style, budget, out: [], column: 0 };
  node(emitter, value, trace, { indent: 0, inside: 'root', depth: 0 });
  const text = emitter.out.map(part => part.text).join('');
  spendText(budget, text.length);
  return { text, trace: concatTraces(emitter.out) };
}

interface Where {
  /** The column of the keys or dashes that the value belongs to. */
  readonly indent: number;
  readonly inside: 'root' | 'map' | 'list';
  readonly depth: number;
}

function write(emitter: Emitter, text: string, trace?: Trace): undefined {
  emitter.out.push({ text, trace });
  const line = text.lastIndexOf('\n');
  emitter.column = line < 0 ? emitter.column + [...text].length : text.length - line - 1;
}

function newLine(emitter: Emitter, indent: number): void {
  write(emitter, `\n${' '.repeat(indent)}`);
}

/** Writes a value behind a `key:` or a `-`, or at the root. */
function node(emitter: Emitter, value: GoValue, trace: Trace, where: Where): void {
  emitter.budget.spend(2);
  if (where.depth > MAX_DEPTH) fail('too large: data nested too deeply');
  if (isUnknowable(value)) unknowable(value.reason);
  const gap = where.inside === 'root' ? '' : ' ';
  if (isMap(value) && value.size > 0) map(emitter, value, where);
  else if (isList(value) && value.length > 0) list(emitter, value, where);
  else if (isObject(value) && value.encoded) node(emitter, value.encoded, trace, where);
  else {
    const text = isMap(value)
      ? isNilMap(value)
        ? 'null'
        : '{}'
      : isList(value)
        ? isNilList(value)
          ? 'null'
          : '[]'
        : undefined;
    if (text !== undefined) write(emitter, gap + text);
    else {
      write(emitter, gap);
      scalar(emitter, value, trace, where);
    }
  }
}

function map(emitter: Emitter, value: GoMap, where: Where): void {
  const { inside, depth } = where;
  const indent = inside === 'root' ? 0 : where.indent + 2;
  let isFirst = true;
  for (const key of [...value.keys()].sort(compareKeys)) {
    if (!isFirst || inside === 'map') newLine(emitter, indent);
    else if (inside === 'list') write(emitter, ' ');
    isFirst = false;
    const trace = memberTrace(value, key);
    const text = keyText(key);
    const isSimple = text.length <= 128 && !key.includes('\n');
    write(emitter, isSimple ? text : `? ${text}`, unionTrace([trace]));
    if (!isSimple) newLine(emitter, indent);
    write(emitter, ':');
    node(emitter, value.get(key), trace, { indent, inside: 'map', depth: depth + 1 });
  }
}

function list(emitter: Emitter, value: GoValue, where: Where): void {
  if (!isList(value)) return;
  const { inside, depth } = where;
  const indent =
    inside === 'root' ? 0 : where.indent + (inside === 'map' ? emitter.style.listIndent : 2);
  for (const [index, item] of ordered(value).entries()) {
    if (index > 0 || inside === 'map') newLine(emitter, indent);
    else if (inside === 'list') write(emitter, ' ');
    write(emitter, '-');
    const trace = memberTrace(value, index);
    node(emitter, item, trace, { indent, inside: 'list', depth: depth + 1 });
  }
}

function keyText(key: string): string {
  if (key === '') return '""';
  const shape = analyse(key);
  if (key.includes('\n')) return doubleQuoted(key, undefined, 0);
  if (!canBePlain(key)) return doubleQuoted(key, undefined, 0);
  if (shape.plain) return key;
  return shape.single ? `'${key.replaceAll("'", "''")}'` : doubleQuoted(key, undefined, 0);
}

function scalar(emitter: Emitter, value: GoValue, trace: Trace, where: Where): undefined {
  const indent = where.inside === 'root' ? 2 : where.indent + 2;
  if (typeof value !== 'string') {
    const text =
      typeof value === 'number'
        ? emitter.style.number(value)
        : isInteger(value)
          ? String(value.value)
          : isObject(value)
            ? quotedText(value.text)
            : String(value ?? null);
    return write(emitter, text, unionTrace([trace]));
  }
  const shape = analyse(value);
  if (value.includes('\n')) {
    if (shape.block) return literal(emitter, value, trace, indent);
  } else if (value !== '' && canBePlain(value)) {
    if (shape.plain) return folded(emitter, value, trace, indent, false);
    if (shape.single) {
      write(emitter, "'");
      folded(emitter, value, trace, indent, true);
      return write(emitter, "'");
    }
  }
  if (value === '') return write(emitter, '""', unionTrace([trace]));
  const text = doubleQuoted(value, indent, emitter.column);
  const isVerbatim = text === `"${value}"`;
  if (!isVerbatim) return write(emitter, text, unionTrace([trace]));
  write(emitter, '"');
  write(emitter, value, trace);
  write(emitter, '"');
}

const quotedText = (text: string): string =>
  canBePlain(text) && analyse(text).plain ? text : doubleQuoted(text, undefined, 0);

const BASE60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

const canBePlain = (text: string): boolean =>
  resolveGoYaml(text).type === 'string' && !BASE60.test(text);

interface Shape {
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

/** What go-yaml takes for unprintable: controls, and all beyond the basic plane. */
const SPECIAL = /[\x00-\x09\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\u{10000}-\u{10ffff}]/u;
const isBlank = (char: string | undefined): boolean =>
  char === undefined || char === ' ' || char === '\t' || char === '\n';

/** Which ways of writing a text has (yaml_emitter_analyze_scalar). */
function analyse(text: string): Shape {
  if (text === '') return { plain: false, single: true, block: false };
  const isSpecial =
    SPECIAL.test(text) || /[\r\u0085\u2028\u2029]/.test(text) || text.includes(' \n');
  if (isSpecial) return { plain: false, single: false, block: false };
  const hasBreaks = text.includes('\n');
  const breakSpace = text.includes('\n ');
  const edges = /^[ \n]|[ \n]$/.test(text);
  return {
    plain: !hasBreaks && !edges && !hasIndicator(text),
    single: !breakSpace,
    block: !text.endsWith(' '),
  };
}

function hasIndicator(text: string): boolean {
  if (/^(?:---|\.\.\.)/.test(text) || /^[#,[\]{}&*!|>'"%@`]/.test(text)) return true;
  if (/^[?:-]/.test(text) && isBlank(text[1])) return true;
  return /:(?=[ \t\n]|$)/.test(text.slice(1)) || /[ \t\n]#/.test(text);
}

/** A plain or single-quoted text, broken at single spaces behind the width. */
function folded(
  emitter: Emitter,
  text: string,
  trace: Trace,
  indent: number,
  isQuoted: boolean,
): undefined {
  const shown = isQuoted ? text.replaceAll("'", "''") : text;
  if (emitter.column + shown.length <= WIDTH) {
    return write(emitter, shown, shown === text ? trace : unionTrace([trace]));
  }
  let spaces = false;
  let line = '';
  for (let i = 0; i < shown.length; i++) {
    const char = shown[i] ?? '';
    const mayBreak = char === ' ' && !spaces && (!isQuoted || (i > 0 && i < shown.length - 1));
    if (mayBreak && emitter.column + [...line].length > WIDTH && shown[i + 1] !== ' ') {
      write(emitter, line, unionTrace([trace]));
      newLine(emitter, indent);
      line = '';
    } else line += char;
    spaces = char === ' ';
  }
  write(emitter, line, unionTrace([trace]));
}

function literal(emitter: Emitter, text: string, trace: Trace, indent: number): undefined {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  write(emitter, `|${hint}${chomp}`);
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const pad = ' '.repeat(indent);
  let at = 0;
  for (const line of body.split('\n')) {
    write(emitter, line === '' ? '\n' : `\n${pad}`);
    if (line !== '') write(emitter, line, sliceTrace(trace, text.length, at, at + line.length));
    at += line.length + 1;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
  '\ufeff': '\\uFEFF',
};

/** Double quotes; broken at spaces behind the width where `indent` is given. */
function doubleQuoted(text: string, indent: number | undefined, column: number): string {
  let out = '"';
  let at = column + 1;
  let spaces = false;
  const chars = [...text];
  for (const [index, char] of chars.entries()) {
    const isInner = index > 0 && index < chars.length - 1;
    if (char === ' ' && indent !== undefined && !spaces && at > WIDTH && isInner) {
      const mark = chars[index + 1] === ' ' ? '\\' : '';
      out += `\n${' '.repeat(indent)}${mark}`;
      at = indent + mark.length;
      spaces = true;
      continue;
    }
    const shown = ESCAPES[char] ?? (SPECIAL.test(char) ? hex(char) : char);
    out += shown;
    at += shown.length;
    spaces = char === ' ';
  }
  return `${out}"`;
}

function hex(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** go-yaml's order of keys: digits by number, letters last (https://github.com/yaml/go-yaml/blob/v2.4.0/sorter.go). */
export function compareKeys(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  let digits = false;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i] ?? '';
    const y = b[i] ?? '';
    if (x === y) {
      digits = /\p{Nd}/u.test(x);
      continue;
    }
    const [xl, yl] = [/\p{L}/u.test(x), /\p{L}/u.test(y)];
    if (xl && yl) return compareStrings(x, y);
    if (xl || yl) return digits ? (xl ? -1 : 1) : xl ? 1 : -1;
    return compareNumbers(a, b, i) || compareStrings(x, y);
  }
  return a.length - b.length;
}

/** Where two keys differ, not at letters: by the numbers that stand there. */
function compareNumbers(a: readonly string[], b: readonly string[], at: number): number {
  const isDigit = (char: string | undefined): boolean => char !== undefined && /[0-9]/.test(char);
  let [an, bn] = [0, 0];
  if (a[at] === '0' || b[at] === '0') {
    for (let j = at - 1; j >= 0 && isDigit(a[j]); j--) {
      if (a[j] !== '0') {
        an = 1;
        bn = 1;
        break;
      }
    }
  }
  let ai = at;
  let bi = at;
  for (; isDigit(a[ai]); ai++) an = an * 10 + Number(a[ai]);
  for (; isDigit(b[bi]); bi++) bn = bn * 10 + Number(b[bi]);
  return an - bn || ai - bi;
}
