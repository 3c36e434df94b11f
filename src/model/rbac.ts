import { own } from '../text/own.ts';
import { textsAt } from '../yaml/access.ts';
import type { LocatedValue } from '../yaml/located.ts';

/** Resources as RBAC calls them, of which others ask whether there is one. */
const KINDS: Readonly<Record<string, string>> = {
  secrets: 'Secret',
  configmaps: 'ConfigMap',
  services: 'Service',
  serviceaccounts: 'ServiceAccount',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  persistentvolumes: 'PersistentVolume',
  namespaces: 'Namespace',
  pods: 'Pod',
  deployments: 'Deployment',
  daemonsets: 'DaemonSet',
  statefulsets: 'StatefulSet',
  jobs: 'Job',
  cronjobs: 'CronJob',
  ingresses: 'Ingress',
  storageclasses: 'StorageClass',
  volumesnapshotclasses: 'VolumeSnapshotClass',
  gatewayclasses: 'GatewayClass',
  gateways: 'Gateway',
  httproutes: 'HTTPRoute',
  certificates: 'Certificate',
};

/**
 * The kinds of which a rule of a Role or ClusterRole lets its holders make objects. `create` can't be
 * restricted by names.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export function creatableKinds(rule: LocatedValue): readonly string[] {
  if (!textsAt(rule, 'verbs').some(verb => verb === 'create' || verb === '*')) return [];
  const resources = textsAt(rule, 'resources');
  return resources.includes('*')
    ? Object.values(KINDS)
    : resources.flatMap(resource => own(KINDS, resource) ?? []);
}

export const RBAC = 'rbac.authorization.k8s.io';

/**
 * ClusterRoles and Roles that every cluster has, by their names: the user-facing ones and the system's own.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
export const BUILT_IN_ROLES =
  /^(?:cluster-admin|admin|edit|view|system:.+|extension-apiserver-authentication-reader)$/;

/** Whether accounts of a namespace come with the cluster: those of the control plane and of CoreDNS are in no manifest. */
export const isOfKubernetes = (namespace: string): boolean => namespace.startsWith('kube-');
