import type { SourceText } from '../source/text.ts';
import type { LocatedValue, Origin } from './located.ts';

const numbers = new WeakMap<SourceText, number>();
let last = 0;

/** A file's number in this process: two files of one path, of two revisions, are two files. */
function numberInProcess(file: SourceText): number {
  const known = numbers.get(file);
  if (known !== undefined) return known;
  numbers.set(file, ++last);
  return last;
}

/**
 * A text that two origins share only if they are equal.
 *
 * @param numberOf tells files apart; default: for this process
 */
export function originFingerprint(
  { file, start, end, document, alias, made }: Origin,
  numberOf: (file: SourceText) => number = numberInProcess,
): string {
  const via = alias ? `*${numberOf(alias.file)}.${alias.start}.${alias.end}` : '';
  return `${numberOf(file)}.${start}.${end}.${document}${made ?? ''}${via}`;
}

/** A text that two values share only if all is equal that they say, and where they say it. */
export function fingerprint(value: LocatedValue, numberOf = numberInProcess): string {
  const parts: string[] = [];
  write(value, parts, numberOf);
  return parts.join('\n');
}

function write(value: LocatedValue, parts: string[], numberOf: typeof numberInProcess): void {
  const at = `${originFingerprint(value.origin, numberOf)} ${value.tag ?? ''}`;
  if (value.kind === 'scalar') {
    const { text, quoted, value: typed } = value;
    const type = typed === null ? 'n' : (typeof typed)[0];
    parts.push(`${at} ${quoted ? 'q' : 'p'}${type}${JSON.stringify(text)}`);
    if (typeof typed === 'string' && typed !== text) parts.push(JSON.stringify(typed));
    return;
  }
  if (value.kind === 'sequence') {
    parts.push(`${at} [${value.items.length}`);
    for (const item of value.items) write(item, parts, numberOf);
    return;
  }
  parts.push(`${at} {${value.entries.size}`);
  for (const [name, { key, value: item }] of value.entries) {
    parts.push(JSON.stringify(name));
    write(key, parts, numberOf);
    write(item, parts, numberOf);
  }
}
