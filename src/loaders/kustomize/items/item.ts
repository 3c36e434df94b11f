import type { HelmRelease } from '../../../model/release.ts';
import { splitApiVersion } from '../../../model/resource.ts';
import { code } from '../../../text/code.ts';
import { getScalar } from '../../../yaml/access.ts';
import type { LocatedMap } from '../../../yaml/located.ts';
import { isClusterScoped } from './scope.ts';

/** An object on its way through a build. Immutable: a transformer makes new ones. */
export interface Item {
  readonly value: LocatedMap;
  readonly files: readonly string[];
  readonly release: HelmRelease | undefined;
  readonly partial: boolean;
  /** Identities it had before a transformer changed it, oldest first. */
  readonly previous: readonly PreviousId[];
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** Whether its name gets a hash of its content at the end. */
  readonly hashed: boolean;
}

export interface PreviousId {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * What identifies an object in a build.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/kyaml/resid/resid.go
 */
export interface Id extends PreviousId {
  readonly group: string;
  readonly version: string;
  /** `default` where none is set, {@link NO_NAMESPACE} for kinds without one. */
  readonly namespace: string;
}

/** The namespace of what belongs to none, as kustomize writes it. */
export const NO_NAMESPACE = '_non_namespaceable_';

/** The text of a scalar at a path, '' when there is none. */
export const text = (value: LocatedMap, ...path: string[]): string => {
  const scalar = getScalar(value, ...path);
  return scalar === undefined || scalar.value === null ? '' : scalar.text;
};

/** A new item, as it stands in a file or comes out of a chart or generator. */
export const newItem = (
  value: LocatedMap,
  files: readonly string[],
  more: Partial<Pick<Item, 'release' | 'partial' | 'hashed'>> = {},
): Item => ({
  value,
  files,
  release: undefined,
  partial: false,
  previous: [],
  prefixes: [],
  suffixes: [],
  hashed: false,
  ...more,
});

const ids = new WeakMap<LocatedMap, Id>();

/** An object's identity as it is now. */
export function idOf({ value }: Pick<Item, 'value'>): Id {
  const known = ids.get(value);
  if (known) return known;
  const apiVersion = text(value, 'apiVersion');
  const kind = text(value, 'kind');
  const namespace = isClusterScoped(apiVersion, kind)
    ? NO_NAMESPACE
    : text(value, 'metadata', 'namespace') || 'default';
  const id = {
    ...splitApiVersion(apiVersion),
    kind,
    name: text(value, 'metadata', 'name'),
    namespace,
  };
  ids.set(value, id);
  return id;
}

/** Earlier identities, oldest first; group and version are always the current ones. */
export function previousIds(item: Item): readonly Id[] {
  const { group, version } = idOf(item);
  return item.previous.map(previous => ({ group, version, ...previous }));
}

export const allIds = (item: Item): readonly Id[] => [...previousIds(item), idOf(item)];

/** The identity that an object had when it entered the build. */
export const originalId = (item: Item): Id => previousIds(item)[0] ?? idOf(item);

export const keyOf = (id: Id): string =>
  [id.group, id.version, id.kind, id.namespace, id.name].join('\u0000');

export const isSameId = (a: Id, b: Id): boolean => keyOf(a) === keyOf(b);

/** The item with its present identity remembered as an earlier one. */
export function remember(item: Item): Item {
  const { kind, name, namespace } = idOf(item);
  const last = item.previous.at(-1);
  if (last?.kind === kind && last.name === name && last.namespace === namespace) return item;
  return { ...item, previous: [...item.previous, { kind, name, namespace }] };
}

/** A kind, and a name in backticks, for messages. */
export function describe(id: Id): string {
  const isDefault = id.namespace === NO_NAMESPACE || id.namespace === 'default';
  return `${id.kind} ${code(isDefault ? id.name : `${id.namespace}/${id.name}`)}`;
}
