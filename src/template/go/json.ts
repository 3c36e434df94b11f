import { type Budget, fail, spendText, unknowable } from './stop.ts';
import { concatTraces, memberTrace, type Trace, type TracedText, unionTrace } from './trace.ts';
import {
  type GoList,
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
  sortedKeys,
} from './value.ts';

/** Depth beyond which neither side of a conversion goes. */
const MAX_DEPTH = 500;

/** Parsed JSON-like data as a template value; keys of any name are harmless. */
export function fromPlain(value: unknown, budget: Budget, depth = 0): GoValue {
  if (depth > MAX_DEPTH) fail('too large: data nested too deeply');
  budget.spend(1);
  if (Array.isArray(value)) return value.map(item => fromPlain(item, budget, depth + 1));
  if (value instanceof Map) return fromEntries([...value], budget, depth);
  if (typeof value === 'object' && value !== null) {
    return fromEntries(Object.entries(value), budget, depth);
  }
  const isScalar =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? value : null;
}

function fromEntries(entries: [unknown, unknown][], budget: Budget, depth: number): GoValue {
  const map = new Map<string, GoValue>();
  for (const [key, item] of entries) map.set(String(key), fromPlain(item, budget, depth + 1));
  return map;
}

/** Go's `json.Unmarshal`; undefined where the text is no JSON. */
export function parseJson(text: string, budget: Budget): GoValue {
  spendText(budget, text.length);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return fromPlain(parsed, budget);
}

const HTML_SENSITIVE = /[<>&\u2028\u2029]/g;
const LINE_SEPARATORS = /[\u2028\u2029]/g;

const escapeUnit = (char: string): string =>
  `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

function jsonString(text: string, html: boolean): string {
  return JSON.stringify(Buffer.from(text).toString()).replace(
    html ? HTML_SENSITIVE : LINE_SEPARATORS,
    escapeUnit,
  );
}

export interface JsonStyle {
  /** Whether `<`, `>` and `&` are escaped, as Go does by default. */
  readonly html: boolean;
  /** Indentation of one level; empty for the compact form. */
  readonly indent: string;
}

/** Go's `json.Marshal`: sorted keys. */
export const toJson = (value: GoValue, style: JsonStyle, budget: Budget): string =>
  tracedJson(value, undefined, style, budget).text;

interface Emitter {
  readonly style: JsonStyle;
  readonly budget: Budget;
  readonly out: TracedText[];
  length: number;
}

/** The same with where its characters come from: each member from where it was written. */
export function tracedJson(
  value: GoValue,
  trace: Trace,
  style: JsonStyle,
  budget: Budget,
): TracedText {
  const emitter: Emitter = { style, budget, out: [], length: 0 };
  emit(emitter, value, trace, '\n');
  return { text: emitter.out.map(part => part.text).join(''), trace: concatTraces(emitter.out) };
}

function write(emitter: Emitter, text: string, trace?: Trace): undefined {
  emitter.length += text.length;
  spendText(emitter.budget, emitter.length);
  emitter.out.push({ text, trace });
}

function emit(emitter: Emitter, value: GoValue, trace: Trace, margin: string): void {
  emitter.budget.spend(1);
  if (isUnknowable(value)) unknowable(value.reason);
  if (isList(value)) emitList(emitter, value, margin);
  else if (isMap(value)) emitMap(emitter, value, margin);
  else if (isObject(value) && value.encoded)
    emitMap(emitter, value.encoded, margin, [...value.encoded.keys()]);
  else {
    const text = scalar(value, emitter.style);
    write(emitter, text, unionTrace([trace]));
  }
}

function scalar(value: GoValue, { html }: JsonStyle): string {
  if (typeof value === 'string') return jsonString(value, html);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number')
    return Number.isFinite(value) ? String(value) : fail('json: unsupported value');
  if (isInteger(value)) return String(value.value);
  return isObject(value) ? jsonString(value.text, html) : 'null';
}

function emitList(emitter: Emitter, list: GoList, margin: string): undefined {
  if (isNilList(list)) return write(emitter, 'null');
  const items = ordered(list).map(
    (item, index) => (inner: string) => emit(emitter, item, memberTrace(list, index), inner),
  );
  wrap(emitter, '[]', items, margin);
}

function emitMap(emitter: Emitter, map: GoMap, margin: string, keys = sortedKeys(map)): undefined {
  if (isNilMap(map)) return write(emitter, 'null');
  const gap = emitter.style.indent === '' ? ':' : ': ';
  const entries = keys.map(key => (inner: string) => {
    write(emitter, jsonString(key, emitter.style.html) + gap, unionTrace([memberTrace(map, key)]));
    emit(emitter, map.get(key), memberTrace(map, key), inner);
  });
  wrap(emitter, '{}', entries, margin);
}

function wrap(
  emitter: Emitter,
  brackets: string,
  parts: readonly ((inner: string) => void)[],
  margin: string,
): undefined {
  const { indent } = emitter.style;
  const inner = margin + indent;
  if (inner.length > MAX_DEPTH * 2) fail('too large: data nested too deeply');
  if (parts.length === 0) return write(emitter, brackets);
  const isPretty = indent !== '';
  write(emitter, brackets.charAt(0) + (isPretty ? inner : ''));
  for (const [index, part] of parts.entries()) {
    if (index > 0) write(emitter, isPretty ? `,${inner}` : ',');
    part(inner);
  }
  write(emitter, (isPretty ? margin : '') + brackets.charAt(1));
}
