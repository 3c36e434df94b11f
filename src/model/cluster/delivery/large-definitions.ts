/** A chart that brings a CustomResourceDefinition which no annotation can hold. */
export interface LargeDefinition {
  readonly chart: string;
  /** The chart's version since which it is too large. */
  readonly since: string;
  readonly name: string;
  /** Bytes as JSON in that version; it only grows. */
  readonly bytes: number;
  /** The value that leaves it out when false. */
  readonly unless?: readonly string[];
  /** The value that has to be true for the chart to bring it. */
  readonly when?: readonly string[];
  /** It is in the folder `crds/`, which kustomize leaves out unless it is told otherwise. */
  readonly isInFolder?: true;
}

/**
 * Measured in the charts' sources: the definition as JSON, release by release.
 *
 * @see https://github.com/prometheus-operator/prometheus-operator/tree/v0.93.0/example/prometheus-operator-crd
 * @see https://github.com/cloudnative-pg/charts/tree/main/charts/cloudnative-pg/templates/crds
 * @see https://github.com/envoyproxy/gateway/tree/v1.9.0/charts
 * @see https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd/templates/crds
 * @see https://github.com/external-secrets/external-secrets/tree/v2.9.0/config/crds/bases
 * @see https://github.com/kyverno/kyverno/tree/v1.19.0/charts/kyverno/charts/crds
 * @see https://github.com/kedacore/charts/tree/main/keda/templates/crds
 */
export const LARGE_DEFINITIONS: readonly LargeDefinition[] = [
  {
    chart: 'kube-prometheus-stack',
    since: '30.0.0',
    name: 'prometheuses.monitoring.coreos.com',
    bytes: 277_670,
    unless: ['crds', 'enabled'],
    isInFolder: true,
  },
  {
    chart: 'prometheus-operator-crds',
    since: '0.1.0',
    name: 'prometheuses.monitoring.coreos.com',
    bytes: 277_670,
    unless: ['crds', 'prometheuses', 'enabled'],
  },
  {
    chart: 'cloudnative-pg',
    since: '0.20.2',
    name: 'poolers.postgresql.cnpg.io',
    bytes: 274_795,
    unless: ['crds', 'create'],
  },
  {
    chart: 'gateway-helm',
    since: '1.1.0',
    name: 'envoyproxies.gateway.envoyproxy.io',
    bytes: 385_817,
    unless: ['crds', 'enabled'],
    isInFolder: true,
  },
  {
    chart: 'gateway-crds-helm',
    since: '1.4.0',
    name: 'envoyproxies.gateway.envoyproxy.io',
    bytes: 385_817,
    when: ['crds', 'envoyGateway', 'enabled'],
  },
  {
    chart: 'argo-cd',
    since: '9.4.0',
    name: 'applicationsets.argoproj.io',
    bytes: 340_650,
    unless: ['crds', 'install'],
  },
  {
    chart: 'external-secrets',
    since: '0.19.0',
    name: 'clustersecretstores.external-secrets.io',
    bytes: 272_734,
    unless: ['installCRDs'],
  },
  {
    chart: 'kyverno',
    since: '3.1.0',
    name: 'clusterpolicies.kyverno.io',
    bytes: 517_133,
    unless: ['crds', 'install'],
  },
  {
    chart: 'keda',
    since: '2.13.0',
    name: 'scaledjobs.keda.sh',
    bytes: 265_587,
    unless: ['crds', 'install'],
  },
];
