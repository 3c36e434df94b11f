/** What a plain scalar is to go-yaml v2: the type that keeps a string from being written plainly. */
export type PlainType = 'string' | 'null' | 'bool' | 'int' | 'float' | 'timestamp' | 'merge';

export interface Resolved {
  readonly type: PlainType;
  readonly value: string | number | boolean | null;
}

const WORDS: ReadonlyMap<string, Resolved> = new Map([
  ...words('y Y yes Yes YES true True TRUE on On ON', { type: 'bool', value: true }),
  ...words('n N no No NO false False FALSE off Off OFF', { type: 'bool', value: false }),
  ...words('~ null Null NULL', { type: 'null', value: null }),
  ['', { type: 'null', value: null }] as const,
  ...words('.nan .NaN .NAN', { type: 'float', value: Number.NaN }),
  ...words('.inf .Inf .INF +.inf +.Inf +.INF', { type: 'float', value: Number.POSITIVE_INFINITY }),
  ...words('-.inf -.Inf -.INF', { type: 'float', value: Number.NEGATIVE_INFINITY }),
]);

function words(list: string, resolved: Resolved): (readonly [string, Resolved])[] {
  return list.split(' ').map(word => [word, resolved] as const);
}

const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(?:\.\d+)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::\d{2})?))?)?$/;

/**
 * Resolves a plain scalar as go-yaml v2 does, which Helm reads and writes YAML with.
 * https://github.com/yaml/go-yaml/blob/v2.4.0/resolve.go
 */
export function resolveGoYaml(text: string): Resolved {
  const first = text.charCodeAt(0);
  const word = WORDS.get(text);
  if (word) return word;
  const isNumeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!isNumeric) return { type: 'string', value: text };
  if (TIMESTAMP.test(text)) return { type: 'timestamp', value: text };
  const plain = text.replaceAll('_', '');
  if (INTEGER.test(plain)) {
    const value = integerOf(plain);
    if (value !== undefined) return { type: 'int', value };
  }
  if (FLOAT.test(plain)) {
    const value = Number(plain);
    if (Number.isFinite(value)) return { type: 'float', value };
  }
  return { type: 'string', value: text };
}

function integerOf(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1n : 1n;
  const digits = text.replace(/^[-+]/, '');
  const based = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  if (based.length > 70) return undefined;
  const value = BigInt(based) * sign;
  return value >= 2n ** 64n || value < -(2n ** 63n) ? undefined : Number(value);
}
