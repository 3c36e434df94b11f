/** A stretch of lines that was replaced; of a pure insertion or removal one side is empty. */
export interface Hunk {
  /** The first line, 1-based; of an empty side the line before it. */
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

const HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * The hunks of a `git diff --unified=0` by the path of the new side. Files without lines to show
 * (binary, removed, renamed only) are left out.
 */
export function readHunks(diff: string): Map<string, Hunk[]> {
  const files = new Map<string, Hunk[]>();
  let hunks: Hunk[] = [];
  let isHeader = false;
  // Lines of content begin with +, - or \, so that none of them looks like a header of a file.
  for (const line of diff.split('\n')) {
    if (line.startsWith('diff --git ')) isHeader = true;
    else if (isHeader && line.startsWith('+++ ')) {
      const path = unquote(line.slice(4).replace(/\t$/, ''));
      hunks = [];
      if (path.startsWith('b/')) files.set(path.slice(2), hunks);
    } else if (line.startsWith('@@ ')) {
      isHeader = false;
      const [, oldStart, oldCount = 1, newStart, newCount = 1] = HEADER.exec(line) ?? [];
      hunks.push({
        oldStart: Number(oldStart),
        oldCount: Number(oldCount),
        newStart: Number(newStart),
        newCount: Number(newCount),
      });
    }
  }
  return files;
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
};

/** A path as git quotes it: in C's way, with the bytes of what isn't ASCII in octal. */
function unquote(path: string): string {
  if (!path.startsWith('"')) return path;
  const bytes = [...path.slice(1, -1).matchAll(/\\([0-7]{3}|.)|[^\\]/gs)].flatMap(
    ([text, escaped]) => {
      if (escaped === undefined) return [...Buffer.from(text)];
      if (/^[0-7]{3}$/.test(escaped)) return [Number.parseInt(escaped, 8)];
      return [ESCAPES[escaped] ?? escaped.charCodeAt(0)];
    },
  );
  return Buffer.from(bytes).toString('utf8');
}
