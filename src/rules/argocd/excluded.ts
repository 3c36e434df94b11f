import type { Cluster } from '../../model/cluster/cluster.ts';
import { type Exclusions, exclusionsOf } from '../../model/cluster/delivery/excluded-kinds.ts';
import { controlPlaneEndpoints } from '../../model/cluster/network/control-plane-endpoints.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import type { Place } from '../../source/text.ts';
import { code } from '../../text/code.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Report, type Rule, see, toPlace } from '../rule.ts';

export const excluded: Rule = {
  id: 'argocd/excluded',
  scope: 'cluster',
  severity: 'error',
  summary: 'An object of a kind that Argo CD leaves out by its resource exclusions.',
  rationale:
    'Argo CD drops the object with no more than a warning, and the sync is green: an Endpoints object of a Service without a selector is never made, and the Service leads nowhere. Charts make such objects too: of `kubeEtcd.endpoints` in the values of kube-prometheus-stack.',
  remedy:
    'Set `resource.exclusions` to a list without the kind, or do without the object: an ExternalName Service, a Backend of the gateway, a selector of static pods (`kubeEtcd.service.selector`).',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#resource-exclusioninclusion',
  check({ cluster, report }) {
    const { helmReleases, resources } = cluster;
    const exclusions = exclusionsOf(
      helmReleases.map(({ release }) => release),
      resources.deployed,
    );
    const [first] = exclusions;
    if (!first) return;
    const dropped = resources.deployed.filter(
      // What a script or recipe applies with kubectl is in the cluster all the same.
      object =>
        object.owner.type === 'application' &&
        exclusions.every(item => item.has(object)) &&
        !object.files.some(file => cluster.taken(file) === 'file'),
    );
    const reports = [
      ...dropped.map(object =>
        leftOut(first, { at: toPlace(object.value), what: describe(object), kind: object.kind }),
      ),
      ...unmade(cluster, exclusions, dropped).map(({ component, at }) =>
        leftOut(first, { at, what: `the Endpoints of ${code(component)}`, kind: 'Endpoints' }),
      ),
    ];
    for (const item of oncePerPlace(reports, ({ at }) => toPlace(at))) report(item);
  },
};

interface LeftOut {
  readonly at: Place;
  readonly what: string;
  readonly kind: string;
}

const leftOut = ({ isDefault, at: said }: Exclusions, { at, what, kind }: LeftOut): Report => ({
  at,
  message: `Argo CD leaves ${what} out: ${isDefault ? `since version 3 it excludes ${kind} by default` : `its ${code('resource.exclusions')} have ${kind}`}`,
  help: `Set ${code('resource.exclusions')} of Argo CD to a list without ${kind}.`,
  related: [see(said, isDefault ? 'the chart of Argo CD' : 'the setting')],
});

/** Lists of addresses in values of charts that are not at hand, which would make Endpoints of them. */
function unmade(
  { applications }: Cluster,
  exclusions: readonly Exclusions[],
  dropped: readonly ClusterResource[],
): { readonly component: string; readonly at: Place }[] {
  // Whether a chart makes the one or the other depends on its version.
  const isLost = ENDPOINTS.every(object => exclusions.every(item => item.has(object)));
  if (!isLost) return [];
  const seen = new Set(dropped.map(({ release }) => release));
  return applications
    .flatMap(({ builds }) => builds.flatMap(({ releases }) => releases))
    .filter(({ release }) => !seen.has(release))
    .flatMap(({ release }) => controlPlaneEndpoints(release))
    .flatMap(({ component, items: [item] }) => (item ? [{ component, at: toPlace(item) }] : []));
}

const ENDPOINTS = [
  { group: '', kind: 'Endpoints' },
  { group: 'discovery.k8s.io', kind: 'EndpointSlice' },
] as const;
