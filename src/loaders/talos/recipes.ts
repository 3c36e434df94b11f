import type { TalosImage } from '../../model/talos.ts';
import type { SourceText } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
import type { Sources } from '../../yaml/sources.ts';
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
 * The version whose form of configuration `talosctl gen config` is told to write.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/reference/cli#talosctl-gen-config
 */
export function configContract(files: readonly SourceText[]): number | undefined {
  for (const { text } of files) {
    const minor = /--talos-version[= ]+["']?v?1\.(\d+)/.exec(text)?.[1];
    if (minor !== undefined) return Number(minor);
  }
  return undefined;
}
