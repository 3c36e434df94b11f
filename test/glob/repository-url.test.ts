import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isSameRepository, normalizeRepositoryUrl } from '../../src/glob/repository-url.ts';

describe('the normal form of a repository URL', () => {
  test.each([
    ['https://github.com/Org/Repo.git', 'https://github.com/org/repo'],
    [' https://github.com/org/repo ', 'https://github.com/org/repo'],
    ['https://github.com/org/repo/', 'https://github.com/org/repo/'],
    ['git@github.com:Org/Repo.git', 'git@github.com/org/repo'],
    ['ssh://git@github.com/Org/Repo.git', 'git@github.com/org/repo'],
    ['ssh://git@github.com:22/org/repo', 'git@github.com:22/org/repo'],
    ['git@ssh.dev.azure.com:v3/a/b/c', 'git@ssh.dev.azure.com/v3/a/b/c'],
    ['org-123@github.com:org/repo', 'org-123@github.com/org/repo'],
    ['https://user:pw@host/a.git', 'https://user:pw@host/a'],
    ['https://a/b.GIT', 'https://a/b'],
    ['git://a/b.git.git', 'git://a/b.git'],
    ['github.com/org/repo', 'github.com/org/repo'],
    ['github.com:org/repo', 'github.com:org/repo'],
    ['oci://reg.io/a/b', 'oci://reg.io/a/b'],
    ['https://github.com/*', 'https://github.com/*'],
    ['https://a/b c', 'https://a/b%20c'],
    ['https://a/ü', 'https://a/%C3%BC'],
    ['*', '*'],
    ['', ''],
  ])('%s is %s', (url, expected) => {
    expect(normalizeRepositoryUrl(url)).toBe(expected);
  });

  test.each([
    ['http://host:abc/X', 'a port that is no number'],
    ['10.0.0.1:org/X', 'a colon in a first segment that is no scheme'],
    ['https://a B/c', 'a blank in the host'],
    ['https://a/%ZZ', 'a broken escape'],
  ])('%s stays as written: %s', url => {
    expect(normalizeRepositoryUrl(url)).toBe(url);
  });

  it('makes the ways to write a repository one', () => {
    expect(isSameRepository('git@github.com:org/repo.git', 'ssh://git@github.com/Org/Repo')).toBe(
      true,
    );
    expect(isSameRepository('https://github.com/org/repo', 'git@github.com:org/repo')).toBe(false);
    expect(isSameRepository('', '')).toBe(false);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), url => {
        expect(typeof normalizeRepositoryUrl(url)).toBe('string');
      }),
    );
  });
});
