import type { ScalarTag } from 'yaml';
import { Schema } from 'yaml';
import type { Primitive } from './located.ts';

// Kubernetes, kustomize and Helm read YAML 1.1 scalars (`on`, `0755`, `1_000`), but neither its
// sexagesimal numbers nor its timestamps: see "Compatibility" in https://github.com/go-yaml/yaml.
const implicitTags: readonly ScalarTag[] = new Schema({
  schema: 'yaml-1.1',
  merge: false,
}).tags.filter(
  (tag): tag is ScalarTag =>
    'test' in tag &&
    tag.test !== undefined &&
    tag.default === true &&
    tag.format !== 'TIME' &&
    tag.tag !== 'tag:yaml.org,2002:timestamp',
);

const ignore = () => {};

/** What a plain (unquoted) scalar means to Kubernetes' YAML readers. */
export function resolvePlain(text: string): Primitive {
  if (text === '') return null;
  // Most scalars are words; only these beginnings can be anything else.
  if (!/^[-+.0-9~nNyYtTfFoO]/.test(text)) return text;
  // Of YAML 1.2, these readers know the octal numbers as well.
  const octal = /^([-+]?)0o([0-7]+)$/.exec(text);
  if (octal) return Number.parseInt(`${octal[1]}${octal[2]}`, 8);
  for (const tag of implicitTags) {
    if (!tag.test?.test(text)) continue;
    const value = tag.resolve(text, ignore, { intAsBigInt: false } as never) as unknown;
    const bare =
      typeof value === 'object' && value !== null ? (value as { value: unknown }).value : value;
    // The library takes a lone dot for a number.
    if (Number.isNaN(bare) && !/nan$/i.test(text)) return text;
    if (bare === null || typeof bare === 'number' || typeof bare === 'boolean') return bare;
  }
  return text;
}
