import { describe, expect, it } from 'vitest';
import { sealedBy } from '../../src/source/sealed.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('what stands in the place of a content', () => {
  it.each([
    ['age-encryption.org/v1\n-> X25519 Zm9v\n', 'is encrypted by age'],
    ['-----BEGIN AGE ENCRYPTED FILE-----\n', 'is encrypted by age'],
    ['\0GITCRYPT\0\x01', 'is encrypted by git-crypt'],
    ['version https://git-lfs.github.com/spec/v1\n', 'is in Git LFS'],
    ['$ANSIBLE_VAULT;1.1;AES256\n', 'is encrypted by Ansible Vault'],
  ])('%j', (text, expected) => {
    expect(sealedBy(bytes(text))).toBe(expected);
  });

  it('is a content where it only tells of one', () => {
    expect(sealedBy(bytes('# See age-encryption.org/v1\n'))).toBeUndefined();
    expect(sealedBy(bytes('kind: Secret\n'))).toBeUndefined();
  });
});
