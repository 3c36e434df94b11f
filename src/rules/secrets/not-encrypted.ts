import type { Rule } from '../rule.ts';

export const notEncrypted: Rule = {
  id: 'secrets/not-encrypted',
  severity: 'error',
  summary:
    'A `*.sops.*` file without SOPS metadata, or with a value left in the clear that .sops.yaml says to encrypt.',
  rationale:
    'The name promises that the file may be in Git. What is in the clear is known to everybody who reads the repository or its history, and SOPS refuses to decrypt a file that was edited by hand.',
  remedy:
    'Encrypt the file (`sops --encrypt --in-place`), and rotate what was in Git already: it must count as known.',
  reference: 'https://getsops.io/docs/#encrypting-only-parts-of-a-file',
  secret: true,
  check({ cluster, report }) {
    // talos/plain-secret says of the cluster's own secrets what each of them is.
    const told = new Set(cluster.talos.plainSecrets.map(({ at }) => at.origin.file.path));
    for (const { path, unencrypted, clear } of cluster.sopsFiles) {
      if (told.has(path)) continue;
      if (unencrypted)
        report({
          at: unencrypted,
          message: 'the file is not encrypted, though its name is one that SOPS is to encrypt',
          help: 'Run `sops --encrypt --in-place` on it before it is committed.',
        });
      for (const { key, value } of clear)
        report({
          at: value,
          message: `the value of \`${key.text}\` is in the clear, though SOPS is to encrypt it`,
          help: 'Edit the file with `sops`, which encrypts what is added.',
        });
    }
  },
};
