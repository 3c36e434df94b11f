import type { Place } from '../source/text.ts';
import type { LocatedEntry, LocatedScalar, LocatedValue, Origin } from './located.ts';
import { placeWithin } from './located.ts';
import { type ParsedSource, parseYaml } from './parse.ts';

/** Finds the place in the file for a stretch of a scalar's unescaped text. */
export type Locate = (start: number, end: number) => Place;

/**
 * Parses YAML that stands in a scalar, such as an inline patch. All places are in the file that
 * holds the scalar: exact ones in a literal block and in unescaped text, else the whole scalar.
 *
 * @param locate where that is known better: of a text that was rendered from the one in the file
 */
export function parseEmbedded(scalar: LocatedScalar, locate = locator(scalar)): ParsedSource {
  const inner = parseYaml({ path: scalar.origin.file.path, text: scalar.text });
  const documents = inner.documents.map(({ index, value }) => ({
    file: scalar.origin.file,
    index,
    value: value && relocate(value, scalar.origin, locate),
  }));
  const problems = inner.problems.map(problem => ({
    ...problem,
    at: locate(problem.at.start, problem.at.end),
    ...(problem.related && {
      related: problem.related.map(({ at, message }) => ({
        at: locate(at.start, at.end),
        message,
      })),
    }),
  }));
  return { documents, problems, broken: inner.broken };
}

function relocate(value: LocatedValue, outer: Origin, locate: Locate): LocatedValue {
  const { alias, start, end, ...rest } = value.origin;
  const { file: _file, alias: outerAlias, ...made } = outer;
  const origin: Origin = {
    ...rest,
    ...locate(start, end),
    document: made.document,
    ...(outerAlias ? { alias: outerAlias } : alias && { alias: locate(alias.start, alias.end) }),
  };
  if (value.kind === 'scalar') return { ...value, origin };
  if (value.kind === 'sequence') {
    return { ...value, items: value.items.map(item => relocate(item, outer, locate)), origin };
  }
  const entries = new Map<string, LocatedEntry>();
  for (const [name, entry] of value.entries) {
    const key = relocate(entry.key, outer, locate) as LocatedScalar;
    entries.set(name, { key, value: relocate(entry.value, outer, locate) });
  }
  return { ...value, entries, origin };
}

/** The places in the file of the characters of a scalar's text. */
export function locator(scalar: LocatedScalar): Locate {
  const { file, start, end } = scalar.origin;
  const source = file.text.slice(start, end);
  const shifts = /^[|]/.test(source) ? literalShifts(source, scalar.text) : undefined;
  if (!shifts) return (from, to) => placeWithin(scalar, from, to);
  const map = (offset: number): number => {
    const line = lastAtMost(shifts, offset);
    return line ? start + line.source + Math.min(offset - line.text, line.length) : start;
  };
  return (from, to) => ({ file, start: map(from), end: Math.max(map(from), map(to)) });
}

interface LineShift {
  /** Offset of the line in the scalar's text, and of the same characters in the source. */
  readonly text: number;
  readonly source: number;
  readonly length: number;
}

/** Pairs the lines of a literal block with those of its text; undefined when they don't fit. */
function literalShifts(source: string, text: string): readonly LineShift[] | undefined {
  const lines = [...source.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)];
  const shifts: LineShift[] = [];
  let offset = 0;
  let index = 1; // after the block's header
  for (const line of text.split('\n')) {
    const match = lines[index++];
    if (!match) return line === '' ? shifts : undefined;
    const [, written = ''] = match;
    if (line !== '' && !written.endsWith(line)) return undefined;
    const length = line.length;
    shifts.push({ text: offset, source: match.index + written.length - length, length });
    offset += length + 1;
  }
  return shifts;
}

function lastAtMost(shifts: readonly LineShift[], offset: number): LineShift | undefined {
  let low = 0;
  let high = shifts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((shifts[middle]?.text ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return shifts[low];
}
