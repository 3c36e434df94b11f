/** The keys and indexes that lead to a value, the last one first. */
export interface Path {
  readonly step: string | number;
  readonly above: Path | undefined;
}

/** Something that a schema refuses, in the values. */
export interface Flaw {
  readonly path: Path | undefined;
  readonly keyword: string;
  /** What is wrong with the value, said of it: "must be …". */
  readonly message: string;
  /** What it would have to be, where that is all there is to say. */
  readonly wanted?: string;
  /** The key itself, where it is what is wrong. */
  readonly key?: string;
  /** Keys that the schema knows in its place. */
  readonly known?: readonly string[];
}

/**
 * What a schema says of a value: refused where there are flaws; else fine, unless a part of the schema
 * can't be read.
 */
export interface Verdict {
  readonly flaws: readonly Flaw[];
  readonly isUnknown: boolean;
  /** The keys or indexes of the value that the schema had to do with. */
  readonly seen: ReadonlySet<string | number>;
  /** Whether it may have had to do with others, too. */
  readonly isOpen: boolean;
}

const NONE: ReadonlySet<never> = new Set();

export const FINE: Verdict = { flaws: [], isUnknown: false, seen: NONE, isOpen: false };
export const UNKNOWN: Verdict = { flaws: [], isUnknown: true, seen: NONE, isOpen: true };

export const refused = (...flaws: Flaw[]): Verdict => ({ ...FINE, flaws });

/** A schema that holds and has to do with these keys or indexes. */
export const seeing = (seen: ReadonlySet<string | number>): Verdict => ({ ...FINE, seen });

export const isFine = ({ flaws, isUnknown }: Verdict): boolean => flaws.length === 0 && !isUnknown;
export const isRefused = ({ flaws }: Verdict): boolean => flaws.length > 0;

const isEmpty = ({ flaws, seen, isUnknown, isOpen }: Verdict): boolean =>
  flaws.length === 0 && seen.size === 0 && !isUnknown && !isOpen;

/** What several schemas say together, all of which have to hold. */
export function all(verdicts: readonly Verdict[]): Verdict {
  const telling = verdicts.filter(verdict => !isEmpty(verdict));
  const [only] = telling;
  if (telling.length < 2) return only ?? FINE;
  const seen = new Set<string | number>();
  for (const verdict of telling) for (const key of verdict.seen) seen.add(key);
  return {
    flaws: verdicts.flatMap(({ flaws }) => flaws),
    isUnknown: verdicts.some(({ isUnknown }) => isUnknown),
    seen,
    isOpen: verdicts.some(({ isOpen }) => isOpen),
  };
}

/** Alternatives, one of which has to hold. */
export function anyOf(verdicts: readonly Verdict[], otherwise: () => readonly Flaw[]): Verdict {
  const fine = verdicts.filter(isFine);
  const isOpen = !verdicts.every(verdict => isFine(verdict) || isRefused(verdict));
  if (fine.length > 0) return { ...all(fine), isOpen };
  return isOpen ? UNKNOWN : refused(...otherwise());
}

/** Alternatives, of which exactly one has to hold. */
export function oneOf(
  verdicts: readonly Verdict[],
  none: () => readonly Flaw[],
  several: () => Flaw,
): Verdict {
  const fine = verdicts.filter(isFine);
  const [only] = fine;
  if (fine.length > 1) return refused(several());
  if (!verdicts.every(verdict => isFine(verdict) || isRefused(verdict))) return UNKNOWN;
  return only ?? refused(...none());
}
