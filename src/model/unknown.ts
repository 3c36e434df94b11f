import type { Place } from '../source/text.ts';
import { isNamespaced } from './kinds.ts';
import type { ObjectKey } from './resource.ts';

/**
 * Something that can't be read (a file that is missing, a remote base, a chart without source, a
 * plugin, another repository), with what it could make. A lookup that lies outside of that is
 * answered all the same.
 */
export interface Unknown {
  /** Where it is mentioned. */
  readonly at: Place;
  /** What it is, as a clause: `pvc.yml is missing`, `the chart grafana may make it`. */
  readonly reason: string;
  /** The kinds it could make; undefined: any. */
  readonly kinds?: ReadonlySet<string>;
  /** Kinds of the whole cluster that it makes by habit; of others it would have to be told. */
  readonly habit?: ReadonlySet<string>;
  /** Kinds of which everything that it makes is known. */
  readonly except?: ReadonlySet<string>;
  /** The namespaces it keeps to; undefined: wherever what mentions it is deployed. */
  readonly namespaces?: ReadonlySet<string> | ((namespace: string) => boolean);
  /** Further namespaces that it may write to, besides those where it is deployed. */
  readonly elsewhere?: (namespace: string) => boolean;
  /**
   * Whether it would give an object such a name: `alike`, where the name has something of its own, but is said
   * nowhere. Undefined: in its namespaces any.
   */
  readonly mayName?: (name: string, kind: string) => boolean | 'alike';
  /** Whether it counts for names only: it tells nothing of whether there is any object of a kind. */
  readonly onlyNamed?: true;
  /** Names that objects of it have for sure: what is a letter off one of them is a slip. */
  readonly names?: ReadonlySet<string>;
  /** The file that was probably meant, where one is missing: nothing more is to be said of it. */
  readonly meant?: string;
  /** It may read any file below the directory that mentions it. */
  readonly readsFiles?: true;
  /** Its names are known so well, of all kinds or of these, that it certainly makes none of others. */
  readonly strict?: true | ReadonlySet<string>;
}

/**
 * How probable it is that something unread makes an object: `may`; `unlikely`, where it would have to
 * break its habits; `no`, where it can't.
 */
export type Chance = 'may' | 'unlikely' | 'no';

/** What is looked for; without a name any object of the kind. */
export type Sought = Omit<ObjectKey, 'name'> & { readonly name?: string | undefined };

/**
 * Whether something unread could make an object.
 *
 * @param destination the namespace that objects without one get; undefined where that isn't known
 */
export function chanceOf(unknown: Unknown, sought: Sought, destination?: string): Chance {
  const { kinds, habit = kinds, except, mayName, onlyNamed, strict } = unknown;
  const { kind, name } = sought;
  if (name === undefined && onlyNamed) return 'no';
  if ((kinds && !kinds.has(kind)) || except?.has(kind)) return 'no';
  if (!reaches(unknown, sought, destination)) return 'no';
  if (mayName && name !== undefined)
    return mayName(name, kind) ? 'may' : isStrict(strict, kind) ? 'no' : 'unlikely';
  return isOfCluster(sought) && !habit?.has(kind) ? 'unlikely' : 'may';
}

export const isStrict = (strict: Unknown['strict'], kind: string): boolean =>
  strict === true || (strict?.has(kind) ?? false);

/** Whether an object of that namespace is within reach; those of the whole cluster always are. */
export function reaches(
  { namespaces, elsewhere }: Pick<Unknown, 'namespaces' | 'elsewhere'>,
  sought: Pick<Sought, 'group' | 'kind' | 'namespace'>,
  destination?: string,
): boolean {
  if (isOfCluster(sought) || sought.namespace === undefined) return true;
  if (typeof namespaces === 'function') return namespaces(sought.namespace);
  if (namespaces) return namespaces.has(sought.namespace);
  if (destination === undefined || destination === sought.namespace) return true;
  return elsewhere?.(sought.namespace) ?? false;
}

/** Whether something unread may make an object because that very name is said. */
export const isTold = ({ mayName }: Unknown, { name, kind }: Sought): boolean =>
  name !== undefined && mayName?.(name, kind) === true;

const isOfCluster = ({ group, kind, namespace }: Pick<Sought, 'group' | 'kind' | 'namespace'>) =>
  isNamespaced(group, kind) === false || namespace === undefined;

/** Makes no objects at all: what it leaves open is how others end up. */
export const NO_KINDS: ReadonlySet<string> = new Set();

/** Whether a name carries one of some words; words of one or two letters must stand alone. */
export const carries = (name: string, words: readonly string[]): false | 'alike' =>
  words.some(word =>
    word.length > 2 ? name.includes(word) : word !== '' && name.split(/[-._]/).includes(word),
  ) && 'alike';
