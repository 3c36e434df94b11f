import { headOfDocument } from '../../helm/crd-heads.ts';
import { isObject, type Json, type JsonObject, member } from '../../helm/schema/json.ts';
import type { AppBuild } from '../../model/app-build.ts';
import type { ResourceIndex } from '../../model/cluster/objects/resources.ts';
import { once } from '../../model/once.ts';
import type { SourceText } from '../../source/text.ts';
import { booleanAt, get, itemsAt, textAt, toPlain } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import { parseYaml } from '../../yaml/parse.ts';

/** What a CustomResourceDefinition says of one version of its kind. */
export interface DefinedVersion {
  readonly name: string;
  /** Undefined where it takes anything. */
  readonly schema: JsonObject | undefined;
}

/** A CustomResourceDefinition, as far as objects are held against it. */
export interface Definition {
  /** The versions that are served. */
  readonly versions: readonly DefinedVersion[];
  /** The file that has it, where nothing of Argo CD's deploys it though it deploys other things. */
  readonly byHand?: string | undefined;
}

export interface Definitions {
  /** The definitions of a kind that the cluster gets; several where more than one source brings it. */
  of(group: string, kind: string): readonly Definition[];
  /** Whether there are any, of which no more is read than it takes to know that. */
  has(group: string, kind: string): boolean;
}

interface Facts {
  readonly resources: Pick<ResourceIndex, 'ofKind'>;
  readonly builds: readonly AppBuild[];
  /** Whether Argo CD deploys anything: what it does not, somebody applies by hand, or did once. */
  readonly hasApplications: boolean;
}

/** More definitions of one kind than this are copies for something else. */
const MOST = 4;

/**
 * The CustomResourceDefinitions that the repository deploys, and those that the charts at hand bring along. What they
 * say is read when an object of the kind is met: their schemas are by far the longest objects there are.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
 */
export function definitionsIn({ resources, builds, hasApplications }: Facts): Definitions {
  let index: ReturnType<typeof indexed> | undefined;
  const hands = new Map<LocatedMap | SourceText, string>();
  const read = once((value: LocatedMap) => definitionOf(value));
  const readText = once((text: SourceText) => {
    const [document] = parseYaml(text).documents;
    return document?.value?.kind === 'map' ? read(document.value) : undefined;
  });
  const sourcesOf = (group: string, kind: string): readonly (LocatedMap | SourceText)[] => {
    index ??= indexed(resources, builds, hands);
    const sources = [...(index.get(`${kind}.${group}`) ?? [])];
    return sources.length > MOST ? [] : sources;
  };
  return {
    of: (group, kind) => {
      const found = sourcesOf(group, kind).map(source => {
        const versions = 'text' in source ? readText(source) : read(source);
        const byHand = hasApplications ? hands.get(source) : undefined;
        return versions && { versions, byHand };
      });
      // One that can't be read may say anything.
      return found.every(item => item !== undefined) ? found : [];
    },
    has: (group, kind) => {
      const sources = sourcesOf(group, kind);
      const isKnown = (source: LocatedMap | SourceText): boolean => {
        if (!('text' in source)) return read(source) !== undefined;
        const head = headOfDocument(source);
        return head !== undefined && !isOpen(head);
      };
      return sources.length > 0 && sources.every(isKnown);
    },
  };
}

/** Whether a definition says nothing of fields that it doesn't name, or is of before there were schemas. */
const isOpen = (value: LocatedMap): boolean =>
  textAt(value, 'apiVersion') !== 'apiextensions.k8s.io/v1' ||
  booleanAt(value, 'spec', 'preserveUnknownFields') === true;

function indexed(
  resources: Facts['resources'],
  builds: readonly AppBuild[],
  hands: Map<LocatedMap | SourceText, string>,
): ReadonlyMap<string, ReadonlySet<LocatedMap | SourceText>> {
  const found = new Map<string, Set<LocatedMap | SourceText>>();
  const add = (key: string, source: LocatedMap | SourceText): void => {
    found.set(key, (found.get(key) ?? new Set()).add(source));
  };
  const packed = new Set<string>();
  for (const { releases } of builds) {
    for (const { rendering } of releases) {
      for (const { name, group, kind, source } of rendering.definitions?.() ?? []) {
        packed.add(name);
        add(`${kind}.${group}`, source);
      }
    }
  }
  for (const { value, name, owner, files } of resources.ofKind(
    'CustomResourceDefinition',
    'apiextensions.k8s.io',
  )) {
    // Of a packed chart's only the head is among the objects.
    if (packed.has(name) && !get(value, 'spec', 'versions')) continue;
    const [group, kind] = [textAt(value, 'spec', 'group'), textAt(value, 'spec', 'names', 'kind')];
    if (group && kind) add(`${kind}.${group}`, value);
    if (owner.type !== 'application') hands.set(value, files[0] ?? '');
  }
  return found;
}

function definitionOf(value: LocatedMap): readonly DefinedVersion[] | undefined {
  const versions = itemsAt(value, 'spec', 'versions');
  if (isOpen(value) || versions.length === 0) return undefined;
  return versions.flatMap(version => {
    const name = textAt(version, 'name');
    if (!name || booleanAt(version, 'served') === false) return [];
    const located = get(version, 'schema', 'openAPIV3Schema');
    const schema: Json | undefined = located && (toPlain(located) as Json);
    return [{ name, schema: isObject(schema) && isTyped(schema) ? schema : undefined }];
  });
}

/** Whether it is a structural schema of an object. */
const isTyped = (schema: JsonObject): boolean => member(schema, 'type') === 'object';
