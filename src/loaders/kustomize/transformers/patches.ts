import { applyJsonPatch, parseJsonPatch } from '../../../model/json-patch.ts';
import { mergeSchemaOf } from '../../../model/merge-keys.ts';
import { isInlinePatch } from '../../../model/patch-text.ts';
import { type MergeConflict, strategicMerge } from '../../../model/strategic-merge.ts';
import { code } from '../../../text/code.ts';
import { didYouMean, nearest } from '../../../text/nearest.ts';
import { listing } from '../../../text/plural.ts';
import {
  asMap,
  booleanAt,
  get,
  getMap,
  getScalar,
  getString,
  itemsAt,
} from '../../../yaml/access.ts';
import { mapFrom, setIn, withEntry, without } from '../../../yaml/build.ts';
import { parseEmbedded } from '../../../yaml/embedded.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ParsedSource } from '../../../yaml/parse.ts';
import { asYaml12 } from '../../../yaml/yaml-1-2.ts';
import type { BuildContext } from '../context/context.ts';
import {
  type Gathered,
  mayHoldMore,
  noteIdle,
  report,
  unknown,
  unsettled,
} from '../context/gathered.ts';
import { allIds, describe, type Item, idOf, isSameId, remember, text } from '../items/item.ts';
import { isBuiltIn } from '../items/scope.ts';
import { objectsOf } from '../kustomization/manifests.ts';
import { resolvePath } from '../kustomization/paths.ts';
import type { Target } from '../kustomization/target.ts';
import { eachEntry } from './each-entry.ts';
import { readSelector, type Selector, selects } from './selector.ts';

/** A patch that was read: what it says, and what it may be applied to. */
interface Patch {
  readonly from: LocatedValue;
  readonly text: string;
  readonly parsed: ParsedSource;
  readonly selector: Selector | undefined;
  /** The target as written; undefined in a component, which is for whatever uses it. */
  readonly target?: LocatedMap | undefined;
  readonly allowNameChange: boolean;
  readonly allowKindChange: boolean;
}

/** `patchesStrategicMerge`: each entry a file or the patch itself. */
export function applyStrategicPatches(
  context: BuildContext,
  target: Target,
  items: readonly Item[],
): readonly Item[] {
  return eachEntry(context, itemsAt(target.value, 'patchesStrategicMerge'), items, (at, from) => {
    if (from.kind !== 'scalar') return at;
    const parsed = isInlinePatch(from.text)
      ? embedded(context, from)
      : patchFile(context, target, from);
    if (!parsed) return at.map(inPart);
    const plain = { selector: undefined, allowNameChange: false, allowKindChange: false };
    return strategic(context, { from, text: from.text, parsed, ...plain }, at);
  });
}

/**
 * `patches`: strategic merge or JSON patches, told apart by their content.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/builtins/PatchTransformer.go
 */
export function applyPatches(
  context: BuildContext,
  target: Target,
  items: readonly Item[],
): readonly Item[] {
  return applyEach(context, target, items, 'patches', patch => {
    const first = patch.parsed.documents[0]?.value;
    return first?.kind === 'sequence' ? json : strategic;
  });
}

/** `patchesJson6902`, which run after names, namespaces and labels are set. */
export function applyJsonPatches(
  context: BuildContext,
  target: Target,
  items: readonly Item[],
): readonly Item[] {
  return applyEach(context, target, items, 'patchesJson6902', () => json);
}

type Apply = (gathered: Gathered, patch: Patch, items: readonly Item[]) => readonly Item[];

function applyEach(
  context: BuildContext,
  target: Target,
  items: readonly Item[],
  field: string,
  kindOf: (patch: Patch) => Apply,
): readonly Item[] {
  return eachEntry(context, itemsAt(target.value, field), items, (at, entry) => {
    if (entry.kind !== 'map') return at;
    const patch = readPatch(context, target, entry);
    return patch ? kindOf(patch)(context, patch, at) : unread(context, entry, at);
  });
}

/** What a patch that can't be read may have changed is known in part only: all, where only the patch says of what it is. */
function unread(context: BuildContext, entry: LocatedMap, items: readonly Item[]): readonly Item[] {
  const target = getMap(entry, 'target');
  const selector = target && readSelector(context, target);
  return items.map(item =>
    selector === undefined || selects(selector, item) ? inPart(item) : item,
  );
}

const inPart = (item: Item): Item => ({ ...item, partial: true });

