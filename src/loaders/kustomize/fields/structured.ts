import { stringify } from 'yaml';
import { toPlain } from '../../../yaml/access.ts';
import { parseEmbedded } from '../../../yaml/embedded.ts';
import { type LocatedScalar, type LocatedValue, madeFrom } from '../../../yaml/located.ts';

/** The YAML or JSON that a text holds. */
export function parseStructured(scalar: LocatedScalar): LocatedValue | undefined {
  if (typeof scalar.value !== 'string') return undefined;
  const { documents, broken } = parseEmbedded(scalar);
  return broken ? undefined : documents[0]?.value;
}

/**
 * The text with other content, JSON as JSON: keys sorted, indented where it was.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/filters/replacement/replacement.go
 */
export function writeStructured(scalar: LocatedScalar, content: LocatedValue): LocatedScalar {
  const old = scalar.text.trim();
  const isJson = old.startsWith('{') || old.startsWith('[');
  const indent = old.includes('\n') && old.includes('  ') ? 2 : 0;
  const plain = toPlain(content);
  const text = isJson ? JSON.stringify(sorted(plain), null, indent) : stringify(plain).trim();
  const origin = madeFrom(scalar.origin, 'derived');
  return { kind: 'scalar', value: text, text, quoted: true, origin };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.assign(
    Object.create(null),
    Object.fromEntries(entries.map(([k, v]) => [k, sorted(v)])),
  );
}
