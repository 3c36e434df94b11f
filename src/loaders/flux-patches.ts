import type { Resource } from '../model/resource.ts';
import { itemsAt, textAt } from '../yaml/access.ts';
import type { ClassifiedDocument } from '../yaml/classify.ts';
import type { LocatedValue } from '../yaml/located.ts';

/** What a patch is for, as far as it says; absent stands for any. */
interface Target {
  readonly kind: string | undefined;
  readonly name: string | undefined;
}

const NAME = /^[\w.-]+$/;

/**
 * Which objects Flux patches after kustomize has built them: what such a patch makes of them is not read, so they are
 * known in part.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#patches
 */
export function fluxPatches(
  documents: readonly ClassifiedDocument[],
): (resource: Pick<Resource, 'kind' | 'name'>) => boolean {
  const targets = documents
    .filter(({ document: { value } }) => isFlux(value))
    .flatMap(({ document: { value } }) => itemsAt(value, 'spec', 'patches').map(targetOf));
  return ({ kind, name }) =>
    targets.some(
      target =>
        (target.kind === undefined || target.kind === kind) &&
        // What is no plain name is a pattern.
        (target.name === undefined || !NAME.test(target.name) || target.name === name),
    );
}

const isFlux = (value: LocatedValue | undefined): boolean =>
  textAt(value, 'kind') === 'Kustomization' &&
  (textAt(value, 'apiVersion')?.startsWith('kustomize.toolkit.fluxcd.io/') ?? false);

/** By its `target`, else by the object that a strategic merge patch is part of. */
function targetOf(patch: LocatedValue): Target {
  const kind = textAt(patch, 'target', 'kind');
  const name = textAt(patch, 'target', 'name');
  if (kind !== undefined || name !== undefined) return { kind, name };
  const text = textAt(patch, 'patch') ?? '';
  return {
    kind: /^kind:[ \t]*(\S+)/m.exec(text)?.[1],
    name: /^ {1,8}name:[ \t]*(\S+)/m.exec(text)?.[1],
  };
}
