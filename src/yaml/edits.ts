import type { Edit } from '../source/edit.ts';
import { lineStarts, lineText, positionAt } from '../source/text.ts';
import type { LocatedEntry, LocatedMap, LocatedScalar, LocatedSequence } from './located.ts';
import { resolvePlain } from './scalars.ts';

/*
 * Edits of values where they were written. All give undefined where the characters can't be
 * exchanged one for one: computed values, aliases, scalars of several lines.
 */

/** Writes another text in place of a scalar, in its own style of quoting. */
export function replaceScalar(scalar: LocatedScalar, text: string): Edit | undefined {
  const source = sourceOf(scalar);
  if (source === undefined) return undefined;
  const { file, start, end } = scalar.origin;
  return { at: { file, start, end }, text: asWritten(source, text) };
}

/** Renames a key; undefined where a sibling has the new name, since nobody knows which is meant. */
export function renameKey(
  key: LocatedScalar,
  name: string,
  siblings: Iterable<{ readonly key: LocatedScalar }>,
): Edit | undefined {
  return [...siblings].some(sibling => sibling.key.text === name)
    ? undefined
    : replaceScalar(key, name);
}

/** Puts a plain scalar in quotes, so that it is a string. */
export function quoteScalar(scalar: LocatedScalar): Edit | undefined {
  const source = sourceOf(scalar);
  if (source === undefined || scalar.quoted || scalar.tag !== undefined) return undefined;
  const { file, start, end } = scalar.origin;
  return { at: { file, start, end }, text: JSON.stringify(source) };
}

/**
 * Adds an entry behind another of the same map: on a line of its own, or in braces.
 *
 * @param value as YAML; where it begins with a line end, its lines are indented from the key
 */
export function insertAfter(
  map: LocatedMap,
  entry: LocatedEntry,
  name: string,
  value: string,
): Edit | undefined {
  const { file, start, alias, made } = map.origin;
  const { key, value: before } = entry;
  if (alias || made || key.origin.file !== file || before.origin.file !== file) return undefined;
  if (file.text[start] === '{') {
    if (value.includes('\n')) return undefined;
    const at = before.origin.alias?.end ?? before.origin.end;
    return { at: { file, start: at, end: at }, text: `, ${name}: ${value}` };
  }
  // Behind a larger value the next line would be inside of it.
  if (sourceOf(key) === undefined || before.kind !== 'scalar' || !isOnOneLine(entry))
    return undefined;
  return newLine(file, key.origin.start, `${name}:${value.startsWith('\n') ? '' : ' '}${value}`);
}

/** Adds an item to the end of a sequence of scalars. */
export function appendItem(sequence: LocatedSequence, item: string): Edit | undefined {
  const { file, start, end, alias, made } = sequence.origin;
  if (alias || made) return undefined;
  const last = sequence.items.at(-1);
  if (file.text[start] === '[') {
    if (file.text[end - 1] !== ']') return undefined;
    const at = last ? (last.origin.alias ?? last.origin).end : start + 1;
    return { at: { file, start: at, end: at }, text: last ? `, ${item}` : item };
  }
  if (last?.kind !== 'scalar' || sourceOf(last) === undefined) return undefined;
  const { line } = positionAt(file, last.origin.start);
  const dash = lineText(file, line).search(/\S/);
  const lineStart = lineStarts(file)[line - 1];
  if (lineStart === undefined) return undefined;
  // Of a list within a list the dash of the line is not its own.
  const lead = file.text.slice(lineStart + dash, last.origin.start);
  return /^-[^-]*$/.test(lead) ? newLine(file, lineStart + dash, `- ${item}`) : undefined;
}

/** Takes an entry away with its line; undefined when anything else stands there, a comment too. */
export function removeLine({ key, value }: LocatedEntry): Edit | undefined {
  if (sourceOf(key) === undefined || value.kind !== 'scalar' || sourceOf(value) === undefined) {
    return undefined;
  }
  const { file } = key.origin;
  const { line } = positionAt(file, key.origin.start);
  const starts = lineStarts(file);
  const [start, end] = [starts[line - 1], starts[line] ?? file.text.length];
  if (value.origin.file !== file || start === undefined || value.origin.end > end) return undefined;
  const rest = file.text.slice(start, key.origin.start) + file.text.slice(value.origin.end, end);
  return rest.trim() === '' ? { at: { file, start, end }, text: '' } : undefined;
}

/** The characters of a scalar that stands in a file as one line; undefined for any other. */
function sourceOf({ origin, text }: LocatedScalar): string | undefined {
  const { file, start, end, alias, made } = origin;
  const source = file.text.slice(start, end);
  if (alias || made || source === '' || /[\r\n]/.test(source)) return undefined;
  // What stands in YAML within a string may have no place of its own but all of the string.
  return source === text || unquoted(source) === text ? source : undefined;
}

function unquoted(source: string): string | undefined {
  if (source.startsWith("'")) return source.slice(1, -1).replaceAll("''", "'");
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A text as it would be written in the style of another that stands in one line. */
function asWritten(source: string, text: string): string {
  if (source.startsWith("'")) return `'${text.replaceAll("'", "''")}'`;
  if (source.startsWith('"')) return JSON.stringify(text);
  const isPlain = /^[A-Za-z0-9_./-][\w ./@+=-]*$/.test(text) && !text.startsWith('- ');
  return isPlain && resolvePlain(text) === text ? text : JSON.stringify(text);
}

const isOnOneLine = ({ key, value }: LocatedEntry): boolean =>
  !/[\r\n]/.test(key.origin.file.text.slice(key.origin.start, value.origin.end));

/** An insertion below the line of an offset, in the column of the offset. */
function newLine(file: LocatedScalar['origin']['file'], offset: number, text: string): Edit {
  const { line, column } = positionAt(file, offset);
  const next = lineStarts(file)[line];
  const indent = ' '.repeat(column - 1);
  const lines = indent + text.replaceAll('\n', `\n${indent}`);
  const at = next ?? file.text.length;
  return {
    at: { file, start: at, end: at },
    text: next === undefined ? `\n${lines}` : `${lines}\n`,
  };
}
