import { fail } from './add.ts';
import { charged } from './budget.ts';
import { isUnsigned } from './equality.ts';

const CLAUSE = /%(?:(%)|(?:\.(\d{1,3}))?([a-zA-Z])|)/g;
const LONGEST = 1_000_000;
/** So many characters cost what an item of a list does. */
const CHARACTERS = 100;

/**
 * A text with its clauses filled in: `%s`, `%d`, `%f`, `%b`, `%o`, `%x`, `%X` and `%%`. Versions of Kubernetes write
 * lists, maps, `%e` and what is no number in different ways: of those there is no answer.
 *
 * @throws where a clause is none, lacks its argument, or has one that it is not for
 * @see https://pkg.go.dev/github.com/google/cel-go/ext#Strings
 */
export function formatted(template: string, values: readonly unknown[]): string {
  let next = 0;
  const text = template.replace(CLAUSE, (_, percent?: string, digits?: string, clause = '') => {
    if (percent) return '%';
    if (next >= values.length) return fail(`index ${next} out of range`);
    const format = CLAUSES[clause];
    if (!format) return fail(`unrecognized formatting clause "${clause}"`);
    const written = format(values[next++], digits === undefined ? 6 : Number(digits));
    charged(written.length / CHARACTERS);
    return written;
  });
  return text.length > LONGEST ? fail('the text would be too long') : text;
}

type Format = (value: unknown, digits: number) => string;

const CLAUSES: Readonly<Record<string, Format>> = {
  __proto__: null as never,
  s: spoken,
  d: value => String(integer(value)),
  f: (value, digits) => real(value, number => fixed(number, digits)),
  b: value => (typeof value === 'boolean' ? String(Number(value)) : integer(value).toString(2)),
  o: value => integer(value).toString(8),
  x: hex,
  X: value => hex(value).toUpperCase(),
};

function integer(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  return isUnsigned(value) ? value.valueOf() : fail('the clause is for integers');
}

function real(value: unknown, write: (number: number) => string): string {
  return typeof value === 'number' && Number.isFinite(value)
    ? write(value)
    : fail('the clause is for doubles');
}

function hex(value: unknown): string {
  if (typeof value === 'string') return Buffer.from(value).toString('hex');
  return value instanceof Uint8Array
    ? Buffer.from(value).toString('hex')
    : integer(value).toString(16);
}

/** As Go rounds: what lies exactly between two goes to the even one. All digits of a double fit in a hundred. */
function fixed(value: number, digits: number): string {
  if (digits > 50 || Math.abs(value) >= 1e21) return fail('the number has too many digits');
  const rounded = value.toFixed(digits);
  const rest = Math.abs(value)
    .toFixed(100)
    .slice(-(100 - digits));
  const isHalf = /^50*$/.test(rest);
  if (!isHalf || /[02468]$/.test(rounded)) return rounded;
  const down = Math.abs(value)
    .toFixed(100)
    .slice(0, -(100 - digits))
    .replace(/\.$/, '');
  return `${value < 0 ? '-' : ''}${down}`;
}

/** A value as `%s` has it. */
function spoken(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return `${value}`;
  if (typeof value === 'string') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) && !/e/.test(String(value))
      ? String(value)
      : fail('the number is not written with digits alone');
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Date) return value.toISOString().replace(/\.?0*Z$/, 'Z');
  const name = (value as object).constructor.name;
  if (name === 'Type') return String(value).replace(/^Type<(.*)>$/, '$1');
  return name === 'Duration' || isUnsigned(value)
    ? String(value)
    : fail('the clause is not for such a value');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** A text in quotes, what is not printed escaped. */
export const quoted = (text: string): string =>
  `"${text.replace(/[\u0007\b\f\n\r\t\v\\"]/g, character => ESCAPES[character] ?? character)}"`;
