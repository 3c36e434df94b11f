import { mapFrom, sequenceFrom, withEntry } from '../../../yaml/build.ts';
import type { LocatedScalar, LocatedValue, Origin } from '../../../yaml/located.ts';
import { splitPath } from './field-spec.ts';
import { compilePattern } from './pattern.ts';
import { parseStructured, writeStructured } from './structured.ts';

/**
 * Splits the path of a replacement at its dots; `[name=a.b]` stays whole, `[a.b]` is the key a.b.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/kyaml/utils/pathsplitter.go
 */
export function splitFieldPath(path: string): readonly string[] {
  const result: string[] = [];
  let bracketed: string | undefined;
  for (const part of splitPath(path, '.')) {
    const text: string = bracketed === undefined ? part : `${bracketed}.${part}`;
    const isOpen = text.startsWith('[') && !text.endsWith(']');
    bracketed = isOpen ? text : undefined;
    if (isOpen) continue;
    const isKey = text.startsWith('[') && text.includes('.') && !text.includes('=');
    result.push(isKey ? text.slice(1, -1) : text);
  }
  return bracketed === undefined ? result : [...result, bracketed];
}

/** The value at a field path; `-` is a list's last item. */
export function findField(value: LocatedValue, path: readonly string[]): LocatedValue | undefined {
  let at: LocatedValue | undefined = value;
  for (const part of path.map(name => name.trim()).filter(name => name !== '')) {
    if (at?.kind === 'map') at = at.entries.get(part)?.value;
    else if (at?.kind === 'sequence') {
      const items: readonly LocatedValue[] = at.items;
      const wanted = itemMatch(part);
      if (part === '-') at = items.at(-1);
      else if (wanted) at = items.find(item => fieldText(item, wanted.field) === wanted.text);
      else at = /^\d+$/.test(part) ? items[Number(part)] : undefined;
    } else return undefined;
  }
  return at;
}

/** Gives a field its new value; undefined in: it is made; undefined out: it stays. */
type Change = (old: LocatedValue | undefined) => LocatedValue | undefined;

export interface FieldUpdate {
  readonly change: Change;
  /** Where fields are to be made that are missing: whom they come from. */
  readonly create: Origin | undefined;
  /** Fields that were reached. */
  hits: number;
}

/**
 * Changes the fields that a path leads to: `*` is any item, `[name=x]` the items whose name matches
 * the expression x, a number one item; a path may go on inside of a text that holds YAML or JSON.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/kyaml/yaml/match.go
 */
export function updateField(
  value: LocatedValue,
  path: readonly string[],
  update: FieldUpdate,
): LocatedValue {
  const [head, ...rest] = path;
  if (head === undefined) {
    update.hits++;
    return update.change(value) ?? value;
  }
  if (value.kind === 'sequence') return updateItems(value.items, value, head, rest, update);
  if (value.kind === 'scalar') return updateStructured(value, path, update);
  if (head === '*' || /^\[.*\]$/.test(head)) return value;
  const child = value.entries.get(head)?.value;
  if (child !== undefined) {
    const changed = updateField(child, rest, update);
    return changed === child ? value : withEntry(value, head, changed);
  }
  const made = makeField(rest, update);
  return made ? withEntry(value, head, made) : value;
}

function updateItems(
  items: readonly LocatedValue[],
  list: LocatedValue & { readonly kind: 'sequence' },
  head: string,
  rest: readonly string[],
  update: FieldUpdate,
): LocatedValue {
  const wanted = itemMatch(head);
  const matches = wanted && compilePattern(`.*(?:${wanted.text}).*`);
  const isHit = (item: LocatedValue, i: number): boolean => {
    if (head === '*') return true;
    const text = wanted && fieldText(item, wanted.field);
    return wanted ? text !== undefined && matches?.(text) === true : head === String(i);
  };
  const changed = items.map((item, i) => (isHit(item, i) ? updateField(item, rest, update) : item));
  if (items.some(isHit) || !update.create) {
    return changed.every((item, i) => item === items[i]) ? list : { ...list, items: changed };
  }
  const isNext = head === String(items.length);
  const made = isNext ? makeField(rest, update) : wanted && makeItem(wanted, rest, update);
  return made ? { ...list, items: [...items, made] } : list;
}

function makeItem(
  { field, text }: ItemMatch,
  rest: readonly string[],
  update: FieldUpdate,
): LocatedValue | undefined {
  if (!update.create || field === '') return undefined;
  return updateField(mapFrom(update.create, { [field]: text }), rest, update);
}

function makeField(path: readonly string[], update: FieldUpdate): LocatedValue | undefined {
  const { create, change } = update;
  if (!create) return undefined;
  const [head] = path;
  if (head === undefined) {
    update.hits++;
    return change(undefined);
  }
  const isList = /^\[.*\]$|^\d+$/.test(head);
  return updateField(isList ? sequenceFrom(create, []) : mapFrom(create, {}), path, update);
}

/** Goes on inside of a scalar whose text is YAML or JSON. */
function updateStructured(
  scalar: LocatedScalar,
  path: readonly string[],
  update: FieldUpdate,
): LocatedValue {
  const inner = parseStructured(scalar);
  if (!inner || inner.kind === 'scalar') return scalar;
  const changed = updateField(inner, path, update);
  return changed === inner ? scalar : writeStructured(scalar, changed);
}

interface ItemMatch {
  readonly field: string;
  readonly text: string;
}

function itemMatch(part: string): ItemMatch | undefined {
  const [, field = '', text = ''] = /^\[([^=]*)=(.*)\]$/s.exec(part) ?? [];
  return part.startsWith('[') && part.includes('=') ? { field, text } : undefined;
}

function fieldText(item: LocatedValue, field: string): string | undefined {
  const value =
    field === '' ? item : item.kind === 'map' ? item.entries.get(field)?.value : undefined;
  return value?.kind === 'scalar' ? value.text : undefined;
}
