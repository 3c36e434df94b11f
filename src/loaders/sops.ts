import { once } from '../model/once.ts';
import type { IdleSopsRule, SopsFile, SopsSelection } from '../model/sops.ts';
import { basename, dirname, isWithin } from '../source/tree.ts';
import { compileRegex } from '../template/go/regex.ts';
import { createBudget } from '../template/go/stop.ts';
import { isPlaceholder } from '../text/placeholder.ts';
import { asMap, getMap, getString, itemsAt, textAt } from '../yaml/access.ts';
import { without } from '../yaml/build.ts';
import type { LocatedEntry, LocatedMap, LocatedValue } from '../yaml/located.ts';
import type { Sources } from '../yaml/sources.ts';

const CONFIG = '.sops.yaml';
/** `secret.sops.yaml`, but not the configuration itself. */
const ENCRYPTED_NAME = /[^/]\.sops\.(ya?ml|json)$/;

/**
 * The files that SOPS encrypts, by their name, with what of them is in the clear.
 *
 * @see https://github.com/getsops/sops/blob/v3.11.0/sops.go: `shouldBeEncrypted`
 * @see https://getsops.io/docs/#using-sopsyaml-conf-to-select-kms-pgp-and-age-for-new-files
 */
export function sopsFiles(sources: Sources, isLinted: (path: string) => boolean): SopsFile[] {
  const named = sources.tree.files.filter(path => ENCRYPTED_NAME.test(path) && isLinted(path));
  return named.flatMap(path => sopsFile(sources, path) ?? []);
}

function sopsFile(sources: Sources, path: string): SopsFile | undefined {
  const { documents, broken } = sources.parse(path);
  const maps = documents.flatMap(({ value }) => asMap(value) ?? []);
  if (broken || maps.length === 0) return undefined;
  const rule = creationRule(sources, path);
  const bare = maps.find(map => !getMap(map, 'sops'));
  if (!bare) {
    const clear = maps.flatMap(map => clearValues(map, selectionOf(map, rule)));
    return { path, unencrypted: undefined, clear };
  }
  // Without values it is a template for the file to be: whoever fills it in encrypts it.
  const isSecret: SopsSelection = path => mayBeSecret(bare, path) && ALL(path);
  return clearValues(bare, selectedBy(rule) ?? isSecret).length > 0
    ? { path, unencrypted: bare, clear: [] }
    : undefined;
}

/**
 * The values in a file that SOPS encrypts: its keys are in the clear, the texts of others are `ENC[…]`.
 *
 * @returns undefined where the whole file was encrypted as one text
 */
export function decryptable(document: LocatedMap): LocatedMap | undefined {
  if (!getMap(document, 'sops')) return document;
  const values = without(document, 'sops');
  const isBinary = values.entries.size === 1 && isSealed(values.entries.get('data')?.value);
  return isBinary ? undefined : values;
}

const isSealed = (value: LocatedValue | undefined): boolean =>
  value?.kind === 'scalar' && value.text.startsWith('ENC[');

/** Whether SOPS encrypts anything of a value: what it is can't be known. */
export function hasSealed(value: LocatedValue): boolean {
  if (value.kind === 'scalar') return isSealed(value);
  return value.kind === 'map'
    ? [...value.entries.values()].some(entry => hasSealed(entry.value))
    : value.items.some(hasSealed);
}

/**
 * The rules that are for no file, of configurations below which encrypted files lie that no rule is for: one of them
 * was meant. `sops` refuses to encrypt or to update the keys of those files.
 *
 * @see https://getsops.io/docs/#using-sopsyaml-conf-to-select-kms-pgp-and-age-for-new-files
 */
