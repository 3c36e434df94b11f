import { FORMATS } from '../../helm/schema/formats.ts';
import { equalityKey, isArray, type JsonObject, member } from '../../helm/schema/json.ts';
import { numberFlaws, textFlaws } from '../../helm/schema/scalars.ts';
import type { Position, SchemaFlaw } from '../../model/schema/check.ts';
import { linearTest } from '../../template/go/re2.ts';
import type { Budget } from '../../template/go/stop.ts';
import { code, codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import type { LocatedScalar } from '../../yaml/located.ts';

/** Words that are listed in a message. */
const MOST_LISTED = 12;

/** Formats that the API server asks for and that are told apart here as it does. */
const ASKED: ReadonlySet<string> = new Set(['ipv4', 'ipv6', 'date', 'date-time']);

/**
 * What a schema refuses in a scalar of the right type: another word than its enum has, a number out of its bounds, a
 * text that its pattern or format does not take.
 */
export function scalarFlaws(
  scalar: LocatedScalar,
  schema: JsonObject,
  { kind, path, budget }: Position & { readonly budget: Budget },
): SchemaFlaw[] {
  const { value } = scalar;
  const flaw = (said: string, help?: string): SchemaFlaw => ({
    at: scalar,
    path,
    message: `${kind} ${code(path)} ${said}`,
    help,
  });
  const allowed = member(schema, 'enum');
  if (isArray(allowed)) {
    budget.spend(allowed.length);
    const key = equalityKey(value);
    if (allowed.some(item => equalityKey(item) === key)) return [];
    const words = allowed.flatMap(item => (item === null || item === '' ? [] : String(item)));
    const shown = words.length > MOST_LISTED ? [...words.slice(0, MOST_LISTED), '…'] : words;
    const meant = typeof value === 'string' ? nearest(value, words) : undefined;
    return [
      flaw(
        `is ${codes(shown, 'or')}, not ${code(scalar.text)}`,
        meant ? `Did you mean ${code(meant)}?` : undefined,
      ),
    ];
  }
  if (typeof value === 'number') {
    const isWhole = member(schema, 'type') !== 'integer' || Number.isInteger(value);
    const bounds = isWhole ? numberFlaws(schema, value, undefined) : [];
    return isWhole ? bounds.map(({ message }) => flaw(message)) : [flaw('must be a whole number')];
  }
  if (typeof value !== 'string') return [];
  const lengths = textFlaws(schema, value, undefined).map(({ message }) => flaw(message));
  if (lengths.length > 0) return lengths;
  const pattern = member(schema, 'pattern');
  if (typeof pattern === 'string' && !linearTest(pattern, value, budget))
    return [flaw(`must match ${code(pattern)}`)];
  const format = member(schema, 'format');
  const isOfFormat =
    typeof format === 'string' && ASKED.has(format) ? FORMATS.get(format)?.(value) : undefined;
  return isOfFormat === false ? [flaw(`must be a valid ${code(String(format))}`)] : [];
}
