import type { ApplicationSet } from '../../model/application.ts';
import { asScalar, booleanAt, getEntry, itemsAt } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

const FINALIZER = /^resources-finalizer\.argocd\.argoproj\.io/;

export const finalizer: Rule = {
  id: 'argocd/finalizer',
  severity: 'warning',
  summary:
    'A template whose own finalizers leave out the resources-finalizer that its siblings have.',
  rationale:
    'Deleting such an Application leaves everything that it deployed behind, unmanaged. Argo CD adds the finalizer by itself only where the template lists none.',
  remedy: "Add `resources-finalizer.argocd.argoproj.io` to the template's finalizers.",
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Application-Deletion/',
  check({ cluster, report }) {
    const lists = cluster.applicationSets.flatMap(finalizers);
    const sibling = lists.find(({ cascades }) => cascades);
    if (!sibling) return;
    for (const { set, key, cascades } of lists) {
      const keeps = booleanAt(set.value, 'spec', 'syncPolicy', 'preserveResourcesOnDeletion');
      if (cascades || keeps) continue;
      report({
        at: key,
        message: `the finalizers of \`${set.name}\` leave out \`resources-finalizer.argocd.argoproj.io\`: deleting an Application orphans what it deployed`,
        related: [see(sibling.key, `\`${sibling.set.name}\` has it`)],
      });
    }
  },
};

/** The finalizers that a template lists; where it has none, Argo CD adds its own to what it generates. */
function finalizers(set: ApplicationSet) {
  const entry = getEntry(set.value, 'spec', 'template', 'metadata', 'finalizers');
  const names = itemsAt(entry?.value).flatMap(item => asScalar(item)?.text ?? []);
  if (!entry || names.length === 0) return [];
  return [{ set, key: entry.key, cascades: names.some(name => FINALIZER.test(name)) }];
}
