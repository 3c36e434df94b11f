import { describe, expect, it } from 'vitest';
import { isOptional, rawFile, withoutScheme } from '../../src/loaders/value-file-names.ts';

const own = (url: string | undefined) =>
  url === 'https://github.com/home/cluster' || url === 'https://git.example.com/group/sub/cluster';

describe('the file that a URL of a forge serves', () => {
  it.each([
    'https://raw.githubusercontent.com/home/cluster/main/web/values.yaml',
    'https://raw.githubusercontent.com/home/cluster/refs/heads/main/web/values.yaml',
    'https://github.com/home/cluster/raw/main/web/values.yaml',
    'https://github.com/home/cluster/raw/refs/heads/main/web/values.yaml',
    'https://git.example.com/group/sub/cluster/-/raw/v1.0.0/web/values.yaml',
    'https://git.example.com/group/sub/cluster/raw/branch/main/web/values.yaml',
  ])('%s', url => {
    expect(rawFile(url, own)).toBe('web/values.yaml');
  });

  it.each([
    'https://raw.githubusercontent.com/away/cluster/main/web/values.yaml',
    'https://github.com/home/cluster/blob/main/web/values.yaml',
    'https://charts.example.com/index.yaml',
    'web/values.yaml',
  ])('of another repository, or a page: %s', url => {
    expect(rawFile(url, own)).toBeUndefined();
  });
});

it.each([
  ['secrets://web/values.yaml', 'web/values.yaml'],
  ['secrets://?web/values.yaml', 'web/values.yaml'],
  ['secrets://sops!web/values.yaml', 'web/values.yaml'],
  ['secrets+age-import:///keys/key.txt?web/values.yaml', 'web/values.yaml'],
  ['secrets+age-import://?vals!/keys/key.txt?web/values.yaml', 'web/values.yaml'],
  ['web/values.yaml', 'web/values.yaml'],
])('what helm-secrets decrypts: %s', (written, name) => {
  expect(withoutScheme(written)).toBe(name);
});

it.each([
  ['secrets://?web/values.yaml', true],
  ['secrets+age-import://?/keys/key.txt?web/values.yaml', true],
  ['secrets+age-import:///keys/key.txt?web/values.yaml', false],
  ['secrets://web/values.yaml', false],
  ['web/values.yaml', false],
])('whether helm-secrets does without it: %s', (written, expected) => {
  expect(isOptional(written)).toBe(expected);
});
