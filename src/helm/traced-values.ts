import { setMember, sliceTrace, type Trace } from '../template/go/trace.ts';
import { type GoValue, isList, isMap } from '../template/go/value.ts';
import type { LocatedValue } from '../yaml/located.ts';

/** Gives data that was read from a printed text the sources of the characters it was read from. */
export function withTracesOf(
  value: GoValue,
  located: LocatedValue,
  length: number,
  trace: Trace,
): void {
  const of = ({ origin }: LocatedValue): Trace =>
    sliceTrace(trace, length, origin.start, origin.end);
  if (located.kind === 'map' && isMap(value)) {
    // Both hold the entries in the same order.
    const items = [...located.entries.values()];
    for (const [index, [key, item]] of [...value].entries()) {
      const entry = items[index];
      if (!entry) continue;
      setMember(value, key, of(entry.value));
      withTracesOf(item, entry.value, length, trace);
    }
  }
  if (located.kind === 'sequence' && isList(value)) {
    for (const [index, item] of value.entries()) {
      const source = located.items[index];
      if (!source) continue;
      setMember(value, index, of(source));
      withTracesOf(item, source, length, trace);
    }
  }
}
