import { type GoValue, isMap } from '../../template/go/value.ts';
import { itemsAt, textsAt } from '../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../yaml/located.ts';
import { type ExpansionContext, MAX_SETS } from './context.ts';
import { failed, type Generated, type ParameterSet } from './params.ts';
import { renderValue } from './render-value.ts';

type RunEntry = (entry: LocatedValue, context: ExpansionContext) => Generated;
type Values = ReadonlyMap<string, GoValue>;

/**
 * The cross product of exactly two generators; the second one's fields are rendered with each set
 * of the first.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Matrix/
 */
export function matrixGenerator(
  value: LocatedMap,
  context: ExpansionContext,
  run: RunEntry,
): Generated {
  const [first, second, ...others] = itemsAt(value, 'generators');
  if (!first || !second || others.length > 0)
    return failed(value, 'a matrix needs exactly two generators');
  const outer = run(first, context);
  if (outer.sets.length === 0) return outer;
  const sets: ParameterSet[] = [];
  const problems = [...outer.problems];
  let { unknowable } = outer;
  for (const left of outer.sets) {
    const inner = run(
      renderValue(second, left.values, { ...context, missingKey: 'default' }, () => {}),
      context,
    );
    problems.push(...inner.problems);
    unknowable ??= inner.unknowable;
    for (const right of inner.sets) {
      const values = context.goTemplate
        ? deepMerge(right.values, left.values)
        : conflictFree(left.values, right.values);
      if (!values)
        return failed(
          value,
          'both generators of the matrix set one parameter to different values',
          'Give one of them a `pathParamPrefix`.',
        );
      sets.push({
        values,
        directory: right.directory ?? left.directory,
        from: right.directory ? right.from : left.from,
      });
      if (sets.length > MAX_SETS)
        return failed(
          value,
          `the matrix makes more than ${MAX_SETS.toLocaleString('en')} combinations`,
        );
    }
  }
  return { sets, unknowable, problems };
}

/** Go templates: maps merge deeply, and what the first generator says wins unless it is empty. */
function deepMerge(base: Values, over: Values): Values {
  const result = new Map(base);
  for (const [key, value] of over) {
    const below = result.get(key);
    if (isMap(below) && isMap(value)) result.set(key, deepMerge(below, value));
    else if (!result.has(key) || !isEmpty(value)) result.set(key, value);
  }
  return result;
}

const isEmpty = (value: GoValue): boolean =>
  value === undefined || value === null || value === '' || value === 0 || value === false;

function conflictFree(left: Values, right: Values): Values | undefined {
  const clash = [...right].some(([key, value]) => left.has(key) && left.get(key) !== value);
  return clash ? undefined : new Map([...left, ...right]);
}

/**
 * The first generator's sets, overridden by those of the others that agree in the merge keys.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Merge/
 */
export function mergeGenerator(
  value: LocatedMap,
  context: ExpansionContext,
  run: RunEntry,
): Generated {
  const [base, ...overrides] = itemsAt(value, 'generators');
  const keys = textsAt(value, 'mergeKeys');
  if (!base || overrides.length === 0)
    return failed(value, 'a merge needs at least two generators');
  if (keys.length === 0) return failed(value, 'a merge needs `mergeKeys`');
  const results = [base, ...overrides].map(entry => run(entry, context));
  const problems = results.flatMap(result => result.problems);
  const unknowable = results.map(result => result.unknowable).find(Boolean);
  const [first, ...rest] = results;
  const merged = new Map<string, ParameterSet>();
  for (const set of first?.sets ?? []) {
    const key = keyOf(set, keys);
    if (merged.has(key))
      return failed(value, `two sets of the first generator have equal ${keys.join(', ')}`);
    merged.set(key, set);
  }
  for (const { sets } of rest) {
    for (const set of sets) {
      const target = merged.get(keyOf(set, keys));
      if (!target) continue;
      const values = context.goTemplate
        ? deepMerge(target.values, set.values)
        : new Map([...target.values, ...set.values]);
      merged.set(keyOf(set, keys), { ...target, values });
    }
  }
  return { sets: [...merged.values()], unknowable, problems };
}

const keyOf = ({ values }: ParameterSet, keys: readonly string[]): string =>
  JSON.stringify(keys.map(key => values.get(key) ?? null));
