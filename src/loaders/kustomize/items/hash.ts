import { createHash } from 'node:crypto';
import { get, toPlain } from '../../../yaml/access.ts';
import type { LocatedMap } from '../../../yaml/located.ts';
import { text } from './item.ts';

/**
 * The suffix that a generated object's name gets: ten characters of the SHA-256 of its content,
 * without the digits and vowels that could spell words.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/hasher/hasher.go
 */
export function hashSuffix(object: LocatedMap): string {
  const kind = text(object, 'kind');
  const field = (name: string): unknown => {
    const value = get(object, name);
    if (!value) return '';
    return value.kind === 'scalar' ? value.text : toPlain(value);
  };
  const content: Record<string, unknown> = {
    kind,
    name: '', // kustomize looks for a field of the name `metadata/name`, which never is there
    data: field('data'),
  };
  const binary = kind === 'Secret' ? 'stringData' : 'binaryData';
  if (kind === 'Secret') content.type = text(object, 'type');
  if (get(object, binary)?.kind === 'map') content[binary] = field(binary);
  const digest = createHash('sha256').update(goJson(content)).digest('hex');
  return digest.slice(0, 10).replace(/[013ae]/g, letter => SAFE[letter] ?? letter);
}

const SAFE: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

/** JSON as Go writes it: keys sorted, HTML characters escaped. */
function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${goJson(key)}:${goJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]|\\b|\\f/g,
    found => GO_ESCAPES[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const GO_ESCAPES: Readonly<Record<string, string>> = { '\\b': '\\b', '\\f': '\\f' };
