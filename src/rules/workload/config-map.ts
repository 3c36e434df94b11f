import { describe } from '../../model/cluster/objects/owned.ts';
import type { ResourceIndex } from '../../model/cluster/objects/resources.ts';
import {
  configMapReferences,
  keysOf,
  unfollowed,
} from '../../model/cluster/workloads/config-map-references.ts';
import type { PodReference } from '../../model/cluster/workloads/pod-references.ts';
import { missing } from '../../model/lookup.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { isReported } from '../reported.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const configMap: Rule = {
  id: 'workload/config-map',
  scope: 'cluster',
  severity: 'error',
  summary: 'A ConfigMap, or a key of one, that a workload refers to and that nothing makes.',
  rationale:
    "The container waits with CreateContainerConfigError, or the pod with a volume that can't be mounted, until somebody makes it.",
  remedy:
    'Name the one that exists, add it to the kustomization, or mark the reference as optional.',
  reference: 'https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps',
  check({ cluster, report }) {
    for (const reference of configMapReferences(cluster.workloads)) {
      const { name, workload, keys } = reference;
      const answer = cluster.configMap(workload.namespace, name.text);
      const gone = missing(answer);
      if (gone && !isReported(cluster, name))
        report({
          ...notMade(cluster.resources, reference),
          doubt: gone.doubt,
          missing: `ConfigMap ${workload.namespace}/${name.text}`,
        });
      const known = answer.status === 'found' ? keysOf(answer.value) : undefined;
      if (answer.status !== 'found' || !known) continue;
      for (const key of keys) {
        if (known.has(key.text) || isPlaceholder(key.text)) continue;
        const meant = nearest(key.text, known);
        report({
          at: key,
          message: `${describe(answer.value)} has no key \`${key.text}\``,
          help: meant
            ? `Did you mean \`${meant}\`?`
            : known.size > 0
              ? `Its keys: ${codes([...known].sort().slice(0, 10))}.`
              : 'It has no keys.',
          related: [see(answer.value.value, describe(answer.value))],
        });
      }
    }
  },
};

function notMade(index: ResourceIndex, { name, workload }: PodReference): Report {
  const { namespace, resource } = workload;
  const known = index.names({ group: '', kind: 'ConfigMap', namespace });
  const generated = unfollowed(index, name.text);
  const elsewhere =
    generated ?? index.ofKind('ConfigMap', '').find(item => item.name === name.text);
  const meant = nearest(name.text, known);
  return {
    at: name,
    message: `nothing makes the ConfigMap \`${namespace}/${name.text}\` that ${describe(resource)} uses`,
    help: generated
      ? `kustomize makes ${describe(generated)}, and follows a new name only within one namespace: set the generator's namespace.`
      : elsewhere
        ? `There is one in the namespace \`${elsewhere.namespace}\`.`
        : meant && `Did you mean \`${meant}\`?`,
    related: elsewhere && [see(elsewhere.value, describe(elsewhere))],
  };
}
