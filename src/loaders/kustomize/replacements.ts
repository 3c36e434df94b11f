import type { BuildContext } from './context.ts';
import type { Item } from './item.ts';
import type { Target } from './target.ts';

export function applyReplacements(
  _context: BuildContext,
  _target: Target,
  items: readonly Item[],
): readonly Item[] {
  return items;
}
