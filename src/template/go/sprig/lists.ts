import { toInt64 } from '../cast.ts';
import { deepEqual } from '../compare.ts';
import { formatValue } from '../format.ts';
import { fn, variadic } from '../function.ts';
import type { GoFunction } from '../scope.ts';
import { type Budget, fail } from '../stop.ts';
import {
  compareStrings,
  elementType,
  type GoList,
  type GoValue,
  isList,
  isTrue,
  kindName,
  nilList,
  ordered,
  stringList,
  typed,
} from '../value.ts';
import { toStrings } from './strings.ts';

/** The list, or sprig's complaint about anything else. */
function listOf(value: GoValue, verb: string, budget: Budget): GoList {
  if (!isList(value)) {
    if (value === null) fail('runtime error: invalid memory address or nil pointer dereference');
    fail(`Cannot ${verb} type ${kindName(value)}`);
  }
  budget.spend(value.length);
  return ordered(value);
}

type Change = (list: GoList, budget: Budget) => GoValue;
const change1 = (verb: string, change: Change): GoFunction =>
  fn(['any'], ([value], budget) => change(listOf(value, verb, budget), budget));

/** Each `x` has a `mustX` twin: a failure is an error either way. */
const withMust = (name: string, called: GoFunction): readonly (readonly [string, GoFunction])[] => [
  [name, called],
  [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, called],
];

const contains = (list: GoList, value: GoValue, budget: Budget): boolean =>
  list.some(item => deepEqual(value, item, budget));

function unique(list: GoList, budget: Budget): GoValue {
  const out: GoValue[] = [];
  for (const item of list) if (!contains(out, item, budget)) out.push(item);
  return out;
}

function chunk(size: number, list: GoList): GoValue {
  if (size <= 0) fail('runtime error: makeslice: len out of range');
  const out: GoValue[] = [];
  for (let i = 0; i < list.length; i += size) out.push(list.slice(i, i + size));
  return typed(out, 'list');
}

function slice(list: GoList, indices: readonly GoValue[]): GoValue {
  if (list.length === 0) return null;
  const start = indices.length > 0 ? Number(toInt64(indices[0])) : 0;
  const end = indices.length > 1 ? Number(toInt64(indices[1])) : list.length;
  if (start < 0 || end > list.length || start > end)
    fail('reflect.Value.Slice: slice index out of bounds');
  return typed(list.slice(start, end), elementType(list));
}

function has(needle: GoValue, haystack: GoValue, budget: Budget): boolean {
  return haystack !== null && contains(listOf(haystack, 'find has on', budget), needle, budget);
}

function sortAlpha(value: GoValue, budget: Budget): GoValue {
  if (!isList(value)) return stringList([formatValue(value, budget)]);
  return stringList(toStrings(value, budget, true).sort(compareStrings));
}

const list = variadic([], 'any', (_, items) => [...items]);
const push = fn(['any', 'any'], ([items, item], budget) => [
  ...listOf(items, 'push on', budget),
  item,
]);
const prepend = fn(['any', 'any'], ([items, item], budget) => [
  item,
  ...listOf(items, 'prepend on', budget),
]);

/** sprig's list functions (https://masterminds.github.io/sprig/lists.html). */
export const LIST_FUNCTIONS: readonly (readonly [string, GoFunction])[] = [
  ['list', list],
  ['tuple', list],
  ...withMust('append', push),
  ...withMust('push', push),
  ...withMust('prepend', prepend),
  ...withMust(
    'first',
    change1('find first on', items => items[0] ?? null),
  ),
  ...withMust(
    'last',
    change1('find last on', items => items.at(-1) ?? null),
  ),
  ...withMust(
    'rest',
    change1('find rest on', items => (items.length > 0 ? items.slice(1) : nilList())),
  ),
  ...withMust(
    'initial',
    change1('find initial on', items => (items.length > 0 ? items.slice(0, -1) : nilList())),
  ),
  ...withMust(
    'reverse',
    change1('find reverse on', items => [...items].reverse()),
  ),
  ...withMust('uniq', change1('find uniq on', unique)),
  ...withMust(
    'compact',
    change1('compact on', items => items.filter(isTrue)),
  ),
  ...withMust(
    'without',
    variadic(['any'], 'any', ([items], omit, budget) =>
      listOf(items, 'find without on', budget).filter(item => !contains(omit, item, budget)),
    ),
  ),
  ...withMust(
    'has',
    fn(['any', 'any'], ([item, items], budget) => has(item, items, budget)),
  ),
  ...withMust(
    'slice',
    variadic(['any'], 'any', ([items], indices, budget) => {
      if (!isList(items)) {
        fail(`list should be type of slice or array but ${kindName(items)}`);
      }
      return slice(listOf(items, 'slice', budget), indices);
    }),
  ),
  ...withMust(
    'chunk',
    fn(['int', 'any'], ([size, items], budget) => chunk(size, listOf(items, 'chunk', budget))),
  ),
  [
    'concat',
    variadic([], 'any', (_, lists, budget) => {
      const all = lists.flatMap(items => [...listOf(items, 'concat', budget)]);
      return all.length > 0 ? all : nilList();
    }),
  ],
  ['sortAlpha', fn(['any'], ([items], budget) => sortAlpha(items, budget))],
];
