import { expect, it } from 'vitest';
import { withoutSecrets } from '../../src/report/redact.ts';
import { toPlain } from '../../src/yaml/access.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const hidden = (text: string): unknown => {
  const value = parseYaml({ path: 'a.yaml', text }).documents[0]?.value;
  return value && toPlain(withoutSecrets(value));
};

it('hides what a Secret holds, and nothing else of it', () => {
  expect(hidden('kind: Secret\nmetadata: {name: a}\nstringData: {token: abc}\n')).toEqual({
    kind: 'Secret',
    metadata: { name: 'a' },
    stringData: { token: '<hidden>' },
  });
});

const SEALED = 'ENC[AES256_GCM,data:abc,iv:def,tag:ghi,type:str]';

it('hides what SOPS encrypted, also in lists in lists', () => {
  expect(hidden(`kind: A\na: [["${SEALED}", 1], [2]]\n`)).toEqual({
    kind: 'A',
    a: [['<hidden>', 1], [2]],
  });
});

it('looks at each item of lists in lists once', () => {
  const depth = 40;
  const text = `kind: A\na: ${'['.repeat(depth)}"${SEALED}"${']'.repeat(depth)}\n`;
  expect(JSON.stringify(hidden(text))).toContain('[["<hidden>"]]');
});
