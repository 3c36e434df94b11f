import { misspelt } from '../../../text/nearest.ts';
import { get, getMap } from '../../../yaml/access.ts';
import { type Lookup, perhaps, unknowable, unlikely } from '../../lookup.ts';
import { KINDS_WITHOUT_SERVICES } from '../network/services.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { type PodReference, podReferences } from './pod-references.ts';
import type { Workload } from './workloads.ts';

/** The ConfigMaps that pods need before they can start; what is `optional` may be missing. */
export const configMapReferences = (workloads: readonly Workload[]): PodReference[] =>
  workloads
    .flatMap(podReferences)
    .filter(({ kind, isOptional }) => kind === 'ConfigMap' && !isOptional);

/** ConfigMaps that the control plane or a common controller keeps in each namespace. */
const EVERYWHERE =
  /^(?:kube-root-ca\.crt|openshift-service-ca\.crt|istio-ca-root-cert|extension-apiserver-authentication|linkerd-config|linkerd-identity-trust-roots)$/;

/**
 * What kubeadm, k3s, RKE2, Talos, cloud providers and the network's controllers keep in `kube-system`.
 *
 * @see https://kubernetes.io/docs/reference/setup-tools/kubeadm/implementation-details/
 */
const OF_CLUSTER =
  /^(?:(?:core|kube|cluster|node-local|nodelocal)-?dns|kube-|kubeadm-|kubelet-|k3s|rke2-|local-path|aws-|azure-|gke-|container-|canal|calico|flannel|cilium|hubble|metrics-server|ca-|audit-|cloud-|vsphere-)/;

/** Groups of whose kinds no controller makes ConfigMaps that others' pods would name. */
const GROUPS_WITHOUT_CONFIG =
  /^$|^(?:apps|batch|policy|autoscaling|extensions)$|\.k8s\.io$|^(?:.+\.)?(?:cert-manager\.io|cilium\.io|volsync\.backube|bitnami\.com|onepassword\.com|infisical\.com|keda\.sh|traefik\.io|gateway\.envoyproxy\.io|k8s-sigs\.io|metallb\.io|argoproj\.io)$/;

export type FindConfigMap = (namespace: string, name: string) => Lookup<ClusterResource>;

/**
 * Whether a namespace has a ConfigMap. Unknowable where an operator, a chart without a model or a
 * controller that copies may make it, or where a manifest doesn't say its namespace.
 */
export function configMapIndex(index: ResourceIndex): FindConfigMap {
  const anywhere = new Set(
    index.loose
      .filter(({ kind, namespace }) => kind === 'ConfigMap' && namespace === undefined)
      .map(({ name }) => name),
  );
  const makers = new Map(
    index.deployed.filter(mayMake).map(maker => [maker.namespace, maker] as const),
  );
  const bundles = new Set(
    index.ofKind('Bundle', 'trust.cert-manager.io').map(bundle => bundle.name),
  );
  const copier = index.blindness.builds
    .flatMap(({ build }) => build.releases)
    .find(({ release }) => COPIERS.test(release.chart.text));
  return (namespace, name) => {
    if (EVERYWHERE.test(name)) return unknowable('the cluster itself may make it');
    const sought = { group: '', kind: 'ConfigMap', namespace, name };
    const meant = () => misspelt(name, index.names(sought));
    const open = (reason: string) => perhaps(reason, meant());
    const answer = index.find(sought);
    if (answer.status === 'found' || answer.status === 'unknowable') return answer;
    if (namespace === 'kube-system')
      return OF_CLUSTER.test(name)
        ? unknowable('the cluster itself may make it')
        : unlikely('the cluster itself may make it', meant());
    if (anywhere.has(name))
      return unknowable('a manifest of that name may be applied to any namespace');
    const maker = makers.get(namespace);
    if (maker) return open(`the operator of the ${maker.kind} \`${maker.name}\` may make it`);
    if (bundles.has(name)) return unknowable('a controller copies ConfigMaps between namespaces');
    return copier ? open('a controller copies ConfigMaps between namespaces') : answer;
  };
}

/** Charts of controllers that copy objects into other namespaces. */
const COPIERS = /reflector|replicator|kubed|config-syncer|emberstack|kyverno/;

const mayMake = ({ group, kind, value }: ClusterResource): boolean =>
  // Others make Secrets only: https://external-secrets.io/latest/guides/targeting-custom-resources/
  kind === 'ExternalSecret'
    ? get(value, 'spec', 'target', 'manifest') !== undefined
    : !GROUPS_WITHOUT_CONFIG.test(group) && !KINDS_WITHOUT_SERVICES.test(kind);

/** The keys of a ConfigMap; undefined where they are not all known. */
export function keysOf({ value, partial }: ClusterResource): ReadonlySet<string> | undefined {
  if (partial) return undefined;
  const keys = ['data', 'binaryData'].flatMap(field => [
    ...(getMap(value, field)?.entries.keys() ?? []),
  ]);
  return new Set(keys);
}

/**
 * The generated ConfigMap that a plain name stands for and that kustomize didn't put there, since it
 * follows a renamed object within one namespace only.
 */
export const unfollowed = (index: ResourceIndex, name: string): ClusterResource | undefined =>
  index
    .ofKind('ConfigMap', '')
    .find(item => item.name.length === name.length + 11 && item.name.startsWith(`${name}-`));
