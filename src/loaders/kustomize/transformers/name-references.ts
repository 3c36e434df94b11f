import { getMap, getScalar, getString, itemsAt } from '../../../yaml/access.ts';
import { scalarFrom, withEntry } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { type Gathered, report } from '../context/gathered.ts';
import { type FieldSpec, isFor, setField } from '../fields/field-spec.ts';
import type { NameReference } from '../fields/name-reference-table.ts';
import {
  describe,
  type Id,
  type Item,
  idOf,
  NO_NAMESPACE,
  originalId,
  previousIds,
  text,
} from '../items/item.ts';

/**
 * Lets references follow the names that a build has changed, in the fields where kustomize knows
 * that they are references.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/filters/nameref/nameref.go
 */
export function fixNameReferences(
  gathered: Gathered,
  items: readonly Item[],
  references: readonly NameReference[],
): readonly Item[] {
  const renamed = byEarlierName(items);
  if (renamed.size === 0) return items;
  const fields = references.flatMap(reference =>
    reference.fields.map(spec => ({ reference, spec })),
  );
  return items.map(item => {
    const { kind } = originalId(item);
    const value = fields.reduce((at, { reference, spec }) => {
      if (spec.kind && spec.kind !== kind) return at;
      const referrer: Referrer = { gathered, item, reference, spec, renamed };
      return setField(at, withoutKind(spec, item), field => follow(referrer, field));
    }, item.value);
    return value === item.value ? item : { ...item, value };
  });
}

interface Referrer {
  readonly gathered: Gathered;
  readonly item: Item;
  readonly reference: NameReference;
  readonly spec: FieldSpec;
  readonly renamed: ReadonlyMap<string, readonly Item[]>;
}

/** A patch may have changed the kind since: the field belongs to what the object was first. */
const withoutKind = (spec: FieldSpec, item: Item): FieldSpec =>
  isFor(spec, item.value) ? { path: spec.path } : spec;

function byEarlierName(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const result = new Map<string, Item[]>();
  for (const item of items) {
    for (const name of new Set(item.previous.map(previous => previous.name))) {
      const known = result.get(name);
      if (known) known.push(item);
      else result.set(name, [item]);
    }
  }
  return result;
}

function follow(referrer: Referrer, field: LocatedValue | undefined): LocatedValue | undefined {
  if (!field || (field.kind === 'scalar' && field.value === null)) return undefined;
  if (field.kind === 'scalar') return followName(referrer, field);
  if (field.kind === 'map') return followMap(referrer, field);
  const items = field.items.map(item => {
    if (item.kind === 'sequence') return item;
    const isScalar = item.kind === 'scalar';
    return (isScalar ? followName(referrer, item) : followMap(referrer, item)) ?? item;
  });
  return items.every((item, i) => item === field.items[i]) ? undefined : { ...field, items };
}

function followName(referrer: Referrer, field: LocatedScalar): LocatedScalar | undefined {
  const candidates = referrer.renamed.get(field.text) ?? [];
  const name = choose(referrer, field, candidates, id => id.name)?.name;
  return name === undefined || name === field.text ? undefined : scalarFrom(field.origin, name);
}

/** A reference of name and namespace: a subject of a binding, the service of a webhook. */
function followMap(referrer: Referrer, field: LocatedMap): LocatedMap | undefined {
  const name = getScalar(field, 'name');
  if (!name) return undefined;
  const namespace = getScalar(field, 'namespace')?.text;
  const all = referrer.renamed.get(name.text) ?? [];
  const inNamespace = (of: (item: Item) => Id) =>
    all.filter(item => of(item).namespace === namespace);
  const original = inNamespace(originalId);
  const candidates =
    namespace === undefined ? all : original.length > 0 ? original : inNamespace(idOf);
  const item = chooseItem(referrer, name, candidates, id => `${id.namespace}/${id.name}`);
  if (!item) return undefined;
  const target = getString(item.value, 'metadata', 'namespace');
  if (idOf(item).name === name.text && !target) return undefined;
  const renamed =
    idOf(item).name === name.text
      ? field
      : withEntry(field, 'name', scalarFrom(name.origin, idOf(item).name));
  return target ? withEntry(renamed, 'namespace', target) : renamed;
}

const choose = (
  referrer: Referrer,
  name: LocatedScalar,
  candidates: readonly Item[],
  sameness: (id: Id) => string,
): Id | undefined => {
  const item = chooseItem(referrer, name, candidates, sameness);
  return item && idOf(item);
};

/** The one object that a reference can mean; where several differ, that is reported. */
function chooseItem(
  referrer: Referrer,
  name: LocatedScalar,
  candidates: readonly Item[],
  sameness: (id: Id) => string,
): Item | undefined {
  const isMeant = roleOf(referrer);
  const possible = candidates.filter(
    item =>
      previousIds(item).some(id => id.name === name.text) &&
      previousIds(item).some(id => isOfType(id, referrer.reference)) &&
      isMeant(item) &&
      isReachable(referrer.item, item),
  );
  if (possible.length === 1) return possible[0];
  let alike = possible.filter(item => haveSameAffixes(item, referrer.item, true));
  if (alike.length > 1) alike = alike.filter(item => haveSameAffixes(item, referrer.item, false));
  const [first, second] = alike;
  if (!first || alike.every(item => sameness(idOf(item)) === sameness(idOf(first)))) return first;
  const names = [first, ...(second ? [second] : [])].map(item => describe(idOf(item)));
  report(referrer.gathered, name, `\`${name.text}\` could mean ${names.join(' or ')}`);
  return undefined;
}

const isOfType = (
  id: Id,
  { kind, group, version }: Pick<NameReference, 'kind' | 'group' | 'version'>,
) =>
  (!kind || kind === id.kind) &&
  (!group || group === id.group) &&
  (!version || version === id.version);

/** A binding's `roleRef` also says which kind of role it means. */
function roleOf({ item, spec }: Referrer): (candidate: Item) => boolean {
  const roleRef = spec.path.endsWith('roleRef/name') ? getMap(item.value, 'roleRef') : undefined;
  const group = roleRef && getScalar(roleRef, 'apiGroup')?.text;
  const kind = roleRef && getScalar(roleRef, 'kind')?.text;
  if (group === undefined || kind === undefined) return () => true;
  return candidate => previousIds(candidate).some(id => isOfType(id, { group, kind }));
}

/** Whether an object of a namespace can refer to another one. */
function isReachable(referrer: Item, item: Item): boolean {
  const from = idOf(referrer).namespace;
  const to = idOf(item).namespace;
  if (from === NO_NAMESPACE || to === NO_NAMESPACE || from === to) return true;
  if (idOf(item).kind !== 'ServiceAccount' || idOf(referrer).kind !== 'RoleBinding') return false;
  return itemsAt(referrer.value, 'subjects').some(
    subject =>
      subject.kind === 'map' &&
      text(subject, 'kind') === 'ServiceAccount' &&
      text(subject, 'namespace') === text(item.value, 'metadata', 'namespace'),
  );
}

function haveSameAffixes(a: Item, b: Item, allowEmpty: boolean): boolean {
  const isAlike = (one: readonly string[], other: readonly string[]): boolean => {
    if (allowEmpty && (one.length === 0 || other.length === 0)) return true;
    const length = Math.min(one.length, other.length);
    if (length === 0) return one.length === other.length;
    return one.slice(-length).join('\u0000') === other.slice(-length).join('\u0000');
  };
  return isAlike(a.prefixes, b.prefixes) && isAlike(a.suffixes, b.suffixes);
}
