import { get, getScalar, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { isGroupOfKubernetes } from '../../kinds.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';

/** A name that stands for a generated object, to which kustomize has given another name since. */
export interface HashedName {
  readonly at: LocatedScalar;
  /** The object that has the name in it. */
  readonly resource: ClusterResource;
  /** The ConfigMap or Secret, under the name that it has now. */
  readonly generated: ClusterResource;
}

const KINDS = ['ConfigMap', 'Secret'] as const;
type Kind = (typeof KINDS)[number];

/**
 * Names of generated ConfigMaps and Secrets that stand where kustomize doesn't follow them: in the fields
 * of custom resources, and in annotations. Only fields that say what they name are looked at.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/konfig/builtinpluginconsts/namereference.go
 */
export function hashedNames({ deployed }: Pick<ResourceIndex, 'deployed'>): HashedName[] {
  const byName = new Map<string, ClusterResource>();
  for (const item of deployed) {
    const plain = plainName(item);
    if (plain !== undefined) byName.set(`${item.kind} ${item.namespace}/${plain}`, item);
  }
  if (byName.size === 0) return [];
  return deployed.flatMap(resource => {
    const { group, namespace, value, release } = resource;
    if (release) return [];
    const parts = [
      ...(isGroupOfKubernetes(group) ? [] : [get(value, 'spec')]),
      get(value, 'metadata', 'annotations'),
    ];
    return parts
      .flatMap(part => (part ? namesIn(part) : []))
      .flatMap(({ kind, at }) => {
        const name = at.text.startsWith(`${namespace}/`)
          ? at.text.slice((namespace ?? '').length + 1)
          : at.text;
        const generated = byName.get(`${kind} ${namespace}/${name}`);
        return generated ? [{ at, resource, generated }] : [];
      });
  });
}

const SUFFIX = /^(.+)-[bcdfghkmt2456789]{10}$/;

/** The name that a generated object had before it got its hash. */
function plainName({ kind, value }: ClusterResource): string | undefined {
  if (!KINDS.some(known => known === kind)) return undefined;
  const name = getScalar(value, 'metadata', 'name');
  return name?.origin.made ? SUFFIX.exec(name.text)?.[1] : undefined;
}

interface Name {
  readonly kind: Kind;
  readonly at: LocatedScalar;
}

/** Names below keys such as `configMapRef` or `secretName`, and beside a `kind` of one of the two. */
function namesIn(value: LocatedValue): Name[] {
  if (value.kind === 'scalar') return [];
  if (value.kind === 'sequence') return value.items.flatMap(namesIn);
  const said = KINDS.find(kind => kind === textAt(value, 'kind'));
  const name = getScalar(value, 'name');
  const beside = said && name ? [{ kind: said, at: name }] : [];
  return [
    ...beside,
    ...[...value.entries.values()].flatMap(({ key, value: item }) => {
      const kind = kindNamed(key.text);
      return kind ? nameAt(item, kind) : namesIn(item);
    }),
  ];
}

/** What a key such as `secretRef` names. */
function kindNamed(text: string): Kind | undefined {
  if (/config-?map/i.test(text)) return 'ConfigMap';
  return /secret/i.test(text) ? 'Secret' : undefined;
}

function nameAt(value: LocatedValue, kind: Kind): Name[] {
  if (value.kind === 'scalar') return typeof value.value === 'string' ? [{ kind, at: value }] : [];
  if (value.kind === 'sequence') return value.items.flatMap(item => nameAt(item, kind));
  const name = getScalar(value, 'name');
  return name ? [{ kind, at: name }] : namesIn(value);
}
