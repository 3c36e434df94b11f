import { ignoredIn } from '../source/work-tree.ts';
import type { Sources } from '../yaml/sources.ts';

/** What people call the files of Secrets in the clear. */
const NAMES = [
  'secret',
  'secrets',
  'web-secret',
  'web-secrets',
  'web.secret',
  'secret-values',
  'dockerconfigjson',
].flatMap(name => [`${name}.yaml`, `${name}.yml`]);
const PATHS = [...NAMES.flatMap(name => [name, `apps/web/${name}`]), 'apps/web/secrets/web.yaml'];

/**
 * Whether git is told to leave out files of Secrets wherever they lie: they are applied from somebody's own
 * checkout. The rules are read when it is first asked.
 *
 * @see https://git-scm.com/docs/gitignore
 */
export function keepsSecretsOut({ tree }: Sources): () => boolean {
  let answer: boolean | undefined;
  return () => (answer ??= PATHS.some(ignoredIn(tree.root, tree.files, tree)));
}
