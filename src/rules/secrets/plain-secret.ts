import type { PlainSecret } from '../../model/cluster/secrets/plain-secrets.ts';
import { code } from '../../text/code.ts';
import { listing, plural } from '../../text/plural.ts';
import type { Report, Rule } from '../rule.ts';

export const plainSecret: Rule = {
  id: 'secrets/plain-secret',
  severity: 'error',
  summary:
    'A Secret with data that is neither encrypted nor a template without values, a kubeconfig with a key, token or password, or the address of a webhook.',
  rationale:
    'Base64 hides nothing: whoever reads the repository, its forks or its history has the value. Taking it out later does not take it back.',
  remedy:
    'Fetch the value with an ExternalSecret, or keep it in a file that SOPS encrypts, and rotate it: what was in Git must count as known.',
  reference: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  secret: true,
  check({ cluster, report }) {
    // secrets/not-encrypted says of a file named *.sops.* that it isn't what it promises.
    const told = new Set(cluster.sopsFiles.map(({ path }) => path));
    for (const { kind, name, values } of cluster.plainSecrets) {
      const [first] = values.filter(({ value }) => !told.has(value.origin.file.path));
      if (!first) continue;
      report({
        at: first.value,
        ...saying(
          kind,
          name,
          values.map(({ key }) => key.text),
        ),
      });
    }
  },
};

function saying(
  kind: PlainSecret['kind'],
  name: string,
  keys: readonly string[],
): Pick<Report, 'message' | 'help'> {
  const shown = [...keys.slice(0, 3).map(code), ...(keys.length > 3 ? ['more'] : [])];
  const what = `has ${plural(keys.length, 'value')} in the clear: ${listing(shown)}`;
  switch (kind) {
    case 'Secret':
      return {
        message: `Secret ${code(name)} ${what}`,
        help: 'Fetch it with an ExternalSecret or encrypt the file with SOPS, and rotate the value.',
      };
    case 'kubeconfig':
      return {
        message: `User ${code(name)} of the kubeconfig ${what}`,
        help: 'Take the file out of Git or encrypt it with SOPS, and take the access away from what it holds.',
      };
    case 'webhook':
      return {
        message: `${listing(shown)} has the address of a webhook of ${name} in the clear: whoever knows it may write there`,
        help: 'Keep it in a Secret that is encrypted or fetched, and have another address made.',
      };
  }
}
