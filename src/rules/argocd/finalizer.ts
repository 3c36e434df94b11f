import { booleanAt, getEntry, itemsAt } from '../../model/access.ts';
import type { ApplicationSet } from '../../model/application.ts';
import { type Rule, see } from '../rule.ts';

const FINALIZER = /^resources-finalizer\.argocd\.argoproj\.io/;

export const finalizer: Rule = {
  id: 'argocd/finalizer',
  severity: 'warning',
  summary:
    'A template whose own finalizers leave out the resources-finalizer that its siblings have.',
  rationale:
    'Deleting such an Application leaves everything that it deployed behind, unmanaged. Argo CD adds the finalizer by itself only where the template lists none.',
  remedy: "Add resources-finalizer.argocd.argoproj.io to the template's finalizers.",
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Application-Deletion/',
  check({ cluster, report }) {
    const withFinalizer = cluster.applicationSets.find(set =>
      finalizers(set).some(text => FINALIZER.test(text)),
    );
    if (!withFinalizer) return;
    for (const set of cluster.applicationSets) {
      const entry = getEntry(set.value, 'spec', 'template', 'metadata', 'finalizers');
      const keeps =
        booleanAt(set.value, 'spec', 'syncPolicy', 'preserveResourcesOnDeletion') ?? false;
      // Without any, Argo CD adds the finalizer to what it generates.
      if (
        !entry ||
        keeps ||
        finalizers(set).length === 0 ||
        finalizers(set).some(text => FINALIZER.test(text))
      )
        continue;
      const sibling = getEntry(withFinalizer.value, 'spec', 'template', 'metadata', 'finalizers');
      report({
        at: entry.key,
        message: `the finalizers of ${set.name} leave out resources-finalizer.argocd.argoproj.io: deleting an Application orphans what it deployed`,
        related: sibling && [see(sibling.key, `${withFinalizer.name} has it`)],
      });
    }
  },
};

const finalizers = ({ value }: ApplicationSet): string[] =>
  itemsAt(value, 'spec', 'template', 'metadata', 'finalizers').flatMap(item =>
    item.kind === 'scalar' ? [item.text] : [],
  );
