import { type Change, pitowerFiles } from '../tree.ts';

/** A finding: rule, marked characters, and the file where it is not the one that was changed. */
export type Sight = readonly [rule: string, marked: string, file?: string];

/** One way to break the tree, and everything that the linter has to say about it. */
export interface Mutation {
  readonly name: string;
  readonly change: Change;
  readonly sees: readonly Sight[];
}

export type Replacement = readonly [from: string, to: string];

/**
 * A file with texts replaced.
 *
 * @throws when a text is not there exactly once: the test would not say what it changes
 */
export function edit(path: string, ...replacements: readonly Replacement[]): Change {
  const text = replacements.reduce((before, [from, to]) => {
    const parts = before.split(from);
    if (parts.length !== 2) throw new Error(`${path}: ${parts.length - 1} times ${from}`);
    return parts.join(to);
  }, textOf(path));
  return { [path]: text };
}

/** A directory elsewhere, with texts replaced in all of its files. */
export function move(from: string, to: string, ...replacements: readonly Replacement[]): Change {
  const below = [...pitowerFiles.keys()].filter(path => path.startsWith(`${from}/`));
  if (below.length === 0) throw new Error(`${from} is not there`);
  return Object.fromEntries(
    below.flatMap(path => {
      const text = replacements.reduce((at, [old, now]) => at.replaceAll(old, now), textOf(path));
      return [
        [path, undefined],
        [`${to}${path.slice(from.length)}`, text],
      ];
    }),
  );
}

/** A file taken away. */
export const remove = (path: string): Change => ({ [path]: undefined });

export function textOf(path: string): string {
  const text = pitowerFiles.get(path);
  if (text === undefined) throw new Error(`${path} is not there`);
  return text;
}

/** The directory of an application: `media/jellyfin`. */
export const app = (name: string): string => `kubernetes/apps/${name}`;
