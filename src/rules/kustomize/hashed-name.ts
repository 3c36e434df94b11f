import { describe } from '../../model/cluster/objects/owned.ts';
import { hashedNames } from '../../model/cluster/workloads/hashed-names.ts';
import { missing } from '../../model/lookup.ts';
import { type Rule, see } from '../rule.ts';

export const hashedName: Rule = {
  id: 'kustomize/hashed-name',
  severity: 'error',
  summary:
    'A custom resource or annotation that names a generated ConfigMap or Secret without the hash that its name gets.',
  rationale:
    'kustomize follows the new name only in the fields that it knows, and those of custom resources are not among them: the controller looks for an object that is not there.',
  remedy:
    'Set `disableNameSuffixHash: true` in `generatorOptions`, or tell kustomize of the field by a `nameReference` in configurations.',
  reference:
    'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/configmapgenerator/',
  check({ cluster: { resources, secretReferences }, report }) {
    // What the readers of Secrets name is asked for by secrets/missing-secret.
    const asked = new Set(secretReferences.map(({ name }) => name.origin));
    for (const { at, resource, generated } of hashedNames(resources)) {
      const { kind, namespace } = generated;
      const gone = missing(resources.find({ group: '', kind, namespace, name: at.text }));
      if (!gone || asked.has(at.origin)) continue;
      report({
        at,
        message: `kustomize names the ${kind} \`${generated.name}\`, and does not follow that in ${describe(resource)}: there is no \`${at.text}\``,
        help: 'Set `disableNameSuffixHash: true` for the generator.',
        doubt: gone.doubt,
        missing: `${kind} ${namespace}/${at.text}`,
        related: [see(generated.value, describe(generated))],
      });
    }
  },
};
