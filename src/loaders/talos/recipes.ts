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

const TALOS_VERSION =
  /^[ \t]*(?:export[ \t]+)?talos_?version\b["']?[ \t]*[:?]?[=:][ \t]*["']?(v1\.\d+\.\d+)["']?[ \t]*(?:#.*)?$/gim;

/** Versions of Talos that recipes name as such: `talos_version := "v1.12.4"`, `TALOS_VERSION: v1.12.4`. */
export const recipeVersions = (files: readonly SourceText[]): TalosImagePart[] =>
  files.flatMap(file => variablesIn(file, TALOS_VERSION));

const KUBERNETES_VERSION =
  /^[ \t]*(?:export[ \t]+)?(?:kubernetes|kube|k8s)_?version\b["']?[ \t]*[:?]?[=:][ \t]*["']?(v?1\.\d+\.\d+)["']?[ \t]*(?:#.*)?$/gim;

/**
 * Versions of Kubernetes that recipes name, where they hand one to talosctl: other programs of task runners
 * (minikube, envtest) have versions of Kubernetes too.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/reference/cli#talosctl-upgrade-k8s
 */
export const recipeKubernetes = (files: readonly SourceText[]): TalosImagePart[] =>
  files
    .filter(({ text }) => /\btalosctl\b/.test(text) && TOLD.test(text))
    .flatMap(file => variablesIn(file, KUBERNETES_VERSION));

const TOLD = /\s--kubernetes-version\b|\bupgrade-k8s\b/;

const variablesIn = (file: SourceText, variable: RegExp): TalosImagePart[] =>
  [...file.text.matchAll(variable)].map(({ 0: line, 1: text = '', index }) => {
    const start = index + line.indexOf(text);
    return { text, at: { file, start, end: start + text.length } };
  });