function readPatch(context: BuildContext, target: Target, entry: LocatedMap): Patch | undefined {
  const path = getScalar(entry, 'path');
  const inline = getScalar(entry, 'patch');
  const hasInline = inline !== undefined && inline.text.trim() !== '';
  if (path?.text && hasInline) {
    report(context, path, 'a patch has either `path` or `patch`, not both');
  } else if (!path?.text && !hasInline) {
    report(context, entry, 'a patch needs `path` or `patch`');
    return undefined;
  }
  const from = hasInline ? inline : path;
  if (!from) return undefined;
  const parsed = hasInline ? embedded(context, inline) : patchFile(context, target, from);
  if (!parsed) return undefined;
  const selector = getMap(entry, 'target');
  const file = parsed.documents[0]?.file;
  return {
    from,
    text: hasInline ? inline.text.trim() : (file?.text ?? ''),
    parsed,
    selector: selector && readSelector(context, selector),
    target: target.kind === 'Kustomization' ? selector : undefined,
    allowNameChange: booleanAt(entry, 'options', 'allowNameChange') ?? false,
    allowKindChange: booleanAt(entry, 'options', 'allowKindChange') ?? false,
  };
}

function patchFile(
  context: BuildContext,
  { directory }: Target,
  from: LocatedScalar,
): ParsedSource | undefined {
  const resolved = resolvePath(context, { directory, from, role: 'patch', wanted: 'file' });
  if (resolved?.target !== 'file') return undefined;
  const parsed = context.sources.parse(resolved.path);
  if (!parsed.broken) return parsed;
  unsettled(context, from, `\`${resolved.path}\` can't be parsed`);
  return undefined;
}

function embedded(gathered: Gathered, from: LocatedScalar): ParsedSource | undefined {
  const parsed = parseEmbedded(from);
  const [problem] = parsed.problems;
  if (problem) report(gathered, problem.at, `the patch is not valid YAML: ${problem.message}`);
  return parsed.broken ? undefined : parsed;
}

function strategic(gathered: Gathered, patch: Patch, items: readonly Item[]): readonly Item[] {
  const objects = objectsOf(gathered, patch.parsed);
  const { selector } = patch;
  if (!selector)
    return objects.reduce((at, object) => untargeted(gathered, patch, object, at), items);
  const [object] = objects;
  if (!object) return items;
  if (objects.length > 1) {
    report(
      gathered,
      patch.from,
      "several strategic merge patches in one entry can't have a target",
    );
  }
  noteMiss(gathered, patch, items);
  return items.flatMap(item =>
    selects(selector, item) ? patched(gathered, patch, withType(object, item), item) : [item],
  );
}

/** A patch with a target takes its apiVersion from what it is applied to. */
function withType(patch: LocatedMap, item: Item): LocatedMap {
  const apiVersion = get(item.value, 'apiVersion');
  return apiVersion ? withEntry(patch, 'apiVersion', apiVersion) : without(patch, 'apiVersion');
}

function untargeted(
  gathered: Gathered,
  patch: Patch,
  object: LocatedMap,
  items: readonly Item[],
): readonly Item[] {
  const id = idOf({ value: object });
  const hits = items.filter(item => allIds(item).some(known => isSameId(known, id)));
  const [hit] = hits;
  if (!hit) {
    reportMiss(gathered, object, items);
    return items;
  }
  if (hits.length > 1) {
    report(
      gathered,
      nameOf(object),
      `more than one object could be ${describe(id)}: give the patch a target`,
    );
    return items;
  }
  return items.flatMap(item => (item === hit ? patched(gathered, patch, object, item) : [item]));
}

const nameOf = (object: LocatedMap): LocatedValue => get(object, 'metadata', 'name') ?? object;

function reportMiss(gathered: Gathered, object: LocatedMap, items: readonly Item[]): void {
  const id = idOf({ value: object });
  if (mayHoldMore(gathered, id.kind)) {
    const reason = `a patch is for ${describe(id)}, which isn't among the known objects`;
    unknown(gathered, nameOf(object), reason, {
      kinds: new Set([id.kind]),
      mayName: name => name === id.name,
    });
    return;
  }
  const sameType = items.filter(item => idOf(item).kind === id.kind);
  const elsewhere = sameType.find(item => idOf(item).name === id.name);
  const best = nearest(
    id.name,
    sameType.map(item => idOf(item).name),
  );
  const help = elsewhere
    ? `There is ${describe(idOf(elsewhere))} of \`${text(elsewhere.value, 'apiVersion')}\`: kind, \`apiVersion\`, name and namespace must all agree`
    : best && `Did you mean ${code(best)}?`;
  report(gathered, nameOf(object), `nothing to patch: there is no ${describe(id)}`, { help });
}

/** An entry of a list behind a comment sign that is a path: where nothing is left, the patches wait for it to come back. */
const TAKEN_OUT = /^[ \t]*#+[ \t]*-[ \t]+(?:path:[ \t]+)?\S*[/.]\S*/m;

