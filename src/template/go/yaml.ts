import { parse } from 'yaml';
import { isTooDeep } from '../../yaml/depth.ts';
import { fromPlain } from './json.ts';
import { type Budget, fail, spendText } from './stop.ts';
import type { GoValue } from './value.ts';
import { emitYaml } from './yaml-emitter.ts';

/** A value as sigs.k8s.io/yaml writes it; error if it cannot be written. */
export const toYaml = (value: GoValue, budget: Budget): string => emitYaml(value, budget).text;

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
