import { distance } from 'fastest-levenshtein';
import { code, codes } from './code.ts';

/** Nobody mistypes longer names, and comparing them takes the product of their lengths. */
const MAX_LENGTH = 500;

const WORDS = /[^-._]+/g;

/**
 * The known name closest to a mistyped one, or undefined when none is close enough to be meant:
 * a third of its length may differ, and of several words half of each.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const limit = Math.max(1, Math.floor(name.length / 3));
  const lower = name.toLowerCase();
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    // The distance is at least the difference of the lengths.
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const d = distance(lower, candidate.toLowerCase());
    if (d <= limit && (!best || d < best.distance) && hasSameWords(lower, candidate.toLowerCase()))
      best = { name: candidate, distance: d };
  }
  return best?.name;
}

/** Whether each word of a name may be meant by its counterpart: `web-tls` is no slip for `web-secrets`. */
function hasSameWords(a: string, b: string): boolean {
  const [words, others] = [a.match(WORDS) ?? [], b.match(WORDS) ?? []];
  if (words.length < 2 || words.length !== others.length) return true;
  return words.every((word, i) => {
    const other = others[i] ?? '';
    const most = Math.max(1, Math.floor(Math.max(word.length, other.length) / 2));
    return distance(word, other) <= most || isSwapped(word, other);
  });
}

/** A question for a slip: Did you mean `x`? Undefined where no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const best = nearest(name, known);
  return best === undefined ? undefined : `Did you mean ${code(best)}?`;
}

/**
 * The known name that a single slip of the pen makes of another one: a letter too many, too few,
 * wrong or swapped with the next, or another case. Undefined for short names, of which many are alike.
 */
export function slipOf(name: string, known: Iterable<string>): string | undefined {
  if (name.length < 5 || name.length > MAX_LENGTH) return undefined;
  const lower = name.toLowerCase();
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    if (isSlip(lower, other)) return candidate;
  }
  return undefined;
}

/**
 * The known name that a single slip of the pen makes of another one, where people don't tell things apart by
 * so little: not by numbers (`disk1`, `disk2`), not by the letters of a short word (`db-rw`, `db-ro`).
 */
export const misspelt = (name: string, known: Iterable<string>): string | undefined =>
  slipOf(
    name,
    [...known].filter(
      candidate => candidate !== name && !isToldApart(name.toLowerCase(), candidate.toLowerCase()),
    ),
  );

function isToldApart(a: string, b: string): boolean {
  if (a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return true;
  const [words, others] = [a.match(WORDS) ?? [], b.match(WORDS) ?? []];
  return (
    words.length === others.length &&
    words.some((word, i) => {
      const other = others[i] ?? '';
      if (word === other) return false;
      return word.length === other.length
        ? word.length < 4
        : Math.max(word.length, other.length) < 3;
    })
  );
}

/** Did you mean `a` or `b`? All that a single slip of the pen makes of a name, else the nearest one. */
export function didYouMeanAny(name: string, known: readonly string[]): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const slips = known.filter(candidate => isSlip(name.toLowerCase(), candidate));
  if (slips.length === 0) return didYouMean(name, known);
  return `Did you mean ${codes(slips, 'or')}?`;
}

/** Whether a single slip of the pen makes one of the other, both in small letters. */
export const isSlip = (a: string, b: string): boolean =>
  Math.abs(a.length - b.length) <= 1 && (distance(a, b) <= 1 || isSwapped(a, b));

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return (
    a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2) && at >= 0
  );
}