/** A target that selects nothing is no error to kustomize, but the patch is lost. */
function noteMiss(gathered: Gathered, { selector, target }: Patch, items: readonly Item[]): void {
  if (!target || !selector?.isSound || items.some(item => selects(selector, item))) return;
  const kind = getString(target, 'kind');
  const isLiteral = kind !== undefined && /^\w+$/.test(kind.text);
  const isBlind = selector.hasMarks && items.some(({ partial }) => partial);
  if (isBlind || mayHoldMore(gathered, isLiteral ? kind.text : undefined)) return;
  const wanted = [...target.entries].flatMap(([name, { value }]) =>
    value.kind === 'scalar' && value.text !== '' ? [`${name} ${code(value.text)}`] : [],
  );
  const name = getString(target, 'name');
  const sameKind = items.filter(item => !isLiteral || idOf(item).kind === kind.text);
  const meant = didYouMean(
    name?.text ?? '',
    sameKind.map(item => idOf(item).name),
  );
  if (items.length === 0 && TAKEN_OUT.test(target.origin.file.text)) return;
  const message = `nothing to patch: no object of the build has ${listing(wanted)}`;
  noteIdle(
    gathered,
    name ?? kind ?? target,
    message,
    meant ?? 'Correct the target, or remove the patch.',
  );
}

function patched(
  gathered: Gathered,
  patch: Patch,
  object: LocatedMap,
  item: Item,
): readonly Item[] {
  const { kind } = idOf(item);
  const apiVersion = text(item.value, 'apiVersion');
  const schema = mergeSchemaOf(apiVersion, kind, isBuiltIn(apiVersion, kind));
  const conflicts: MergeConflict[] = [];
  const merged = strategicMerge(item.value, object, { schema, conflicts });
  for (const { at, message } of conflicts) report(gathered, at, `the patch ${message}`);
  if (!merged) return [];
  const { allowNameChange, allowKindChange } = patch;
  const kept = [
    ['apiVersion'],
    ...(allowKindChange ? [] : [['kind']]),
    ...(allowNameChange ? [] : [['metadata', 'name']]),
    ['metadata', 'namespace'],
  ];
  const value = kept.reduce((at, path) => restore(at, item.value, path), merged);
  const before = allowNameChange || allowKindChange ? remember(item) : item;
  return [{ ...before, value }];
}

/** Gives a field the value that it had in another version of the object. */
function restore(value: LocatedMap, old: LocatedMap, path: readonly string[]): LocatedMap {
  const before = get(old, ...path);
  if (get(value, ...path) === before) return value;
  if (before) return setIn(value, path, before) as LocatedMap;
  const parent = getMap(value, ...path.slice(0, -1));
  const last = path.at(-1);
  if (!parent || last === undefined) return value;
  return setIn(value, path.slice(0, -1), without(parent, last)) as LocatedMap;
}

function json(gathered: Gathered, patch: Patch, items: readonly Item[]): readonly Item[] {
  const { selector, from } = patch;
  const document = patch.parsed.documents[0]?.value;
  if (!document || (document.kind === 'scalar' && document.value === null)) return items;
  if (!selector) {
    report(gathered, from, 'a JSON patch needs a `target`');
    return items;
  }
  if (patch.text.startsWith('[') && !isJson(patch.text)) {
    report(gathered, from, 'a patch that starts with `[` is read as JSON, but is not valid JSON', {
      help: 'quote all names and texts, or write a YAML block list',
    });
  }
  noteMiss(gathered, patch, items);
  const { operations, problems } = parseJsonPatch(asYaml12(document));
  for (const { at, message } of problems) report(gathered, at, message);
  return items.map(item => {
    if (!selects(selector, item)) return item;
    const options = { replaceAdds: true, partial: item.partial };
    const result = applyJsonPatch(withAnnotations(item.value), operations, options);
    for (const { at, message } of result.problems) {
      report(gathered, at, `${message} in ${describe(idOf(item))}`);
    }
    const value = asMap(result.value);
    return value ? { ...remember(item), value: withoutEmpty(value, item.value) } : item;
  });
}

const ANNOTATIONS = ['metadata', 'annotations'] as const;

/**
 * Before a JSON patch kustomize notes the object's name in annotations of its own: `add` below them
 * never misses its parent, as it does below labels that are not there.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/builtins/PatchTransformer.go
 */
const withAnnotations = (value: LocatedMap): LocatedMap =>
  getMap(value, 'metadata') && !get(value, ...ANNOTATIONS)
    ? (setIn(value, ANNOTATIONS, mapFrom(value.origin, {})) as LocatedMap)
    : value;

/** Without the annotations that only the patch was to find. */
function withoutEmpty(value: LocatedMap, before: LocatedMap): LocatedMap {
  const metadata = getMap(value, 'metadata');
  const isEmpty = getMap(metadata, 'annotations')?.entries.size === 0;
  return metadata && isEmpty && !get(before, ...ANNOTATIONS)
    ? withEntry(value, 'metadata', without(metadata, 'annotations'))
    : value;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
