import { getString } from '../../model/access.ts';
import { type ClusterResource, describe } from '../../model/cluster/owned.ts';
import { keyOf } from '../../model/cluster/resources.ts';
import { type Rule, see } from '../rule.ts';

export const duplicateObject: Rule = {
  id: 'placement/duplicate-object',
  severity: 'error',
  summary: 'Two applications that own the same object, or one that makes it twice.',
  rationale:
    'Argo CD shows a SharedResourceWarning, and the two Applications overwrite each other for ever; deleting one deletes the object of the other.',
  remedy: 'Let one application own it, or give the two different names.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found',
  check({ cluster, report }) {
    const owners = new Map<string, ClusterResource>();
    for (const resource of cluster.resources.deployed) {
      // A kustomization that is applied by hand first, and by Argo CD after, is bootstrap.
      if (resource.owner.type !== 'application' || resource.partial) continue;
      const cluster = resource.owner.application.destination;
      const key = `${cluster.server?.text ?? cluster.name?.text ?? ''} ${keyOf(resource)}`;
      const earlier = owners.get(key);
      if (!earlier || earlier.owner.type !== 'application') owners.set(key, resource);
      else if (
        !isSameFile(earlier, resource) ||
        earlier.owner.application !== resource.owner.application
      ) {
        const other = earlier.owner.application.name.text;
        const name = resource.owner.application.name.text;
        report({
          at: namePlace(resource),
          message:
            other === name
              ? `${name} makes ${describe(resource)} twice`
              : `${describe(resource)} belongs to ${other} as well as to ${name}`,
          related: [see(namePlace(earlier), `${other} makes it here`)],
          application: resource.owner.application,
        });
      }
    }
  },
};

const namePlace = ({ value }: ClusterResource) => getString(value, 'metadata', 'name') ?? value;

/** One directory that two Applications deploy is another rule's finding. */
const isSameFile = (a: ClusterResource, b: ClusterResource): boolean =>
  a.files[0] === b.files[0] && a.value.origin.start === b.value.origin.start;
