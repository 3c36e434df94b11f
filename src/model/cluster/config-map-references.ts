import { get, getMap } from '../access.ts';
import { absent, type Lookup, unknowable } from '../lookup.ts';
import type { ClusterResource } from './owned.ts';
import { type PodReference, podReferences } from './pod-references.ts';
import type { ResourceIndex } from './resources.ts';
import { KINDS_WITHOUT_SERVICES } from './services.ts';
import type { Workload } from './workloads.ts';

/** The ConfigMaps that pods need before they can start; what is `optional` may be missing. */
export const configMapReferences = (workloads: readonly Workload[]): PodReference[] =>
  workloads
    .flatMap(podReferences)
    .filter(({ kind, isOptional }) => kind === 'ConfigMap' && !isOptional);

/** ConfigMaps that the control plane or a common controller keeps in each namespace. */
const EVERYWHERE =
  /^(?:kube-root-ca\.crt|openshift-service-ca\.crt|istio-ca-root-cert|extension-apiserver-authentication|linkerd-config|linkerd-identity-trust-roots)$/;

/** Groups of whose kinds no controller makes ConfigMaps that others' pods would name. */
const GROUPS_WITHOUT_CONFIG =
  /^$|^(?:apps|batch|policy|autoscaling|extensions)$|\.k8s\.io$|^(?:.+\.)?(?:cert-manager\.io|cilium\.io|volsync\.backube|bitnami\.com|onepassword\.com|infisical\.com|keda\.sh|traefik\.io|gateway\.envoyproxy\.io|k8s-sigs\.io|metallb\.io|argoproj\.io)$/;

/**
 * Whether a namespace has a ConfigMap. Unknowable where an operator, a chart without a model or a
 * controller that copies may make it, or where a manifest doesn't say its namespace.
 */
export function findConfigMap(
  index: ResourceIndex,
  namespace: string,
  name: string,
): Lookup<ClusterResource> {
  if (EVERYWHERE.test(name) || namespace === 'kube-system')
    return unknowable('the cluster itself may make it');
  const key = { group: '', kind: 'ConfigMap', namespace, name };
  const answer = index.find(key);
  if (answer.status !== 'absent') return answer;
  const isLoose = index.loose.some(
    item => item.kind === 'ConfigMap' && item.name === name && item.namespace === undefined,
  );
  if (isLoose) return unknowable('a manifest of that name may be applied to any namespace');
  const maker = index.deployed.find(item => item.namespace === namespace && mayMake(item));
  if (maker) return unknowable(`the operator of the ${maker.kind} ${maker.name} may make it`);
  if (isCopied(index, name)) return unknowable('a controller copies ConfigMaps between namespaces');
  return absent;
}

const mayMake = ({ group, kind, value }: ClusterResource): boolean =>
  // Others make Secrets only: https://external-secrets.io/latest/guides/targeting-custom-resources/
  kind === 'ExternalSecret'
    ? get(value, 'spec', 'target', 'manifest') !== undefined
    : !GROUPS_WITHOUT_CONFIG.test(group) && !KINDS_WITHOUT_SERVICES.test(kind);

/** Trust bundles reach all namespaces, and so does what a replicating controller is told to copy. */
const isCopied = (index: ResourceIndex, name: string): boolean =>
  index.ofKind('Bundle', 'trust.cert-manager.io').some(bundle => bundle.name === name) ||
  index.deployed.some(({ release }) =>
    /reflector|replicator|kubed|emberstack|kyverno/.test(release?.chart.text ?? ''),
  );

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
