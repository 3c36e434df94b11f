import type { Sources } from '../yaml/sources.ts';
import { isScript } from './unknown/scripts.ts';

/** Programs that fill `${NAME}` in, and plugins of Argo CD that may do so. */
const FILLS =
  /\benvsubst\b|\bgomplate\b|\besh\b|\bmustache\b|\bsed\b[^\n]*\$\\?\{|ConfigManagementPlugin|configManagementPlugins|postBuild:|\bvals\b|argocd-vault-plugin/;

/**
 * Whether something of the repository may fill `${NAME}` in before objects reach the cluster: a script, a
 * recipe, a workflow, a plugin, Flux. Asked only where such a text was found; the texts are read then.
 */
export function substitutes({ tree, text }: Sources): () => boolean {
  let answer: boolean | undefined;
  return () =>
    (answer ??= tree.files.some(
      path =>
        (isScript(path) || /\.(?:ya?ml|md)$/.test(path)) && FILLS.test(text(path)?.text ?? ''),
    ));
}
