import { parse, stringify } from 'yaml';
import { isTooDeep } from '../../source/depth.ts';
import { fromPlain } from './json.ts';
import { type Budget, fail, spendText, unknowable } from './stop.ts';
import {
  type GoValue,
  isInteger,
  isList,
  isMap,
  isNilList,
  isObject,
  isUnknowable,
  ordered,
  sortedKeys,
} from './value.ts';

/**
 * A value as sigs.k8s.io/yaml writes it: sorted keys, sequences not indented. Quotes may be of the
 * other kind than Go's; what the text means is the same. Error if it cannot be written.
 */
export function toYaml(value: GoValue, budget: Budget): string {
  const text = stringify(toPlain(value, budget, 0), {
    version: '1.1',
    indentSeq: false,
    lineWidth: 0,
    aliasDuplicateObjects: false,
    // Else a Map would be written as an ordered map of YAML 1.1.
    customTags: tags => tags.filter(tag => typeof tag === 'string' || !tag.tag.endsWith(':omap')),
  });
  spendText(budget, text.length);
  return text.replace(/\n$/, '');
}

function toPlain(value: GoValue, budget: Budget, depth: number): unknown {
  budget.spend(2);
  if (depth > 100) fail('too large: data nested too deeply');
  if (isUnknowable(value)) unknowable(value.reason);
  if (isList(value) && isNilList(value)) return null;
  if (isList(value)) return ordered(value).map(item => toPlain(item, budget, depth + 1));
  if (isMap(value)) {
    return new Map(sortedKeys(value).map(key => [key, toPlain(value.get(key), budget, depth + 1)]));
  }
  if (isInteger(value)) return value.value;
  if (isObject(value)) return value.text;
  return value ?? null;
}

/** The first YAML document as data, numbers as float64; fails where the text is no YAML. */
export function parseYaml(text: string, budget: Budget): GoValue {
  spendText(budget, text.length * 16);
  if (isTooDeep(text)) fail('too large: data nested too deeply');
  let parsed: unknown;
  try {
    parsed = parse(text, {
      version: '1.1',
      mapAsMap: true,
      maxAliasCount: 100,
      logLevel: 'error',
    });
  } catch {
    fail('error converting YAML to JSON: yaml: invalid syntax');
  }
  return fromPlain(parsed, budget);
}