export function idleSopsRules(sources: Sources): IdleSopsRule[] {
  const { files } = sources.tree;
  const configs = configsIn(sources);
  return configs.flatMap(config => {
    const folder = dirname(config);
    const below = files.filter(
      path => isWithin(path, folder) && nearestOf(configs, path) === config,
    );
    const rules = itemsAt(sources.parse(config).documents[0]?.value, 'creation_rules');
    const patterns = rules.map(item => getString(item, 'path_regex'));
    if (patterns.includes(undefined)) return [];
    const isFor = (pattern: string, path: string) =>
      matches(pattern, relativeTo(config, path)) !== false;
    // One for what comes through a pipe is for no file of the tree.
    const texts = patterns.flatMap(item => (item && !/^\^?\/dev\//.test(item.text) ? [item] : []));
    const left = below.filter(
      path =>
        /\.(?:ya?ml|json)$/.test(path) &&
        !texts.some(({ text }) => isFor(text, path)) &&
        isEncrypted(sources, path),
    );
    if (left.length === 0) return [];
    return texts.flatMap(at => (below.some(path => isFor(at.text, path)) ? [] : [{ at, left }]));
  });
}

const isEncrypted = (sources: Sources, path: string): boolean =>
  /"?sops"?:/.test(sources.text(path)?.text ?? '') &&
  sources.parse(path).documents.some(({ value }) => getMap(value, 'sops') !== undefined);

/** The first rule that is for a path, of the nearest configuration above it. */
function creationRule(sources: Sources, path: string): LocatedMap | undefined {
  const nearest = nearestOf(configsIn(sources), path);
  if (nearest === undefined) return undefined;
  const value = sources.parse(nearest).documents[0]?.value;
  const rule = itemsAt(value, 'creation_rules').find(item => {
    const pattern = textAt(item, 'path_regex');
    return pattern === undefined || matches(pattern, relativeTo(nearest, path)) !== false;
  });
  return asMap(rule);
}

/** The configurations of a repository, the deepest first. */
const configsIn = once(({ tree }: Sources): readonly string[] =>
  tree.files.filter(file => basename(file) === CONFIG).sort((a, b) => b.length - a.length),
);

const nearestOf = (configs: readonly string[], path: string): string | undefined =>
  configs.find(config => isWithin(path, dirname(config)));

/** A path as the rules of a configuration have it. */
const relativeTo = (config: string, path: string): string =>
  path.slice(config.length - CONFIG.length);

/** Whether a Go regular expression matches; undefined where nobody here can tell. */
function matches(pattern: string, text: string): boolean | undefined {
  try {
    return compileRegex(pattern, text.length, createBudget()).test(text);
  } catch {
    return undefined;
  }
}

/**
 * What the metadata of an encrypted document selects, and the creation rule besides it. A rule without a
 * selection adds nothing: it selects all, but only of files that are encrypted anew. Nor does one make a
 * secret of what an object is called or does: of objects it adds what a Secret holds.
 */
function selectionOf(document: LocatedMap, rule: LocatedMap | undefined): SopsSelection {
  const own = selectedBy(getMap(document, 'sops')) ?? ALL;
  const ruled = selectedBy(rule) ?? NONE;
  const isRuled: SopsSelection = path => (mayBeSecret(document, path) ? ruled(path) : false);
  return path => any([own, isRuled].map(isSelected => isSelected(path)));
}

/** Whether a value could be one: any outside objects, in objects what a Secret holds. */
const mayBeSecret = (document: LocatedMap, [section = '']: readonly string[]): boolean =>
  textAt(document, 'apiVersion') === undefined ||
  (textAt(document, 'kind') === 'Secret' && ['data', 'stringData'].includes(section));

const ALL: SopsSelection = path => !path.some(key => key.endsWith('_unencrypted'));
const NONE: SopsSelection = () => false;

function selectedBy(rule: LocatedMap | undefined): SopsSelection | undefined {
  const at = (key: string) => textAt(rule, key);
  if (at('encrypted_comment_regex') ?? at('unencrypted_comment_regex')) return () => undefined;
  const suffix = at('encrypted_suffix');
  if (suffix !== undefined) return path => path.some(key => key.endsWith(suffix));
  const regex = at('encrypted_regex');
  if (regex !== undefined) return path => any(path.map(key => matches(regex, key)));
  const clearRegex = at('unencrypted_regex');
  if (clearRegex !== undefined) return path => not(any(path.map(key => matches(clearRegex, key))));
  const clearSuffix = at('unencrypted_suffix');
  return clearSuffix === undefined
    ? undefined
    : path => !path.some(key => key.endsWith(clearSuffix));
}

const any = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;

const not = (answer: boolean | undefined): boolean | undefined =>
  answer === undefined ? undefined : !answer;

/** Values that are to be encrypted and aren't; SOPS leaves empty ones as they are. */
function clearValues(map: LocatedMap, isSelected: SopsSelection): LocatedEntry[] {
  return leaves(map).flatMap(({ path, entry }) => {
    const { value } = entry;
    const isClear =
      value.kind === 'scalar' &&
      value.value !== null &&
      value.text !== '' &&
      !isPlaceholder(value.text);
    return isClear && isSelected(path) === true ? [entry] : [];
  });
}

interface Leaf {
  readonly path: readonly string[];
  /** The value under the key that is nearest to it. */
  readonly entry: LocatedEntry;
}

/** All scalars below a document's keys, SOPS' own metadata left out. */
function leaves(map: LocatedMap): Leaf[] {
  const walk = (entry: LocatedEntry, path: readonly string[]): Leaf[] => {
    const { key, value } = entry;
    if (value.kind === 'scalar') return [{ path, entry }];
    if (value.kind === 'sequence')
      return value.items.flatMap(item => walk({ key, value: item }, path));
    return [...value.entries.values()].flatMap(child => walk(child, [...path, child.key.text]));
  };
  return [...map.entries.values()].flatMap(entry =>
    entry.key.text === 'sops' ? [] : walk(entry, [entry.key.text]),
  );
}
