import { code } from '../../text/code.ts';
import { listing } from '../../text/plural.ts';
import { isArray, type Json } from './json.ts';
import type { Flaw, Path, Verdict } from './verdict.ts';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
};

const typeWord = (type: Json): string => TYPES[String(type)] ?? String(type);

type Said = Pick<Flaw, 'keyword' | 'message' | 'wanted'>;

/** What is said of a value of a wrong type. */
export function wrongType(types: readonly Json[], found: string): Said {
  const wanted = listing(types.map(typeWord), 'or');
  const what = found === 'boolean' ? 'a boolean' : typeWord(found);
  return { keyword: 'type', wanted, message: `must be ${wanted}, not ${what}` };
}

const MAX_LISTED = 12;

/** What is said of a value that is none of some. */
export function noneOf(keyword: string, allowed: readonly Json[]): Said {
  const shown = allowed.slice(0, MAX_LISTED).map(item => code(JSON.stringify(item)));
  const wanted = listing(allowed.length > MAX_LISTED ? [...shown, '…'] : shown, 'or');
  return { keyword, wanted, message: `must be ${wanted}` };
}

const OWN: ReadonlySet<string | undefined> = new Set(['type', 'const', 'enum', 'false']);

/**
 * What to say where no alternative holds: what is wrong with the only one that is for such a value at
 * all, or that there is none.
 */
export function closest(
  verdicts: readonly Verdict[],
  path: Path | undefined,
  keyword: string,
): readonly Flaw[] {
  const meant = verdicts.filter(
    ({ flaws }) => !flaws.some(flaw => flaw.path === path && OWN.has(flaw.keyword)),
  );
  const [only] = meant;
  if (only && meant.length === 1) return only.flaws;
  const wanted = verdicts.flatMap(({ flaws: [flaw, ...more] }) =>
    flaw?.wanted !== undefined && flaw.path === path && more.length === 0 ? [flaw.wanted] : [],
  );
  const message =
    wanted.length > 0 && wanted.length === verdicts.length
      ? `must be ${listing([...new Set(wanted)], 'or')}`
      : 'fits none of the forms that the schema allows';
  return [{ path, keyword, message }];
}

export const asList = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : isArray(value) ? value : [value];
