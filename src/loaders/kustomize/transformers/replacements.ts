import { asMap, booleanAt, getMap, getScalar, itemsAt } from '../../../yaml/access.ts';
import { scalarFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { madeFrom } from '../../../yaml/located.ts';
import { resolvePlain } from '../../../yaml/scalars.ts';
import type { BuildContext } from '../context/context.ts';
import { type Gathered, mayHoldMore, report, unsettled } from '../context/gathered.ts';
import { type FieldUpdate, findField, splitFieldPath, updateField } from '../fields/field-path.ts';
import { allIds, describe, type Id, type Item, idOf } from '../items/item.ts';
import { checkShape } from '../kustomization/check.ts';
import { REPLACEMENT } from '../kustomization/fields.ts';
import { resolveFile } from '../kustomization/paths.ts';
import type { Target } from '../kustomization/target.ts';
import { eachEntry } from './each-entry.ts';
import { readSelector } from './selector.ts';

/**
 * Copies values between objects.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/filters/replacement/replacement.go
 */
export function applyReplacements(
  context: BuildContext,
  target: Target,
  items: readonly Item[],
): readonly Item[] {
  return eachEntry(context, replacementsOf(context, target), items, (at, replacement) => {
    const value = sourceValue(context, replacement, at);
    return value
      ? eachEntry(context, itemsAt(replacement, 'targets'), at, (within, selected) =>
          selected.kind === 'map' ? copyTo(context, within, selected, value) : within,
        )
      : at;
  });
}

/** The replacements that stand in the kustomization or in files of their own. */
function replacementsOf(context: BuildContext, target: Target): readonly LocatedMap[] {
  return itemsAt(target.value, 'replacements').flatMap(item => {
    const map = asMap(item);
    const from = getScalar(item, 'path');
    if (!map || !from || from.text === '') return map ?? [];
    if (map.entries.has('source') || map.entries.has('targets')) {
      report(context, from, 'a replacement is either inline or a `path`, not both');
    }
    const path = resolveFile(context, { directory: target.directory, from, role: 'replacement' });
    if (path === undefined) return [];
    const parsed = context.sources.parse(path);
    if (parsed.broken) unsettled(context, from, `\`${path}\` can't be parsed`);
    const value = parsed.documents[0]?.value;
    const list = value?.kind === 'sequence' ? value.items : value ? [value] : [];
    return list.flatMap(entry => asMap(checkShape(context, entry, REPLACEMENT, '')) ?? []);
  });
}

function sourceValue(
  gathered: Gathered,
  replacement: LocatedMap,
  items: readonly Item[],
): LocatedValue | undefined {
  const literal = getScalar(replacement, 'sourceValue');
  const source = getMap(replacement, 'source');
  if (itemsAt(replacement, 'targets').length === 0 || (!literal && !source)) {
    report(gathered, replacement, 'a replacement needs a source and at least one target');
    return undefined;
  }
  if (literal && source) report(gathered, literal, 'a replacement has `source` or `sourceValue`');
  if (!source) return literal;
  const matches = items.filter(item => allIds(item).some(id => isSelected(id, source)));
  const [match] = matches;
  if (!match || matches.length > 1) {
    if (match)
      report(gathered, source, `the source selects ${matches.length} objects: it must be one`);
    else if (mayHoldMore(gathered, getScalar(source, 'kind')?.text)) {
      unsettled(gathered, source, 'the source of a replacement is not among the known objects');
    } else report(gathered, source, 'the source selects no object');
    return undefined;
  }
  return refined(gathered, source, match);
}

/** A source is chosen by exact names, not by expressions. */
function isSelected(id: Id, source: LocatedMap): boolean {
  return (['group', 'version', 'kind', 'name', 'namespace'] as const).every(name => {
    const wanted = getScalar(source, name)?.text ?? '';
    return wanted === '' || wanted === id[name];
  });
}

function refined(
  gathered: Gathered,
  source: LocatedMap,
  { value, partial }: Item,
): LocatedValue | undefined {
  const path = getScalar(source, 'fieldPath');
  const field = findField(value, splitFieldPath(path?.text || 'metadata.name'));
  const isEmpty =
    !field || (field.kind === 'scalar' && (field.value === null || field.text === ''));
  if (isEmpty) {
    const name = path?.text ?? 'metadata.name';
    if (partial) {
      unsettled(gathered, path ?? source, 'the source of a replacement is not known in full');
      // What it becomes is a placeholder, which no rule judges.
      return scalarFrom((path ?? source).origin, `\${${name}}`);
    }
    report(gathered, path ?? source, `the source has no field \`${name}\``);
    return undefined;
  }
  const { delimiter, index } = optionsOf(source);
  if (delimiter === '') return field;
  const part = field.kind === 'scalar' ? field.text.split(delimiter)[index] : undefined;
  if (field.kind !== 'scalar' || part === undefined) {
    report(
      gathered,
      path ?? source,
      `the source can't be split into ${index + 1} parts at \`${delimiter}\``,
    );
    return undefined;
  }
  return scalar(field, part, 'string');
}

function optionsOf(owner: LocatedMap) {
  const options = getMap(owner, 'options');
  const index = getScalar(options, 'index')?.value;
  return {
    delimiter: getScalar(options, 'delimiter')?.text ?? '',
    index: typeof index === 'number' ? index : 0,
    create: booleanAt(options, 'create') ?? false,
  };
}

function copyTo(
  gathered: Gathered,
  items: readonly Item[],
  target: LocatedMap,
  value: LocatedValue,
): readonly Item[] {
  const select = getMap(target, 'select');
  if (!select) {
    report(gathered, target, "a replacement's target needs `select`");
    return items;
  }
  const selector = readSelector(gathered, select);
  const rejects = itemsAt(target, 'reject').flatMap(reject =>
    reject.kind === 'map' ? [{ map: reject, selector: readSelector(gathered, reject) }] : [],
  );
  const isRejected = (item: Item, ids: readonly Id[]): boolean =>
    rejects.some(
      ({ map, selector }) =>
        (selector.hasId && ids.some(id => selector.matchesId([id]))) ||
        (hasMarks(map) && selector.matchesMarks(item)),
    );
  return items.map(item => {
    const ids = allIds(item);
    if (!selector.matchesMarks(item) || isRejected(item, ids)) return item;
    if (!ids.some(id => selector.matchesId([id]))) return item;
    return copyInto(gathered, item, target, value);
  });
}

const hasMarks = (map: LocatedMap): boolean =>
  map.entries.has('annotationSelector') || map.entries.has('labelSelector');

function copyInto(gathered: Gathered, item: Item, target: LocatedMap, value: LocatedValue): Item {
  const { delimiter, index, create } = optionsOf(target);
  const written = itemsAt(target, 'fieldPaths');
  const paths = written.length > 0 ? written : [undefined];
  const isCreated = create || item.partial;
  const result = paths.reduce<LocatedValue>((at, from) => {
    const path = from?.kind === 'scalar' ? from.text : 'metadata.name';
    const change = (old: LocatedValue | undefined) => replaced(old, value, delimiter, index);
    const update: FieldUpdate = { change, create: isCreated ? value.origin : undefined, hits: 0 };
    const changed = updateField(at, splitFieldPath(path), update);
    if (update.hits === 0 && !item.partial) {
      report(gathered, from ?? target, `${describe(idOf(item))} has no field \`${path}\``, {
        help: create ? undefined : '`options.create` makes it',
      });
    }
    return changed;
  }, item.value);
  const map = asMap(result);
  return map ? { ...item, value: map } : item;
}

/** What a field becomes; a scalar keeps the type that it had. */
function replaced(
  old: LocatedValue | undefined,
  value: LocatedValue,
  delimiter: string,
  index: number,
): LocatedValue | undefined {
  if (value.kind !== 'scalar' || (old && old.kind !== 'scalar')) return value;
  let text = value.text;
  if (delimiter !== '' && old) {
    const parts = old.text.split(delimiter);
    if (index < 0) parts.unshift(text);
    else if (index >= parts.length) parts.push(text);
    else parts[index] = text;
    text = parts.join(delimiter);
  }
  return scalar(value, text, typeof old?.value === 'string' ? 'string' : 'plain');
}

function scalar(from: LocatedScalar, text: string, type: 'string' | 'plain'): LocatedScalar {
  const resolved = type === 'string' ? text : resolvePlain(text);
  const isWord = typeof resolved === 'boolean' && !/^(?:true|false)$/i.test(text);
  const origin = madeFrom(from.origin, 'derived');
  return {
    kind: 'scalar',
    value: isWord ? text : resolved,
    text,
    quoted: type === 'string',
    origin,
  };
}
