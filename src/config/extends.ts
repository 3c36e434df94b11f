import { type SourceText, startOf } from '../source/text.ts';
import { code, codes } from '../text/code.ts';
import { didYouMean } from '../text/nearest.ts';
import { asMap, get } from '../yaml/access.ts';
import { type LocatedMap, type LocatedScalar, placeOf } from '../yaml/located.ts';
import { parseYaml } from '../yaml/parse.ts';
import { asYaml12 } from '../yaml/yaml-1-2.ts';
import type { Layer } from './layers.ts';
import type { PolicyFile } from './policy.ts';
import type { PolicyError } from './policy-error.ts';
import { isPreset, PRESETS, type PresetName, presets } from './presets.ts';
import { validatePolicy } from './validate.ts';

/**
 * Reads a policy file that another one extends: a path relative to that one, or a file of an npm package
 * (`package:name/file.yaml`).
 *
 * @returns the file, or why it was not read, in words that end a sentence
 */
export type PolicyReader = (
  reference: string,
  from: SourceText,
) => SourceText | { readonly refused: string };

/** A policy file with all that it builds on. */
export interface PolicyChain {
  /** The lowest first; the file itself is the last. */
  readonly layers: readonly Layer[];
  /** The preset that is named last; undefined where none is. */
  readonly preset: PresetName | undefined;
  /** The file itself, as written and as data; undefined where it says nothing. */
  readonly located: LocatedMap | undefined;
  readonly own: PolicyFile;
}

/** So many files nobody puts together on purpose. */
const MOST_FILES = 100;

/** A preset as a layer; messages say it by its name, and that the layout of the repository chose it where nothing else did. */
export const presetLayer = (name: PresetName, isByLayout = false): Layer => ({
  name: `the preset ${code(name)}${isByLayout ? ' (chosen by layout)' : ''}`,
  file: undefined,
  value: presets[name],
  located: undefined,
});

/** Reads a policy file and what it extends, the lowest first; errors name their place in the file that has them. */
export function readChain(
  file: SourceText,
  read: PolicyReader,
): PolicyChain | { readonly errors: readonly PolicyError[] } {
  const count = { files: 0 };
  return chainOf(file, { read, count, above: [] });
}

interface Reading {
  readonly read: PolicyReader;
  readonly count: { files: number };
  /** The files that lead here, the first one first. */
  readonly above: readonly SourceText[];
}

type Read = PolicyChain | { readonly errors: readonly PolicyError[] };

function chainOf(file: SourceText, reading: Reading): Read {
  const { documents, problems } = parseYaml(file);
  if (problems.length > 0) return { errors: problems };
  const name = reading.above.length === 0 ? 'the policy file' : `the policy file \`${file.path}\``;
  const value = documents[0]?.value;
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) {
    return { layers: [], preset: undefined, located: undefined, own: {} };
  }
  const written = asMap(value);
  if (!written)
    return { errors: [{ at: startOf(file), message: 'a policy file holds one mapping' }] };
  // The `off` of a rule is a word in a policy, where a manifest's would be a boolean.
  const located = asYaml12(written);
  const checked = validatePolicy(located);
  if ('errors' in checked) return checked;
  const below = { ...reading, above: [...reading.above, file] };
  const bases = basesIn(located).map(base => baseOf(base, file, below));
  const errors = bases.flatMap(base => ('errors' in base ? base.errors : []));
  if (errors.length > 0) return { errors };
  const chains = bases.flatMap(base => ('errors' in base ? [] : [base]));
  return {
    layers: [
      ...chains.flatMap(({ layers }) => layers),
      { name, file: file.path, value: checked.policy, located },
    ],
    preset: chains.findLast(({ preset }) => preset !== undefined)?.preset,
    located,
    own: checked.policy,
  };
}

const basesIn = (located: LocatedMap): LocatedScalar[] => {
  const value = get(located, 'extends');
  const items = value?.kind === 'sequence' ? value.items : value ? [value] : [];
  return items.flatMap(item => (item.kind === 'scalar' ? [item] : []));
};

const isFile = (reference: string): boolean =>
  reference.startsWith('package:') || reference.includes('/') || /\.ya?ml$/.test(reference);

function baseOf(base: LocatedScalar, from: SourceText, reading: Reading): Read {
  const { text } = base;
  if (isPreset(text))
    return { layers: [presetLayer(text)], preset: text, located: undefined, own: {} };
  const error = (message: string, help: string): Read => ({
    errors: [{ at: placeOf(base), message, help }],
  });
  if (!isFile(text)) {
    return error(
      `there is no preset \`${text}\``,
      didYouMean(text, PRESETS) ??
        `Accepted: ${codes(PRESETS)}, a path such as \`./policy.yaml\`, and \`package:NAME/FILE\`.`,
    );
  }
  const read = reading.read(text, from);
  if ('refused' in read) {
    return error(
      `the policy \`${text}\` can't be read: ${read.refused}`,
      text.startsWith('package:')
        ? 'Packages are looked for in `node_modules`, from the folder of this file upward.'
        : 'Paths are relative to the folder of this file.',
    );
  }
  if (reading.above.some(({ path }) => path === read.path)) {
    const circle = [...reading.above.map(({ path }) => path), read.path];
    return error(
      `the policy extends itself: ${circle.slice(circle.indexOf(read.path)).join(' -> ')}`,
      'Take one of them out of extends.',
    );
  }
  reading.count.files += 1;
  return reading.count.files > MOST_FILES
    ? error(`more than ${MOST_FILES} files are extended`, 'Extend fewer files.')
    : chainOf(read, reading);
}
