import type { Place, SourceText } from '../source/text.ts';
import { code } from '../text/code.ts';
import { asMap, entriesAt, get, itemsAt } from '../yaml/access.ts';
import { type LocatedMap, type LocatedValue, type PathSegment, placeOf } from '../yaml/located.ts';
import { parseYaml } from '../yaml/parse.ts';
import { type PolicyChain, type PolicyReader, presetLayer, readChain } from './extends.ts';
import { type Layer, lastWith, merged, placeIn } from './layers.ts';
import type { PolicyFile, Scope } from './policy.ts';
import type { PolicyError } from './policy-error.ts';
import type { PresetName } from './presets.ts';
import { SCOPE_KEYS, type Subject, scopeMatcher } from './scope.ts';
import { type Setting, settingIn } from './settings.ts';

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

/** A layer that holds only for what it names. */
export interface ScopedLayer {
  readonly layer: Layer;
  readonly scope: Scope;
  readonly matches: (subject: Subject) => boolean;
}

/** What the repository must agree with: a preset, overlaid by the policy file. */
export interface Policy extends Omit<PolicyFile, 'extends' | 'overrides'> {
  readonly preset: PresetName;
  /** The policy file's path as given or found, null when there is none. */
  readonly file: string | null;
  /** All that the policy was made of, the lowest first. */
  readonly layers: readonly Layer[];
  /** What holds for parts of the repository only; the last that matches wins. */
  readonly scoped: readonly ScopedLayer[];
  /** What it says of a rule. */
  setting(rule: string): Setting;
  /** The policy with what some of the scoped layers say, by their numbers in order. */
  within(scoped: readonly number[]): Policy;
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
 * @param fallback the preset where the file and what it extends name none, and for no file
 * @param read reads the files that it extends; by default there are none
 */
export function makePolicy(
  file: SourceText | undefined,
  fallback: PresetName,
  read: PolicyReader = () => ({ refused: 'no files are read here' }),
): Policy | readonly PolicyError[] {
  if (!file) {
    const nothing = { layers: [], preset: undefined, located: undefined, own: {} };
    return resolve(nothing, fallback, null);
  }
  const chain = readChain(file, read);
  return 'errors' in chain ? chain.errors : resolve(chain, fallback, file.path);
}

function resolve(
  { layers, preset: named, located }: PolicyChain,
  fallback: PresetName,
  file: string | null,
): Policy {
  const preset = named ?? fallback;
  const all = named === undefined ? [presetLayer(fallback, true), ...layers] : layers;
  const scoped = all.flatMap(scopedIn);
  const known = new Map<string, Policy>();
  const under = (numbers: readonly number[]): Policy => {
    const key = numbers.join();
    const before = known.get(key);
    if (before) return before;
    const over = numbers.flatMap(number => scoped[number]?.layer ?? []);
    const made = of([...all, ...over]);
    known.set(key, made);
    return made;
  };
  const of = (own: readonly Layer[]): Policy => {
    const { extends: _, overrides: __, ...value } = merged(own);
    const place = (...path: readonly PathSegment[]) => placeIn(own, path);
    return {
      ...value,
      preset,
      file,
      layers: own,
      scoped,
      setting: rule => settingIn(own, rule),
      within: under,
      place,
      entries: entriesOf(located),
      source: (...path) =>
        lastWith(own, path)?.name ??
        `the preset ${code(preset)}${named === undefined ? ' (chosen by layout)' : ''}`,
      weight: (...path) => (named !== undefined || place(...path) ? undefined : 'info'),
    };
  };
  return under([]);
}

/** The overrides that a layer brings. */
function scopedIn({ name, file, value, located }: Layer): ScopedLayer[] {
  const overrides = 'overrides' in value ? (value.overrides ?? []) : [];
  return overrides.map((override, number) => {
    const scope = Object.fromEntries(
      SCOPE_KEYS.flatMap(key => (override[key] === undefined ? [] : [[key, override[key]]])),
    );
    const parts = Object.entries(override).filter(([key]) => !Object.hasOwn(scope, key));
    const written = get(located, 'overrides', number);
    return {
      layer: { name, file, value: Object.fromEntries(parts), located: asMap(written) },
      scope,
      matches: scopeMatcher(scope),
    };
  });
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
