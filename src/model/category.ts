import { isWithin } from '../source/tree.ts';

/**
 * The category of a path below one of the application roots: `media` for `apps/media/jellyfin`;
 * undefined for a root itself and for what lies elsewhere.
 */
export function categoryOf(path: string, roots: readonly string[]): string | undefined {
  const root = roots.find(candidate => path !== candidate && isWithin(path, candidate));
  if (root === undefined) return undefined;
  return path.slice(root === '' ? 0 : root.length + 1).split('/')[0];
}
