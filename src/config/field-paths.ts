import { get } from '../yaml/access.ts';
import type { LocatedEntry, LocatedMap, LocatedValue } from '../yaml/located.ts';

/** The steps of a path; undefined where it is none: `spec.containers.*.image`, `metadata.labels."a.b/c"`. */
export function parseFieldPath(text: string): readonly string[] | undefined {
  const steps: string[] = [];
  const step = /(?:"([^"]*)"|([^."]+))(?:\.|$)/y;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (!match) return undefined;
    steps.push(match[1] ?? match[2] ?? '');
  }
  return steps.length === 0 || text.endsWith('.') ? undefined : steps;
}

/** What stands at a path, or the last that there is on the way to it. */
export interface FieldAt {
  readonly value: LocatedValue | undefined;
  /** The key of the value. */
  readonly key: LocatedEntry['key'] | undefined;
  /** The map that has it, or would have it. */
  readonly holder: LocatedValue;
}

/**
 * All that a path leads to. Where a list that it asks the items of is empty or not there, there is nothing; where a
 * field is not there, it is named with what would hold it.
 */
export function fieldsAt(root: LocatedValue, path: readonly string[]): readonly FieldAt[] {
  const [step, ...rest] = path;
  if (step === undefined) return [{ value: root, key: undefined, holder: root }];
  if (step === '*') return childrenOf(root).flatMap(child => descend(root, child, rest));
  const entry = root.kind === 'map' ? root.entries.get(step) : undefined;
  const item = root.kind === 'sequence' ? get(root, Number(step)) : undefined;
  const value = entry?.value ?? item;
  if (value === undefined)
    return rest.includes('*') ? [] : [{ value: undefined, key: undefined, holder: root }];
  return descend(root, { key: entry?.key, value }, rest);
}

type Child = { readonly key: LocatedEntry['key'] | undefined; readonly value: LocatedValue };

const descend = (holder: LocatedValue, { key, value }: Child, rest: readonly string[]) =>
  rest.length === 0 ? [{ value, key, holder }] : fieldsAt(value, rest);

const childrenOf = (value: LocatedValue): readonly Child[] => {
  if (value.kind === 'sequence') return value.items.map(item => ({ key: undefined, value: item }));
  return value.kind === 'map' ? [...(value as LocatedMap).entries.values()] : [];
};
