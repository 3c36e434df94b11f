/**
 * Files that stand for a content that git keeps elsewhere, or encrypted.
 *
 * @see https://github.com/AGWA/git-crypt/blob/master/doc/multiple_keys.md
 * @see https://github.com/uw-labs/strongbox
 * @see https://github.com/C2SP/C2SP/blob/main/age.md#ascii-armor
 * @see https://docs.ansible.com/ansible/latest/vault_guide/vault_using_encrypted_content.html
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
const SEALS: readonly (readonly [string, string])[] = [
  ['\0GITCRYPT\0', 'is encrypted by git-crypt'],
  ['# STRONGBOX ENCRYPTED RESOURCE', 'is encrypted by strongbox'],
  ['-----BEGIN AGE ENCRYPTED FILE-----', 'is encrypted by age'],
  ['age-encryption.org/v1', 'is encrypted by age'],
  ['-----BEGIN PGP MESSAGE-----', 'is encrypted by PGP'],
  ['$ANSIBLE_VAULT;', 'is encrypted by Ansible Vault'],
  ['version https://git-lfs.github.com/spec/', 'is in Git LFS'],
];

/** Why a file's content is not here, where git has something else in its place. */
export function sealedBy(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  return SEALS.find(([start]) => head.startsWith(start))?.[1];
}
