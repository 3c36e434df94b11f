/**
 * Files that stand for a content that git keeps elsewhere, or encrypted.
 *
 * @see https://github.com/AGWA/git-crypt/blob/master/doc/multiple_keys.md
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
const SEALS: readonly (readonly [string, string])[] = [
  ['\0GITCRYPT\0', 'is encrypted by git-crypt'],
  ['version https://git-lfs.github.com/spec/', 'is in Git LFS'],
];

/** Why a file's content is not here, where git has something else in its place. */
export function sealedBy(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  return SEALS.find(([start]) => head.startsWith(start))?.[1];
}
