/** Names that stand for whatever is newest. */
const MOVING = /^(?:main|master|trunk|head|develop|development|dev|latest|stable|edge|nightly)$/i;

/** A tag as releases have it, or a commit. */
const FIXED = /^(?:[\w.-]*v?\d+\.\d+[\w.+-]*|v\d+|[0-9a-f]{7,40})$/i;

/**
 * Whether a remote path of a kustomization says which revision it means, so that it gives the same
 * today and tomorrow: `ref` or `version` of a git repository, a tag or commit in a file's URL.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/examples/remoteBuild.md
 */
export function isPinned(url: string): boolean {
  const revision = queryOf(url);
  if (revision !== undefined) return revision !== '' && !isMoving(revision);
  const path = /^https?:\/\/[^/]*\/([^?#]*\.(?:ya?ml|json))$/i.exec(
    url.split(/[?#]/)[0] ?? '',
  )?.[1];
  // A repository's path says nothing of a revision: without a query it is the default branch's.
  if (path === undefined) return false;
  const isHosted = /^https?:\/\/(?:github\.com|raw\.githubusercontent\.com)\//i.test(url);
  const segments = path.split('/').slice(isHosted ? 2 : 0);
  return segments.some(segment => FIXED.test(segment)) && !segments.some(isMoving);
}

const isMoving = (revision: string): boolean => MOVING.test(revision.replace(/^refs\/heads\//, ''));

/** `ref` or its older name `version`; the first of them counts. */
function queryOf(url: string): string | undefined {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  for (const pair of query.split('&')) {
    const [name, value = ''] = pair.split('=');
    if (name === 'ref' || name === 'version') return value;
  }
  return undefined;
}
