import type { Application } from '../../model/application.ts';
import { clusterOf, destinationOf } from '../../model/cluster/delivery/ownership.ts';
import {
  applicationOf,
  type ClusterResource,
  describe,
} from '../../model/cluster/objects/owned.ts';
import { keyOf } from '../../model/cluster/objects/resources.ts';
import { plural } from '../../text/plural.ts';
import { getString } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

export const duplicateObject: Rule = {
  id: 'placement/duplicate-object',
  scope: 'cluster',
  severity: 'error',
  habit: { of: 'error', most: 5, becomes: 'info' },
  summary: 'Two applications that own the same object, or one that makes it twice.',
  rationale:
    'Argo CD shows a SharedResourceWarning, and the two Applications overwrite each other for ever; deleting one deletes the object of the other.',
  remedy: 'Let one application own it, or give the two different names.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found',
  check({ cluster, report }) {
    const owners = new Map<string, Owned>();
    const clashes = new Map<string, { earlier: Owned; later: Owned }[]>();
    for (const resource of cluster.resources.deployed) {
      const application = applicationOf(resource);
      // What a kustomization applies by hand first, and Argo CD after, is bootstrap.
      if (!application || resource.partial || isItself(resource, application)) continue;
      const key = `${clusterOf(application)} ${keyOf(resource)}`;
      const earlier = owners.get(key);
      if (!earlier) owners.set(key, { resource, application });
      else if (
        !isSameDeployment(earlier.application, application) &&
        !isSameRelease(earlier.resource, resource)
      ) {
        const pair = `${earlier.application.name.text} ${application.name.text}`;
        const cause = application === earlier.application ? key : pair;
        clashes.set(cause, [
          ...(clashes.get(cause) ?? []),
          { earlier, later: { resource, application } },
        ]);
      }
    }
    // One directory that both deploy is one mistake, however many objects it holds.
    for (const [first, ...more] of clashes.values()) {
      if (!first) continue;
      const {
        earlier,
        later: { resource, application },
      } = first;
      const other = earlier.application.name.text;
      const name = application.name.text;
      const also = more.length > 0 ? ` and ${plural(more.length, 'more object')}` : '';
      const verb = more.length > 0 ? 'belong' : 'belongs';
      report({
        at: namePlace(resource),
        message:
          other === name
            ? `\`${name}\` makes ${describe(resource)} twice`
            : `${describe(resource)}${also} ${verb} to \`${other}\` as well as to \`${name}\``,
        related: [earlier.resource, ...more.map(({ earlier }) => earlier.resource)]
          .slice(0, 3)
          .map(it => see(namePlace(it), `\`${other}\` makes it here`)),
        application,
      });
    }
  },
};

/** An Application whose directory holds its own manifest: what lists it from above makes it. */
const isItself = ({ kind, name }: ClusterResource, application: Application): boolean =>
  kind === 'Application' && name === application.name.text;

interface Owned {
  readonly resource: ClusterResource;
  readonly application: Application;
}

const namePlace = ({ value }: ClusterResource) => getString(value, 'metadata', 'name') ?? value;

/** One directory that two Applications deploy is another rule's finding, and so are two of one name. */
const isSameDeployment = (a: Application, b: Application): boolean =>
  a !== b &&
  (a.name.text === b.name.text ||
    (destinationOf(a) === destinationOf(b) && a.builds.some(build => b.builds.includes(build))));

/** One release that is installed twice is helm/duplicate-release's finding, not one per object. */
const isSameRelease = ({ release: a }: ClusterResource, { release: b }: ClusterResource): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.declaration.origin !== b.declaration.origin &&
  a.name === b.name &&
  a.chart.text === b.chart.text;
