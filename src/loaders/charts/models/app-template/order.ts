import { get } from '../../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../../yaml/located.ts';
import { type Context, refuse } from './context.ts';
import type { Item } from './items.ts';

/**
 * The items so that each comes after those it names in `dependsOn`, by name otherwise. A cycle is
 * refused and leaves the order by name.
 *
 * @see https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/chart/_kahn.tpl
 */
export function dependencyOrder(context: Context, items: readonly Item[]): readonly Item[] {
  const ordered: Item[] = [];
  let waiting = [...items];
  while (waiting.length > 0) {
    const ready = waiting.filter(
      item => !dependencies(item).some(({ text }) => waiting.some(({ id }) => id === text)),
    );
    if (ready.length === 0) {
      const [first] = waiting;
      if (first)
        refuse(
          context,
          get(first.value, 'dependsOn') ?? first.key,
          '`dependsOn` goes round in a circle',
        );
      return items;
    }
    ordered.push(...ready);
    waiting = waiting.filter(item => !ready.includes(item));
  }
  return ordered;
}

function dependencies({ value }: Item): LocatedScalar[] {
  const written = get(value, 'dependsOn');
  const list: readonly LocatedValue[] =
    written?.kind === 'sequence' ? written.items : written ? [written] : [];
  return list.flatMap(item => (item.kind === 'scalar' && item.value !== null ? [item] : []));
}
