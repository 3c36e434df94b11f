import { booleanAt, getMap, getString, itemsAt } from '../access.ts';
import type { LocatedScalar, LocatedValue } from '../located.ts';
import { absent, type Lookup, unknowable } from '../lookup.ts';
import type { ClusterResource } from './owned.ts';
import type { ResourceIndex } from './resources.ts';
import { KINDS_WITHOUT_SERVICES } from './services.ts';
import type { Workload } from './workloads.ts';

/** A ConfigMap that a pod needs before it can start. */
export interface ConfigMapReference {
  readonly workload: Workload;
  readonly name: LocatedScalar;
  /** The keys that are asked for; none where all of it is taken. */
  readonly keys: readonly LocatedScalar[];
}

/**
 * What pods refer to by `envFrom`, `valueFrom` and volumes, projected ones included. What is
 * `optional` may be missing, and isn't listed.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps
 */
export const configMapReferences = (workloads: readonly Workload[]): ConfigMapReference[] =>
  workloads.flatMap(workload => {
    const { podSpec, containers, initContainers } = workload;
    const found = [
      ...[...initContainers, ...containers].flatMap(({ value }) => [
        ...itemsAt(value, 'envFrom').map(item => reference(getMap(item, 'configMapRef'))),
        ...itemsAt(value, 'env').map(item =>
          reference(getMap(item, 'valueFrom', 'configMapKeyRef'), ['key']),
        ),
      ]),
      ...itemsAt(podSpec, 'volumes').flatMap(item => [
        reference(getMap(item, 'configMap'), ['items']),
        ...itemsAt(item, 'projected', 'sources').map(source =>
          reference(getMap(source, 'configMap'), ['items']),
        ),
      ]),
    ];
    return found.flatMap(item => (item ? [{ workload, ...item }] : []));
  });

function reference(
  source: LocatedValue | undefined,
  [field]: readonly ('key' | 'items')[] = [],
): Omit<ConfigMapReference, 'workload'> | undefined {
  const name = getString(source, 'name');
  if (!name || booleanAt(source, 'optional') === true) return undefined;
  const keys =
    field === 'items'
      ? itemsAt(source, 'items').flatMap(item => getString(item, 'key') ?? [])
      : field === 'key'
        ? [getString(source, 'key')].flatMap(key => key ?? [])
        : [];
  return { name, keys };
}

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

const mayMake = ({ group, kind }: ClusterResource): boolean =>
  !GROUPS_WITHOUT_CONFIG.test(group) &&
  !KINDS_WITHOUT_SERVICES.test(kind) &&
  // It makes Secrets, unless it says otherwise.
  kind !== 'ExternalSecret';

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
