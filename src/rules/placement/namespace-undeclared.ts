import { createsNamespace } from '../../model/application.ts';
import { isOfPlatform, mayLandIn } from '../../model/cluster/delivery/landing.ts';
import { madeNamespaces } from '../../model/cluster/objects/namespaces.ts';
import { missing } from '../../model/lookup.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { textAt } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';

export const namespaceUndeclared: Rule = {
  id: 'placement/namespace-undeclared',
  scope: 'cluster',
  severity: 'warning',
  habit: { of: 'warning', most: 3, becomes: 'info' },
  summary: 'A destination namespace that nothing creates.',
  rationale: 'The first sync on a new cluster fails: namespaces are not made by themselves.',
  remedy: 'Add the sync option `CreateNamespace=true`, or a Namespace object.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#create-namespace',
  check({ cluster, report }) {
    const creating = new Set([
      ...cluster.applications
        .filter(createsNamespace)
        .flatMap(({ destination }) => destination.namespace?.text ?? []),
      // Where Argo CD's own objects live there is a namespace already, or nothing would read them.
      ...[...cluster.applications, ...cluster.applicationSets].map(
        ({ value }) => textAt(value, 'metadata', 'namespace') ?? ARGOCD,
      ),
    ]);
    const reported = new Set<string>();
    for (const application of cluster.applications) {
      const { namespace } = application.destination;
      if (
        !namespace ||
        isOfPlatform(namespace.text) ||
        creating.has(namespace.text) ||
        madeNamespaces(cluster.resources).has(namespace.text) ||
        isPlaceholder(namespace.text) ||
        !mayLandIn(application, namespace.text)
      )
        continue;
      const gone = missing(
        cluster.resources.find({
          group: '',
          kind: 'Namespace',
          namespace: undefined,
          name: namespace.text,
        }),
      );
      if (!gone || reported.has(namespace.text)) continue;
      reported.add(namespace.text);
      report({
        at: namespace,
        message: `nothing creates the namespace \`${namespace.text}\` of \`${application.name.text}\``,
        help: 'Add `CreateNamespace=true` to the sync options.',
        doubt: gone.doubt,
        application,
      });
    }
  },
};

/** Where Argo CD is by habit, and its objects that name no namespace are applied. */
const ARGOCD = 'argocd';
