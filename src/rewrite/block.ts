import type { Edit } from '../source/edit.ts';
import type { SourceText } from '../source/text.ts';
import type { LocatedEntry, LocatedValue } from '../yaml/located.ts';

/** A top-level field in block style, with the whole lines that it takes. */
export interface Block {
  readonly file: SourceText;
  /** Where the line of its key begins. */
  readonly start: number;
  /** Where the line below its key begins. */
  readonly body: number;
  /** Behind its last line, the line end included. */
  readonly end: number;
  /** How far its items or keys are indented. */
  readonly indent: number;
}

/**
 * The lines of a top-level field whose value is a list or map in block style; undefined for any
 * other, and where the value is shared (an anchor, an alias) or has a tag.
 */
export function blockOf({ key, value }: LocatedEntry): Block | undefined {
  const { file, start: keyStart, end: keyEnd } = key.origin;
  const { text } = file;
  if (value.kind === 'scalar' || value.origin.file !== file || value.origin.alias) return undefined;
  const start = lineStart(text, keyStart);
  const between = text.slice(keyEnd, value.origin.start);
  const isBelow = /^[ \t]*:[ \t]*(?:#[^\r\n]*)?(?:\r?\n[ \t]*(?:#[^\r\n]*)?)+$/.test(between);
  const first = text[value.origin.start];
  if (start !== keyStart || !isBelow || first === '[' || first === '{') return undefined;
  const valueLine = lineStart(text, value.origin.start);
  return {
    file,
    start,
    body: lineEnd(text, keyEnd),
    end: lineEnd(text, lastOffset(value)),
    indent: value.origin.start - valueLine,
  };
}

/** The offset of the line that an offset is on. */
export const lineStart = (text: string, offset: number): number =>
  text.lastIndexOf('\n', offset - 1) + 1;

/** Behind the line that an offset is on; an offset at the beginning of a line stays. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** Where the last written character of a value ends. */
function lastOffset(value: LocatedValue): number {
  const { alias, end, start, file } = value.origin;
  if (alias) return alias.end;
  if (value.kind === 'scalar' || file.text[start] === '[' || file.text[start] === '{') return end;
  const last =
    value.kind === 'sequence'
      ? value.items.at(-1)
      : [...value.entries.values()].map(entry => entry.value).at(-1);
  return last ? Math.max(start, lastOffset(last)) : end;
}

/** How the file ends its lines. */
export const lineBreak = ({ text }: SourceText): string => (/\r\n/.test(text) ? '\r\n' : '\n');

/** Lines with another indentation; what is less indented than it is shifted to the left stays. */
export function shifted(lines: string, by: number): string {
  if (by === 0) return lines;
  return lines
    .split('\n')
    .map(line => {
      if (/^\s*$/.test(line)) return line;
      if (by > 0) return ' '.repeat(by) + line;
      const blanks = /^ */.exec(line)?.[0].length ?? 0;
      return line.slice(Math.min(blanks, -by));
    })
    .join('\n');
}

/** Whether lines define or use an anchor: such lines can't be moved about. */
export const hasAnchors = ({ file, start, end }: Pick<Block, 'file' | 'start' | 'end'>): boolean =>
  /(?:^|[\s,[{])(?:[&*][^\s,\]}]|<<)/m.test(file.text.slice(start, end));

/**
 * Takes a block out and puts lines in, at the beginning of the line at `offset`. What touches becomes
 * one edit, so that nothing depends on the order.
 */
export function moved(block: Block, offset: number, lines: string): readonly Edit[] {
  const { file, start, end } = block;
  const eol = lineBreak(file);
  const isEnded = offset === 0 || file.text[offset - 1] === '\n';
  const body = lines.endsWith('\n') ? lines : lines + eol;
  const text = isEnded ? body : eol + body.slice(0, -eol.length);
  if (offset === start || offset === end) return [{ at: { file, start, end }, text }];
  return [
    { at: { file, start, end }, text: '' },
    { at: { file, start: offset, end: offset }, text },
  ];
}
