import { exclusionsOf } from '../../model/cluster/delivery/excluded-kinds.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { code } from '../../text/code.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Report, type Rule, see, toPlace } from '../rule.ts';

export const excluded: Rule = {
  id: 'argocd/excluded',
  scope: 'cluster',
  severity: 'error',
  summary: 'An object of a kind that Argo CD leaves out by its resource exclusions.',
  rationale:
    'Argo CD drops the object with no more than a warning, and the sync is green: an Endpoints object of a Service without a selector is never made, and the Service leads nowhere.',
  remedy:
    'Set `resource.exclusions` to a list without the kind, or do without the object: an ExternalName Service, a Backend of the gateway.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#resource-exclusioninclusion',
  check({ cluster: { helmReleases, resources }, report }) {
    const exclusions = exclusionsOf(
      helmReleases.map(({ release }) => release),
      resources.deployed,
    );
    const [first] = exclusions;
    if (!first) return;
    const dropped = resources.deployed.filter(
      object => object.owner.type === 'application' && exclusions.every(item => item.has(object)),
    );
    const reports = dropped.map(
      (object): Report => ({
        at: toPlace(object.value),
        message: `Argo CD leaves ${describe(object)} out: ${first.isDefault ? `since version 3 it excludes ${object.kind} by default` : `its ${code('resource.exclusions')} have ${object.kind}`}`,
        help: `Set ${code('resource.exclusions')} of Argo CD to a list without ${object.kind}.`,
        related: [see(first.at, first.isDefault ? 'the chart of Argo CD' : 'the setting')],
      }),
    );
    for (const item of oncePerPlace(reports, ({ at }) => toPlace(at))) report(item);
  },
};
