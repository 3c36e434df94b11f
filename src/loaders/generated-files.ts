import type { AppBuild } from '../model/app-build.ts';
import type { Problem } from '../source/problem.ts';
import { ignoredIn } from '../source/work-tree.ts';
import type { Sources } from '../yaml/sources.ts';

/**
 * What is wrong with builds that are applied by hand, without files that are missing because git ignores
 * them: whoever builds there makes them first. Argo CD has only what is committed: of its builds such a
 * file is missing like any other.
 */
export function problemsByHand(sources: Sources, builds: readonly AppBuild[]): Problem[] {
  let isIgnored: ((path: string) => boolean) | undefined;
  const isGenerated = (path: string | undefined): boolean => {
    if (path === undefined) return false;
    isIgnored ??= ignoredIn(sources.tree.root, sources.tree.files, sources.tree);
    return isIgnored(path);
  };
  return builds.flatMap(({ problems, references }) => {
    const generated = new Set(
      references
        .filter(({ target, path }) => target === 'missing' && isGenerated(path))
        .map(({ from }) => from.origin.start),
    );
    return problems.filter(
      ({ rule, at }) => rule !== 'kustomize/missing-file' || !generated.has(at.start),
    );
  });
}
