import type { Environment } from '@marcbachmann/cel-js';
import { type Add, fail } from './add.ts';
import { charged, comparing } from './budget.ts';
import { equal } from './equality.ts';

class Sets {}
class Lists {}

type List = readonly unknown[];

/**
 * The functions of lists and sets that Kubernetes' API server has.
 *
 * @see https://pkg.go.dev/github.com/google/cel-go/ext#Lists
 * @see https://pkg.go.dev/github.com/google/cel-go/ext#Sets
 */
export function addCollections(environment: Environment, add: Add): void {
  environment
    .registerType('pitower.Sets', Sets)
    .registerConstant('sets', 'pitower.Sets', new Sets())
    .registerType('pitower.Lists', Lists)
    .registerConstant('lists', 'pitower.Lists', new Lists());
  const bounded =
    <T>(answer: (a: List, b: List) => T) =>
    (_: Sets, a: List, b: List): T => {
      comparing(a.length, b.length);
      return answer(a, b);
    };
  const has = (list: List, sought: unknown) => list.some(item => equal(item, sought));
  const contains = (a: List, b: List) => b.every(item => has(a, item));
  add('pitower.Sets.contains(list<dyn>, list<dyn>): bool', bounded(contains));
  add(
    'pitower.Sets.equivalent(list<dyn>, list<dyn>): bool',
    bounded((a, b) => contains(a, b) && contains(b, a)),
  );
  add(
    'pitower.Sets.intersects(list<dyn>, list<dyn>): bool',
    bounded((a, b) => b.some(item => has(a, item))),
  );
  add('pitower.Lists.range(int): list<int>', (_: Lists, count: bigint) => {
    const length = Number(count < 0n ? 0n : count);
    charged(length);
    return Array.from({ length }, (_item, i) => BigInt(i));
  });
  add('list<dyn>.flatten(): list<dyn>', (list: List) => flat(list, 1n));
  add('list<dyn>.flatten(int): list<dyn>', flat);
  add('list<dyn>.reverse(): list<dyn>', (list: List) => {
    charged(list.length);
    return list.toReversed();
  });
  add('list<dyn>.slice(int, int): list<dyn>', (list: List, from: bigint, to: bigint) => {
    if (from < 0n || to < from || to > BigInt(list.length)) fail('index out of range');
    charged(Number(to - from));
    return list.slice(Number(from), Number(to));
  });
  add('list<dyn>.distinct(): list<dyn>', (list: List) => {
    const kept: unknown[] = [];
    for (const item of list) {
      comparing(kept.length, 1);
      if (!has(kept, item)) kept.push(item);
    }
    charged(kept.length);
    return kept;
  });
  add('list<dyn>.sort(): list<dyn>', sorted);
}

/** Lists within a list, down to a level, as its items. */
function flat(list: List, depth: bigint): unknown[] {
  if (depth < 0n) fail('a level is not negative');
  return list.flatMap(item => {
    const items = Array.isArray(item) && depth > 0n ? flat(item, depth - 1n) : [item];
    charged(items.length);
    return items;
  });
}

const ORDERED: ReadonlySet<string> = new Set(['string', 'number', 'bigint', 'boolean']);

/** Only items of one type that has an order can be sorted; texts go by their characters, not by their halves. */
function sorted(list: List): unknown[] {
  charged(list.length);
  const types = new Set(list.map(item => typeof item));
  if (types.size > 1 || ![...types].every(type => ORDERED.has(type)))
    fail('the items have no order');
  return list.toSorted((a, b) => {
    if (typeof a === 'string' && typeof b === 'string')
      return Buffer.from(a).compare(Buffer.from(b));
    const [x, y] = [a, b] as [number, number];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}
