import { type Place, type SourceText, startOf } from '../source/text.ts';
import { asMap, entriesAt, get, itemsAt } from '../yaml/access.ts';
import { type LocatedMap, type LocatedValue, type PathSegment, placeOf } from '../yaml/located.ts';
import { parseYaml } from '../yaml/parse.ts';
import { asYaml12 } from '../yaml/yaml-1-2.ts';
import type { PolicyFile, RuleSetting } from './policy.ts';
import type { PolicyError } from './policy-error.ts';
import { type PresetName, presets } from './presets.ts';
import { validatePolicy } from './validate.ts';

/** A name that the policy file itself writes, with its place. */
export interface NamedEntry {
  readonly name: string;
  readonly at: Place;
}

/** The names that the policy file itself has at a path; none where only the preset has them. */
export interface OwnEntries {
  /** The keys of a mapping. */
  keys(...path: readonly PathSegment[]): readonly NamedEntry[];
  /** The strings of a list. */
  items(...path: readonly PathSegment[]): readonly NamedEntry[];
  /** One string. */
  scalar(...path: readonly PathSegment[]): readonly NamedEntry[];
}

/** What the repository must agree with: a preset, overlaid by the policy file. */
export interface Policy extends PolicyFile {
  readonly preset: PresetName;
  /** The policy file's path as given or found, null when there is none. */
  readonly file: string | null;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Where the policy file pins a value; undefined when the preset does, or nobody. */
  place(...path: readonly PathSegment[]): Place | undefined;
  readonly entries: OwnEntries;
  /** Says who pins a value, for messages: the policy file or the preset. */
  source(...path: readonly PathSegment[]): string;
  /**
   * How a finding against a value weighs that describes one cluster: as its rule says (undefined) where the policy
   * file names the preset or pins the value; as advice where the layout of the repository chose the preset, since
   * nobody said then that this is that cluster.
   */
  weight(...path: readonly PathSegment[]): 'info' | undefined;
}

/** The directory that a policy file says is linted, relative to the file; read before all else. */
export function rootOf(file: SourceText): string | undefined {
  const root = get(parseYaml(file).documents[0]?.value, 'root');
  return root?.kind === 'scalar' && typeof root.value === 'string' ? root.value : undefined;
}

/**
 * Makes the policy from a policy file's text.
 *
 * @param file the policy file, undefined when there is none
 * @param fallback the preset for a file without `extends`, and for no file
 */
export function makePolicy(
  file: SourceText | undefined,
  fallback: PresetName,
): Policy | readonly PolicyError[] {
  if (!file) return resolve({}, undefined, fallback, null);
  const { documents, problems } = parseYaml(file);
  if (problems.length > 0) return problems;
  const value = documents[0]?.value;
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) {
    return resolve({}, undefined, fallback, file.path);
  }
  const located = asMap(value);
  if (!located) return [{ at: startOf(file), message: 'a policy file holds one mapping' }];
  // The `off` of a rule is a word in a policy, where a manifest's would be a boolean.
  const checked = validatePolicy(asYaml12(located));
  if ('errors' in checked) return checked.errors;
  return resolve(checked.policy, located, checked.policy.extends ?? fallback, file.path);
}

function resolve(
  own: PolicyFile,
  located: LocatedMap | undefined,
  preset: PresetName,
  file: string | null,
): Policy {
  const merged = mergePlain(presets[preset], own) as PolicyFile;
  const place = (...path: readonly PathSegment[]) => {
    const value = located && get(located, ...path);
    return value && placeOf(value);
  };
  return {
    ...merged,
    rules: merged.rules ?? {},
    preset,
    file,
    place,
    entries: entriesOf(located),
    source: (...path) => (place(...path) ? 'the policy file' : `the ${preset} policy`),
    weight: (...path) => (own.extends !== undefined || place(...path) ? undefined : 'info'),
  };
}

function entriesOf(located: LocatedMap | undefined): OwnEntries {
  const at = (path: readonly PathSegment[]) => located && get(located, ...path);
  const named = (value: LocatedValue | undefined): NamedEntry[] =>
    value?.kind === 'scalar' ? [{ name: value.text, at: placeOf(value) }] : [];
  return {
    keys: (...path) => entriesAt(at(path)).flatMap(({ key }) => named(key)),
    items: (...path) => itemsAt(at(path)).flatMap(named),
    scalar: (...path) => named(at(path)),
  };
}

type Mapping = { [key: string]: unknown };

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Mappings merge key by key, anything else is replaced; null takes a preset's entry away. */
function mergePlain(base: unknown, over: unknown): unknown {
  if (!isMapping(base) || !isMapping(over)) return over;
  // Without a prototype: `__proto__` is a key like any other.
  const result: Mapping = Object.assign(Object.create(null), base);
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete result[key];
    else result[key] = Object.hasOwn(base, key) ? mergePlain(base[key], value) : value;
  }
  return result;
}
