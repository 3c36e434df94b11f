import { EVERYTHING, examine } from './examine.ts';
import { type Input, isText } from './input.ts';

/** Whether an input still shows what it is kept for. */
export type Shows = (input: Input) => boolean;

/** Whether it fails in the same way. */
export const failsLike =
  (kind: string): Shows =>
  input =>
    examine(input, EVERYTHING).failure?.kind === kind;

/**
 * The smallest input to be found in some time that still shows the same: files go first, then stretches of lines,
 * then characters of the lines that are left.
 */
export function minimised(input: Input, shows: Shows, milliseconds = 20_000): Input {
  const until = performance.now() + milliseconds;
  const inTime: Shows = tried => performance.now() < until && shows(tried);
  let small = input;
  const paths = shrunk(Object.keys(small), kept => inTime(only(small, kept)));
  small = only(small, paths);
  for (const path of paths) {
    const text = small[path] ?? '';
    if (!isText(text)) continue;
    const put = (content: string): Input => ({ ...small, [path]: content });
    const lines = shrunk(text.split('\n'), kept => inTime(put(kept.join('\n'))));
    small = put(lines.join('\n'));
    if (lines.join('\n').length < 2_000) {
      const characters = shrunk([...lines.join('\n')], kept => inTime(put(kept.join(''))));
      small = put(characters.join(''));
    }
  }
  return small;
}

const only = (input: Input, paths: readonly string[]): Input =>
  Object.fromEntries(paths.map(path => [path, input[path] ?? '']));

/** The list without what isn't needed, tried in stretches that get shorter. */
function shrunk<T>(list: readonly T[], shows: (kept: readonly T[]) => boolean): readonly T[] {
  let kept = list;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (shows(without)) kept = without;
      else at += size;
    }
  }
  return kept;
}
