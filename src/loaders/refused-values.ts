import type { ValuesFlaw } from '../helm/schema/check.ts';
import type { Problem } from '../source/problem.ts';
import type { Place } from '../source/text.ts';
import { type Source, sourcesOf } from '../template/go/trace.ts';
import { nearest } from '../text/nearest.ts';
import { isPlaceholder } from '../text/placeholder.ts';
import {
  type LocatedEntry,
  type LocatedMap,
  type LocatedValue,
  type Origin,
  placeOf,
} from '../yaml/located.ts';

/** Where the values of a release were written. */
interface Written {
  /** What the user gave. */
  readonly values: LocatedMap;
  /** Whether a finding may point into a file. */
  readonly isOwn: (path: string) => boolean;
  readonly declaration: Origin;
}

/** What the schemas of charts refuse, at the values that a person would change. */
export const refusedValues = (flaws: readonly ValuesFlaw[], written: Written): readonly Problem[] =>
  flaws.flatMap(flaw => {
    const found = follow(written.values, flaw.path);
    // What something fills in later, or decrypts, may then be right.
    if (found.value?.kind === 'scalar' && isPlaceholder(found.value.text)) return [];
    const inner = flaw.isKey ? flaw.path.slice(0, -1) : flaw.path;
    const subject = inner.length > 0 ? `\`${pathText(inner)}\`` : 'the chart';
    const meant = flaw.isKey ? nearest(String(flaw.path.at(-1)), flaw.known) : undefined;
    return [
      {
        rule: 'helm/values-schema' as const,
        at: placeIn(flaw, found, written),
        message: `Helm refuses the values: ${subject} ${flaw.message}, by the schema of \`${flaw.chart}\``,
        ...(meant !== undefined && { help: `Did you mean \`${meant}\`?` }),
      },
    ];
  });

const pathText = (path: readonly (string | number)[]): string =>
  path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');

interface Found {
  /** The innermost entry on the way. */
  readonly entry: LocatedEntry | undefined;
  /** What stands at the end of the way, where the user wrote all of it. */
  readonly value: LocatedValue | undefined;
}

function follow(values: LocatedMap, path: readonly (string | number)[]): Found {
  let entry: LocatedEntry | undefined;
  let value: LocatedValue = values;
  for (const step of path) {
    const next: LocatedEntry | undefined =
      value.kind === 'map' ? value.entries.get(String(step)) : undefined;
    const below: LocatedValue | undefined =
      value.kind === 'sequence' ? value.items[Number(step)] : next?.value;
    if (!below) return { entry, value: undefined };
    entry = next ?? entry;
    value = below;
  }
  return { entry, value };
}

function placeIn(flaw: ValuesFlaw, { entry, value }: Found, written: Written): Place {
  if (value && entry && flaw.path.length > 0) {
    if (flaw.isKey) return placeOf(entry.key);
    return value.kind === 'scalar' || value !== entry.value ? placeOf(value) : placeOf(entry.key);
  }
  const own = sourcesOf([flaw.trace]).flatMap(source => originIn(source, written));
  return own[0] ?? (entry ? placeOf(entry.key) : written.declaration);
}

const originIn = (source: Source, { isOwn }: Written): Origin[] =>
  source.kind === 'value' && isOwn(source.origin.file.path) ? [source.origin] : [];
