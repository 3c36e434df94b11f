import { joinPath } from '../source/tree.ts';
import { itemsAt, textAt } from './access.ts';
import type { LocatedValue } from './located.ts';

/** Fields of a kustomization whose items are paths, or have one. */
const FIELDS = [
  'resources',
  'bases',
  'components',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'crds',
  'configurations',
  'generators',
  'transformers',
  'validators',
] as const;

/**
 * The paths that a kustomization names, relative to the repository root, whether anything is there or not;
 * without remote ones, and those that leave the repository.
 *
 * @param directory the kustomization's own
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export const listedPaths = (value: LocatedValue | undefined, directory: string): string[] =>
  FIELDS.flatMap(field => itemsAt(value, field))
    .flatMap(item => (item.kind === 'scalar' ? item.text : (textAt(item, 'path') ?? [])))
    .filter(entry => !entry.includes('://'))
    .flatMap(entry => joinPath(directory, entry) ?? []);
