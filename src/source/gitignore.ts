import ignore, { type Ignore } from 'ignore';
import { dirname, isWithin } from './tree.ts';

/**
 * Git's ignore rules over all .gitignore files of a tree: deeper files win over shallower ones, and
 * nothing below an ignored directory comes back (https://git-scm.com/docs/gitignore).
 *
 * @param files the .gitignore files: directory they stand in ('' = root) and their text
 * @returns whether git ignores a file, by its path from the root
 */
export function gitignore(
  files: readonly { directory: string; text: string }[],
): (path: string) => boolean {
  const levels = [...files]
    .sort((a, b) => a.directory.length - b.directory.length)
    .map(({ directory, text }) => ({ directory, rules: ignore({ ignorecase: false }).add(text) }));
  const directories = new Map<string, boolean>([['', false]]);

  const ignoresDirectory = (path: string): boolean => {
    const known = directories.get(path);
    if (known !== undefined) return known;
    const result = ignoresDirectory(dirname(path)) || verdict(levels, `${path}/`);
    directories.set(path, result);
    return result;
  };
  return path => ignoresDirectory(dirname(path)) || verdict(levels, path);
}

function verdict(levels: readonly { directory: string; rules: Ignore }[], path: string): boolean {
  let ignored = false;
  for (const { directory, rules } of levels) {
    if (!isWithin(path, directory) || path === `${directory}/`) continue;
    const result = rules.test(directory === '' ? path : path.slice(directory.length + 1));
    if (result.ignored) ignored = true;
    else if (result.unignored) ignored = false;
  }
  return ignored;
}
