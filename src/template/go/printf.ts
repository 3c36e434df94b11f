import { formatFloat, formatValue, goExponent } from './format.ts';
import { quoteGo } from './quote.ts';
import { type Budget, spendText, tooLarge, unknowable } from './stop.ts';
import {
  type GoValue,
  isInteger,
  isList,
  isMap,
  isUnknowable,
  ordered,
  sortedKeys,
  typeName,
} from './value.ts';

/** Go's `fmt.Sprintln`. */
export function sprintln(values: readonly GoValue[], budget: Budget): string {
  return `${values.map(value => formatValue(value, budget)).join(' ')}\n`;
}

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly verb: string;
}

const MAX_WIDTH = 10_000;
const DIRECTIVE = /%([-+# 0]*)(\*|[0-9]+)?(?:\.(\*|[0-9]*))?([\s\S])?/gu;

/** Go's `fmt.Sprintf` for template values (https://pkg.go.dev/fmt). */
export function sprintf(format: string, values: readonly GoValue[], budget: Budget): string {
  let used = 0;
  let out = '';
  let last = 0;
  const star = (): number => {
    const value = values[used++];
    return isInteger(value)
      ? Number(value.value)
      : unknowable('printf with such a * is not evaluated');
  };
  for (const match of format.matchAll(DIRECTIVE)) {
    const [whole, flags = '', width, precision, verb] = match;
    out += format.slice(last, match.index);
    last = match.index + whole.length;
    if (verb === '[') unknowable('printf with argument indexes is not evaluated');
    if (verb === undefined) out += '%!(NOVERB)';
    const directive: Verb = {
      flags,
      width: width === '*' ? star() : Number(width ?? 0),
      precision:
        precision === '*' ? star() : precision === undefined ? undefined : Number(precision),
      verb: verb ?? '',
    };
    if (directive.width > MAX_WIDTH || (directive.precision ?? 0) > MAX_WIDTH) tooLarge('a width');
    if (verb === '%') out += '%';
    else if (verb !== undefined && used >= values.length) out += `%!${verb}(MISSING)`;
    else if (verb !== undefined)
      out += pad(formatVerb(values[used++], directive, budget), directive);
    spendText(budget, out.length);
  }
  out += format.slice(last);
  if (used < values.length) out += extra(values.slice(used), budget);
  return out;
}

const extra = (values: readonly GoValue[], budget: Budget): string =>
  `%!(EXTRA ${values
    .map(value =>
      value === undefined || value === null
        ? '<nil>'
        : `${typeName(value)}=${formatValue(value, budget)}`,
    )
    .join(', ')})`;

function pad(text: string, { flags, width }: Verb): string {
  const target = Math.abs(width);
  const missing = target - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-') || width < 0) return text + ' '.repeat(missing);
  const zeros = flags.includes('0') && /^[+-]?[0-9a-fA-F.]+(e[+-][0-9]+)?$/.test(text);
  if (!zeros) return ' '.repeat(missing) + text;
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function formatVerb(value: GoValue, verb: Verb, budget: Budget): string {
  if (isUnknowable(value)) unknowable(value.reason);
  if (verb.verb === 'T') return typeName(value);
  if (verb.verb === 'v' && verb.flags.includes('#')) unknowable('printf with %#v is not evaluated');
  if (value === undefined || value === null)
    return verb.verb === 'v' ? '<nil>' : `%!${verb.verb}(<nil>)`;
  if (verb.verb === 'v') return formatValue(value, budget);
  if (verb.flags.includes('#') || verb.flags.includes(' ')) {
    unknowable('printf with the flags # or space is not evaluated');
  }
  const inner: Verb = { ...verb, width: 0 };
  if (isList(value)) {
    return `[${ordered(value)
      .map(item => pad(formatElement(item, inner, budget), verb))
      .join(' ')}]`;
  }
  if (isMap(value)) {
    const parts = sortedKeys(value).map(
      key => `${formatVerb(key, inner, budget)}:${formatElement(value.get(key), inner, budget)}`,
    );
    return `map[${parts.join(' ')}]`;
  }
  return (
    scalar(value, verb, budget) ??
    `%!${verb.verb}(${typeName(value)}=${formatValue(value, budget)})`
  );
}

/** A nil inside a container prints plainly whatever the verb. */
const formatElement = (value: GoValue, verb: Verb, budget: Budget): string =>
  value === null ? '<nil>' : formatVerb(value, verb, budget);

function scalar(value: GoValue, verb: Verb, budget: Budget): string | undefined {
  budget.spend(1);
  if (typeof value === 'string') return stringVerb(value, verb);
  if (typeof value === 'boolean') return verb.verb === 't' ? String(value) : undefined;
  if (typeof value === 'number') return floatVerb(value, verb);
  return isInteger(value) ? integerVerb(value.value, verb) : unknowable('printf of such a value');
}

function stringVerb(value: string, { verb, precision }: Verb): string | undefined {
  const cut = precision === undefined ? value : [...value].slice(0, precision).join('');
  if (verb === 's') return cut;
  if (verb === 'q') return quoteGo(cut);
  const hex = Buffer.from(cut).toString('hex');
  if (verb === 'x') return hex;
  return verb === 'X' ? hex.toUpperCase() : undefined;
}

const RADIX: Readonly<Record<string, number>> = { d: 10, x: 16, X: 16, o: 8, b: 2 };

function integerVerb(value: bigint, { verb, flags, precision }: Verb): string | undefined {
  const radix = RADIX[verb];
  if (radix !== undefined) {
    const digits = (value < 0n ? -value : value).toString(radix).padStart(precision ?? 0, '0');
    const sign = value < 0n ? '-' : flags.includes('+') ? '+' : '';
    return sign + (verb === 'X' ? digits.toUpperCase() : digits);
  }
  const code = Number(value);
  const isRune = code >= 0 && code <= 0x10ffff;
  const char = String.fromCodePoint(isRune ? code : 0xfffd);
  if (verb === 'c') return char;
  if (verb === 'q') return quoteGo(char, "'");
  return verb === 'U' ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : undefined;
}

function floatVerb(value: number, { verb, flags, precision }: Verb): string | undefined {
  if (!Number.isFinite(value)) return 'fFeEgG'.includes(verb) ? formatFloat(value) : undefined;
  const sign = flags.includes('+') && value >= 0 ? '+' : '';
  const digits = Math.min(precision ?? 6, 100);
  if (verb === 'f' || verb === 'F') return sign + fixed(value, digits);
  if (verb === 'e') return sign + scientific(value, digits);
  if (verb === 'E') return (sign + scientific(value, digits)).toUpperCase();
  if (verb === 'g' && precision === undefined) return sign + formatFloat(value);
  return 'gG'.includes(verb) ? unknowable('printf with this %g is not evaluated') : undefined;
}

/** JS rounds and prints exactly below 1e21 only. */
const fixed = (value: number, digits: number): string =>
  Math.abs(value) < 1e21 ? value.toFixed(digits) : unknowable('printf of so large a number');

function scientific(value: number, digits: number): string {
  const text = value.toExponential(digits);
  const at = text.indexOf('e');
  return text.slice(0, at) + goExponent(Number(text.slice(at + 1)));
}
