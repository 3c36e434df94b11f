import type { TalosImage, TalosImagePart } from '../../model/talos.ts';
import type { SourceText } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
import type { Sources } from '../../yaml/sources.ts';
import { isScript } from '../unknown/scripts.ts';
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

/**
 * Whether a script of the repository changes what `talosctl gen config` wrote before patches are applied: what is
 * in it is not known then.
 */
export const editsGenerated = ({ tree, text }: Sources): boolean =>
  tree.files.some(
    path => isScript(path) && /\bHostnameConfig\b|auto: ?["']?stable/.test(text(path)?.text ?? ''),
  );

const VARIABLE =
  /^[ \t]*(?:export[ \t]+)?talos_?version\b["']?[ \t]*[:?]?[=:][ \t]*["']?(v1\.\d+\.\d+)["']?[ \t]*(?:#.*)?$/gim;

/** Versions of Talos that recipes name as such: `talos_version := "v1.12.4"`, `TALOS_VERSION: v1.12.4`. */
export const recipeVersions = (files: readonly SourceText[]): TalosImagePart[] =>
  files.flatMap(file =>
    [...file.text.matchAll(VARIABLE)].map(({ 0: line, 1: text = '', index }) => {
      const start = index + line.lastIndexOf(text);
      return { text, at: { file, start, end: start + text.length } };
    }),
  );
