import { once } from '../../model/once.ts';
import type { Sources } from '../../yaml/sources.ts';

/** The setting, the flag and the variable; a comment's sign may not stand before them. */
const NEW_GLOBBING =
  /^[^#\n]*(?:applicationsetcontroller\.enable\.new\.git\.file\.globbing["']?\s*[:=]\s*["']?true|--enable-new-git-file-globbing(?!=false)|ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_NEW_GIT_FILE_GLOBBING["']?(?:,?\s+["']?value["']?:|=)\s*["']?true)/m;

/**
 * Whether the git file generators of ApplicationSets match with the new globbing, where `*` stays within a directory.
 * Read in texts: what patches Argo CD is often not known as an object.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git-File-Globbing/
 */
export const hasNewGlobbing = once(({ tree, text }: Sources): boolean =>
  tree.files.some(path => /\.ya?ml$/.test(path) && NEW_GLOBBING.test(text(path)?.text ?? '')),
);
