import { codes } from '../../../../text/code.ts';
import { didYouMean } from '../../../../text/nearest.ts';
import { scalarFrom } from '../../../../yaml/build.ts';
import type { LocatedScalar, LocatedValue } from '../../../../yaml/located.ts';
import { type Context, refuse, relatedTo } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { objectName } from './names.ts';

/** The item of an identifier, whose name is put where the identifier stands. */
export interface Reference {
  readonly item: Item;
  readonly name: LocatedScalar;
}

/** Resolves an identifier silently; undefined when no rendered item has it. */
export function lookUp(
  context: Context,
  group: string,
  identifier: LocatedScalar,
): Reference | undefined {
  const item = itemsOf(context, ...group.split('.')).find(({ id }) => id === identifier.text);
  return (
    item && { item, name: scalarFrom(identifier.origin, objectName(context, group, item).text) }
  );
}

/** Resolves an identifier; one that names nothing is refused, with the nearest that does. */
export function resolve(
  context: Context,
  group: string,
  identifier: LocatedScalar,
  what: string,
): Reference | undefined {
  const found = lookUp(context, group, identifier);
  if (!found) refuseUnknown(context, group, identifier, what);
  return found;
}

/** Refuses an identifier that no enabled item of the group has. */
export function refuseUnknown(
  context: Context,
  group: string,
  identifier: LocatedScalar,
  what: string,
): void {
  const items = itemsOf(context, ...group.split('.'));
  const ids = items.map(({ id }) => id);
  const help =
    didYouMean(identifier.text, ids) ??
    (ids.length > 0 ? `Use one of them: ${codes(ids)}.` : undefined);
  refuse(context, identifier, `the chart's values have no enabled ${what} \`${identifier.text}\``, {
    help,
    related:
      items.length === 1 ? items.map(({ key }) => relatedTo(key, `the only ${what}`)) : undefined,
  });
}

/** The only rendered item of a group, or undefined. */
export function single(context: Context, group: string): Item | undefined {
  const [only, ...others] = itemsOf(context, group);
  return others.length === 0 ? only : undefined;
}

/** The scalar of a value that says one of a few words; another is refused, and the nearest taken. */
export function oneOf<T extends string>(
  context: Context,
  value: LocatedValue,
  allowed: readonly T[],
  what: string,
): T | undefined {
  const text = value.kind === 'scalar' ? value.text : '';
  const hit = allowed.find(name => name === text);
  if (hit !== undefined) return hit;
  refuse(context, value, `${what} \`${text}\` is not one the chart knows`, {
    help: didYouMean(text, allowed) ?? `Use ${codes(allowed, 'or')}.`,
  });
  return undefined;
}
