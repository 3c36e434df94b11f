import { formatFloat } from '../template/go/format.ts';
import { type Budget, fail } from '../template/go/stop.ts';
import {
  type GoMap,
  type GoValue,
  isInteger,
  isList,
  isMap,
  isObject,
  sortedKeys,
} from '../template/go/value.ts';

/**
 * Values as BurntSushi/toml writes them: keys sorted, plain ones before tables, floats with a point.
 * https://github.com/BurntSushi/toml/blob/v1.5.0/encode.go
 */
export function emitToml(value: GoValue, budget: Budget): string {
  if (!isMap(value)) return 'toml: top-level values must be Go maps or structs';
  const out: string[] = [];
  table(value, [], out, budget);
  return out.join('');
}

function table(map: GoMap, path: readonly string[], out: string[], budget: Budget): void {
  if (path.length > 100) fail('too large: data nested too deeply');
  const indent = '  '.repeat(Math.max(0, path.length - 1));
  const keys = sortedKeys(map);
  const isNested = (value: GoValue): boolean =>
    isMap(value) || (isList(value) && value.length > 0 && value.every(isMap));
  const inner = path.length > 0 ? `${indent}  ` : '';
  for (const key of keys) {
    const value = map.get(key);
    budget.spend(1);
    if (value === null || value === undefined || isNested(value)) continue;
    out.push(`${inner}${keyOf(key)} = ${inline(value, budget)}\n`);
  }
  for (const key of keys) {
    const value = map.get(key);
    const at = [...path, keyOf(key)];
    const margin = '  '.repeat(at.length - 1);
    if (isMap(value)) {
      out.push(`${out.length > 0 && at.length === 1 ? '\n' : ''}${margin}[${at.join('.')}]\n`);
      table(value, at, out, budget);
    } else if (isList(value) && isNested(value)) {
      for (const item of value) {
        out.push(`${out.length > 0 ? '\n' : ''}${margin}[[${at.join('.')}]]\n`);
        if (isMap(item)) table(item, at, out, budget);
      }
    }
  }
}

const keyOf = (key: string): string => (/^[\w-]+$/.test(key) ? key : quoted(key));

function inline(value: GoValue, budget: Budget): string {
  budget.spend(1);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    const text = formatFloat(value);
    return /[.e]/.test(text) ? text : `${text}.0`;
  }
  if (isInteger(value)) return String(value.value);
  if (isObject(value)) return quoted(value.text);
  if (isList(value)) return `[${value.map(item => inline(item, budget)).join(', ')}]`;
  if (isMap(value)) {
    const parts = sortedKeys(value).map(key => `${keyOf(key)} = ${inline(value.get(key), budget)}`);
    return `{${parts.join(', ')}}`;
  }
  return String(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
};

const quoted = (text: string): string =>
  `"${text.replace(
    /[\x00-\x1f"\\\x7f]/g,
    char => ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}"`;
