import type { TalosImage } from '../../model/talos.ts';
import type { Sources } from '../../source/sources.ts';
import type { SourceText } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
import { imagesIn } from './images.ts';

const RECIPE = /^(\.?justfile|.*\.just|Taskfile.*\.ya?ml|Makefile|mise\.toml|\.mise\.toml)$/i;

/** Task runners' files: read as text, for images and for what is patched with what. */
export function recipes(sources: Sources): SourceText[] {
  return sources.tree.files
    .filter(path => RECIPE.test(basename(path)))
    .flatMap(path => sources.text(path) ?? []);
}

export const recipeImages = (files: readonly SourceText[]): TalosImage[] =>
  files.flatMap(file => imagesIn(file, 0, file.text, undefined));

/**
 * The role of each node, from recipes' lines such as
 * `talosctl machineconfig patch ./controlplane.yaml --patch @nodes/a.yaml`.
 */
export function recipeRoles(
  files: readonly SourceText[],
): ReadonlyMap<string, 'controlplane' | 'worker'> {
  const roles = new Map<string, 'controlplane' | 'worker'>();
  for (const { text } of files) {
    for (const line of text.replace(/\\\n/g, ' ').split('\n')) {
      const base = /(controlplane|worker)\.ya?ml/.exec(line)?.[1];
      const node = /@\S*?nodes?\/([^/\s]+?)\.(?:ya?ml|patch)/.exec(line)?.[1];
      if (node && (base === 'controlplane' || base === 'worker')) roles.set(node, base);
    }
  }
  return roles;
}
