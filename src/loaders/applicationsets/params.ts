import type { Problem } from '../../source/problem.ts';
import type { GoValue } from '../../template/go/value.ts';
import type { LocatedValue } from '../../yaml/located.ts';

/** One set of parameters: one Application is made of each. */
export interface ParameterSet {
  /** Nested for Go templates; for fasttemplate flat, with dotted keys. */
  readonly values: ReadonlyMap<string, GoValue>;
  /** The directory of the repository that the set stands for, where a git generator made it. */
  readonly directory: string | undefined;
  /** The text in the ApplicationSet that made it: a pattern, a list element. */
  readonly from: LocatedValue;
}

/** What a generator makes. `unknowable`: it asks a live system, so the list is not whole. */
export interface Generated {
  readonly sets: readonly ParameterSet[];
  readonly unknowable: string | undefined;
  readonly problems: readonly Problem[];
}

export const nothing: Generated = { sets: [], unknowable: undefined, problems: [] };

export const unknown = (reason: string): Generated => ({
  sets: [],
  unknowable: reason,
  problems: [],
});

export const failed = (at: LocatedValue, message: string, help?: string): Generated => ({
  sets: [],
  unknowable: undefined,
  problems: [
    { rule: 'argocd/template-error', at: at.origin, message, ...(help !== undefined && { help }) },
  ],
});

/** Located data as template data. JSON numbers are floats to Go, which shows in large ones. */
export function toGo(value: LocatedValue): GoValue {
  if (value.kind === 'scalar') return value.value as GoValue;
  if (value.kind === 'sequence') return value.items.map(toGo);
  return new Map([...value.entries].map(([key, entry]) => [key, toGo(entry.value)]));
}

/** Dotted keys with text values, as the generators without goTemplate flatten what they read. */
export function flatten(value: LocatedValue, prefix = ''): Map<string, GoValue> {
  const flat = new Map<string, GoValue>();
  if (value.kind === 'scalar') return flat.set(prefix, value.value === null ? '' : value.text);
  const children: [string, LocatedValue][] =
    value.kind === 'map'
      ? [...value.entries].map(([key, entry]) => [key, entry.value])
      : value.items.map((item, i) => [String(i), item]);
  for (const [key, child] of children) {
    for (const [name, text] of flatten(child, prefix === '' ? key : `${prefix}.${key}`))
      flat.set(name, text);
  }
  return flat;
}
