import { type Budget, fail, spendText, unknowable } from './stop.ts';
import {
  type GoValue,
  isInteger,
  isList,
  isMap,
  isNilList,
  isObject,
  isUnknowable,
  NIL_MAP,
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
export function toJson(value: GoValue, style: JsonStyle, budget: Budget, margin = '\n'): string {
  budget.spend(1);
  if (value === undefined || value === null) return 'null';
  if (isUnknowable(value)) unknowable(value.reason);
  if (typeof value === 'string') {
    spendText(budget, value.length);
    return jsonString(value, style.html);
  }
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : fail('json: unsupported value');
  }
  if (isInteger(value)) return String(value.value);
  if (isObject(value)) return jsonString(value.text, style.html);
  return container(value, style, budget, margin);
}

function container(value: GoValue, style: JsonStyle, budget: Budget, margin: string): string {
  const inner = margin + style.indent;
  if (inner.length > MAX_DEPTH * 2) fail('too large: data nested too deeply');
  const pretty = style.indent !== '';
  const wrap = (open: string, parts: readonly string[], close: string): string => {
    if (parts.length === 0) return open + close;
    const text = pretty
      ? open + inner + parts.join(`,${inner}`) + margin + close
      : open + parts.join(',') + close;
    spendText(budget, text.length);
    return text;
  };
  if (isList(value)) {
    if (isNilList(value)) return 'null';
    return wrap(
      '[',
      ordered(value).map(item => toJson(item, style, budget, inner)),
      ']',
    );
  }
  if (!isMap(value) || value === NIL_MAP) return 'null';
  const parts = sortedKeys(value).map(
    key =>
      `${jsonString(key, style.html)}:${pretty ? ' ' : ''}${toJson(value.get(key), style, budget, inner)}`,
  );
  return wrap('{', parts, '}');
}
