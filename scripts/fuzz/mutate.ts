import { bytesContent, type Input, isText, linkContent } from './input.ts';
import type { Random } from './random.ts';
import { KEYS, PATHS, PIECES, VALUES } from './words.ts';

type Lines = string[];

/** Changes the lines of one file; what stands there is structure as far as indentation shows it. */
type LineChange = (lines: Lines, at: number, random: Random, other: () => Lines) => void;

const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;
const ENTRY = /^(?<head>\s*(?:- )*)(?<key>[^\s:#"'{[-][^:#]*?)(?<colon>:(?: |$))(?<value>.*)$/;

/** Where the block ends that a line begins: all that is indented deeper, and items of its key. */
function blockEnd(lines: Lines, start: number): number {
  const indent = indentOf(lines[start] ?? '');
  let end = start + 1;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    if (line.trim() !== '' && indentOf(line) <= indent) break;
    end++;
  }
  return end;
}

const blockAt = (lines: Lines, start: number): Lines =>
  lines.slice(start, blockEnd(lines, start)).slice(0, 400);

/** A block moved to another indentation. */
function indented(block: Lines, indent: number): Lines {
  const first = indentOf(block[0] ?? '');
  return block.map(line => ' '.repeat(Math.max(0, indentOf(line) - first + indent)) + line.trim());
}

/** Gives the entry of a line another value; what was below it stays below. */
const revalued =
  (value: (old: string, random: Random, lines: Lines) => string): LineChange =>
  (lines, at, random) => {
    const line = lines[at] ?? '';
    const { head = '', key = '', value: old = '' } = ENTRY.exec(line)?.groups ?? {};
    if (key !== '') lines[at] = `${head}${key}: ${value(old, random, lines)}`;
    else {
      const item = /^(\s*- )(.*)$/.exec(line);
      if (item) lines[at] = item[1] + value(item[2] ?? '', random, lines);
    }
  };

const writtenValue = (line: string | undefined): string =>
  ENTRY.exec(line ?? '')?.groups?.value ?? '';

const LINE_CHANGES: readonly LineChange[] = [
  revalued((_, random) => random.of(VALUES) ?? ''),
  revalued((_, random) => random.of(VALUES) ?? ''),
  revalued((_, random, lines) => writtenValue(random.of(lines))),
  revalued(old => `[${old}]`),
  revalued(old => `{a: ${old}, b: ${old}}`),
  revalued(old => `!!${['str', 'int', 'binary', 'null', 'set', 'x'][old.length % 6]} ${old}`),
  revalued((old, random) => (random.oneIn(2) ? `&a ${old}` : '*a')),
  revalued(old => `"${old}`),
  revalued((old, random) => old.repeat(2 + random.below(random.oneIn(20) ? 3000 : 6))),
  revalued((old, random) => {
    const cut = random.below(old.length + 1);
    return old.slice(0, cut) + (random.of(PIECES) ?? '') + old.slice(cut + random.below(3));
  }),
  // A block taken out, with what stays below it in the wrong place or not.
  (lines, at) => void lines.splice(at, blockEnd(lines, at) - at),
  lines => void lines.splice(Math.floor(lines.length / 2), 1),
  (lines, at) => void lines.splice(at, 1),
  // Twice, or many times.
  (lines, at) => void lines.splice(at, 0, ...blockAt(lines, at)),
  (lines, at, random) => {
    const block = blockAt(lines, at).slice(0, 12);
    const times = random.oneIn(10) ? 200 : 2 + random.below(8);
    for (let i = 0; i < times; i++) lines.splice(at, 0, ...block);
  },
  // Elsewhere in the file, or from another one.
  (lines, at, random) => {
    const block = lines.splice(at, blockEnd(lines, at) - at);
    const to = random.below(lines.length + 1);
    lines.splice(to, 0, ...indented(block, indentOf(lines[to] ?? '')));
  },
  (lines, at, random, other) => {
    const from = other();
    const block = blockAt(from, random.below(from.length));
    lines.splice(at, 0, ...indented(block, indentOf(lines[at] ?? '')));
  },
  (lines, at, random, other) => {
    const from = other();
    const block = blockAt(from, random.below(from.length));
    const indent = indentOf(lines[at] ?? '');
    lines.splice(at, blockEnd(lines, at) - at, ...indented(block, indent));
  },
  // Deeper or higher.
  (lines, at, random) => {
    const end = random.oneIn(2) ? at + 1 : blockEnd(lines, at);
    const indent = indentOf(lines[at] ?? '') + random.below(5) - 2;
    lines.splice(at, end - at, ...indented(lines.slice(at, end), Math.max(0, indent)));
  },
  // Another key; a list where a map was.
  (lines, at, random) => {
    const { head, key, colon, value } = ENTRY.exec(lines[at] ?? '')?.groups ?? {};
    if (key) lines[at] = `${head}${random.of(KEYS)}${colon}${value}`;
  },
  (lines, at, random) => {
    const line = lines[at] ?? '';
    lines[at] = `${' '.repeat(indentOf(line))}${random.of(KEYS)}: ${random.of(VALUES)}`;
  },
  (lines, at) => {
    lines[at] = (lines[at] ?? '').replace(/^(\s*)(- )?/, (_, blank, dash) =>
      dash ? blank : `${blank}- `,
    );
  },
  (lines, at, random) => void lines.splice(at, 0, random.of(PIECES) ?? ''),
  (lines, at) => void lines.splice(at + 1),
  (lines, at, random) => {
    const line = lines[at] ?? '';
    const cut = random.below(line.length + 1);
    lines[at] = line.slice(0, cut) + (random.of(PIECES) ?? '') + line.slice(cut);
  },
];

const latin1 = (text: string): Uint8Array => Buffer.from(`${text}\u00e9`, 'latin1');

/** Another form of the same text. */
const ENCODINGS: readonly ((text: string) => string)[] = [
  text => text.replaceAll('\n', '\r\n'),
  text => text.replaceAll('\n', '\r'),
  text => `\ufeff${text}`,
  text => bytesContent(Buffer.from(`\ufeff${text}`, 'utf16le')),
  text => bytesContent(latin1(text)),
  text => bytesContent(Buffer.from(text).subarray(0, Math.floor(text.length / 2))),
  text => text.trimEnd(),
  () => '',
  text => text.replaceAll('  ', '\t'),
  text => `${text}---\n${text}`,
  text => text.replace(/^/gm, '# '),
];

/** The repository with one to eight changes. */
export function mutated(seeds: readonly Input[], base: Input, random: Random): Input {
  const files = { ...base };
  const pick = (): string | undefined =>
    random.of(Object.keys(files).filter(path => isText(files[path] ?? '')));
  const other = (): Lines => {
    const seed = random.oneIn(3) ? files : (random.of(seeds) ?? files);
    return (seed[random.of(Object.keys(seed)) ?? ''] ?? '').split('\n');
  };
  for (let count = 1 + random.below(8); count > 0; count--) {
    const path = pick();
    if (path === undefined) break;
    const text = files[path] ?? '';
    const what = random.below(20);
    if (what === 0) changeFiles(files, path, seeds, random);
    else if (what === 1) files[path] = random.of(ENCODINGS)?.(text) ?? text;
    else {
      const lines = text.split('\n');
      random.of(LINE_CHANGES)?.(lines, random.below(lines.length), random, other);
      const joined = lines.join('\n');
      files[path] = joined.slice(0, 200_000);
    }
  }
  return possible(files);
}

/** Without what no folder can hold: a file below another file. */
function possible(files: Input): Input {
  const isBelowFile = (path: string): boolean => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (Object.hasOwn(files, path.slice(0, at))) return true;
    }
    return false;
  };
  return Object.fromEntries(Object.entries(files).filter(([path]) => !isBelowFile(path)));
}

/** Files away, elsewhere, twice, from another repository, or in place of a link. */
function changeFiles(
  files: Record<string, string>,
  path: string,
  seeds: readonly Input[],
  random: Random,
): void {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  const name = `${random.oneIn(2) ? folder : ''}${random.of(PATHS)}`;
  const content = files[path] ?? '';
  switch (random.below(6)) {
    case 0:
      delete files[path];
      return;
    case 1:
      delete files[path];
      files[name] = content;
      return;
    case 2:
      files[name] = content;
      return;
    case 3:
      files[path] = linkContent(random.of([...Object.keys(files), '..', path, folder]) ?? '');
      return;
    case 4:
      files[name] = linkContent(random.of([path, folder, '../x', '']) ?? '');
      return;
    default: {
      const seed = random.of(seeds) ?? {};
      for (const [from, text] of Object.entries(seed).slice(0, 5)) files[from] ??= text;
    }
  }
}
