import { describe } from '../../model/cluster/objects/owned.ts';
import {
  EXTERNAL_SECRETS_GROUP,
  fetchedKeys,
  targetOf,
  templateKeys,
} from '../../model/cluster/secrets/external-secrets.ts';
import { code, codes } from '../../text/code.ts';
import { type Rule, see } from '../rule.ts';

export const hiddenKey: Rule = {
  id: 'secrets/hidden-key',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A key that an ExternalSecret fetches but its target template drops while something reads it.',
  rationale:
    "A template with data replaces everything that was fetched: the Secret has the template's keys only, and a pod that reads another one does not start.",
  remedy: 'Add the key to `template.data`, or set `template.mergePolicy: Merge`.',
  reference: 'https://external-secrets.io/latest/guides/templating/#mergepolicy',
  check({ cluster, report }) {
    for (const resource of cluster.resources.ofKind('ExternalSecret', EXTERNAL_SECRETS_GROUP)) {
      const made = templateKeys(resource.value);
      if (!made) continue;
      const keys = cluster.secretKeys(resource.namespace ?? 'default', targetOf(resource));
      for (const fetched of fetchedKeys(resource.value)) {
        const reader = cluster.secretReferences.find(
          ({ namespace, name, key }) =>
            namespace === (resource.namespace ?? 'default') &&
            name.text === targetOf(resource) &&
            key?.text === fetched.text,
        );
        if (!reader || made.includes(fetched.text) || keys?.has(fetched.text)) continue;
        report({
          at: fetched,
          message: `${describe(resource)} fetches \`${fetched.text}\`, but its template makes only ${codes(made)}, and ${describe(reader.resource)} reads it`,
          help: `Add ${code(`${fetched.text}: "{{ .${fetched.text} }}"`)} to \`template.data\`, or set \`mergePolicy: Merge\`.`,
          related: [see(reader.key ?? reader.name, 'read here')],
        });
      }
    }
  },
};
