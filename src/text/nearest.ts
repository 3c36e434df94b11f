import { distance } from 'fastest-levenshtein';

/** Nobody mistypes longer names, and comparing them takes the product of their lengths. */
const MAX_LENGTH = 500;

/**
 * The known name closest to a mistyped one, or undefined when none is close enough to be meant:
 * a third of its length may differ.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    // The distance is at least the difference of the lengths.
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const d = distance(name.toLowerCase(), candidate.toLowerCase());
    if (d <= limit && (!best || d < best.distance)) best = { name: candidate, distance: d };
  }
  return best?.name;
}

/** `did you mean "x"?`, or undefined. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const best = nearest(name, known);
  return best === undefined ? undefined : `did you mean "${best}"?`;
}
