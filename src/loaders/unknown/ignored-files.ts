import type { Unknown } from '../../model/unknown.ts';
import { startOf } from '../../source/text.ts';
import { basename, dirname, joinPath } from '../../source/tree.ts';
import { ignoredIn } from '../../source/work-tree.ts';
import type { Sources } from '../../yaml/sources.ts';

/**
 * Secrets and ConfigMaps in files that git is told, one by one, to leave out of a folder: somebody applies them from
 * where they are. What a pattern leaves out with everything else says nothing.
 *
 * @see https://git-scm.com/docs/gitignore
 */
export function ignoredFiles({ tree }: Sources): Unknown[] {
  let rules: ((path: string) => boolean) | undefined;
  const leavesOut = (directory: string, name: string): boolean => {
    rules ??= ignoredIn(tree.root, tree.files, tree);
    return rules(joinPath(directory, `${name}.yaml`) ?? '');
  };
  return tree.files
    .filter(path => basename(path) === '.gitignore')
    .map(path => ({
      at: startOf({ path, text: '' }),
      reason: `${path} keeps a file of that name out of the repository`,
      kinds: new Set(['Secret', 'ConfigMap']),
      namespaces: () => true,
      strict: true,
      mayName: name => leavesOut(dirname(path), name) && !leavesOut(dirname(path), 'web'),
    }));
}
