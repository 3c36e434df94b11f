import type { FieldSpec } from './field-spec.ts';

/** Fields in which objects name objects of another kind. */
export interface NameReference {
  readonly kind?: string;
  readonly group?: string;
  readonly version?: string;
  readonly fields: readonly FieldSpec[];
}

const at = (kind: string, ...paths: readonly string[]): readonly FieldSpec[] =>
  paths.map(path => ({ kind, path }));

/** Paths below the pod specs of kinds. */
const inPods = (kinds: Readonly<Record<string, string>>, ...paths: readonly string[]) =>
  Object.entries(kinds).flatMap(([kind, prefix]) =>
    paths.map(path => ({
      kind,
      path: `${prefix}/${path}`,
      ...(kind === 'Pod' && { version: 'v1' }),
    })),
  );

const TEMPLATE = 'spec/template/spec';
const CRON = 'spec/jobTemplate/spec/template/spec';
const PODS = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: TEMPLATE,
  ReplicaSet: TEMPLATE,
  DaemonSet: TEMPLATE,
  StatefulSet: TEMPLATE,
  Job: TEMPLATE,
  CronJob: CRON,
};
/** For accounts, claims and priority classes kustomize has another list than for ConfigMaps. */
const OTHER_PODS = {
  Pod: 'spec',
  StatefulSet: TEMPLATE,
  Deployment: TEMPLATE,
  ReplicationController: TEMPLATE,
  CronJob: CRON,
  Job: TEMPLATE,
  DaemonSet: TEMPLATE,
};

const containers = (path: string) => [`containers/${path}`, `initContainers/${path}`];
const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const inRoles = [...at('Role', 'rules/resourceNames'), ...at('ClusterRole', 'rules/resourceNames')];

/**
 * The references that follow when a name changes; no others do.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/konfig/builtinpluginconsts/namereference.go
 */
export const NAME_REFERENCES: readonly NameReference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map(kind => ({
    kind,
    fields: at('HorizontalPodAutoscaler', 'spec/scaleTargetRef/name'),
  })),
  {
    kind: 'ConfigMap',
    version: 'v1',
    fields: [
      ...inPods(
        PODS,
        'volumes/configMap/name',
        'volumes/projected/sources/configMap/name',
        ...containers('env/valueFrom/configMapKeyRef/name'),
        ...containers('envFrom/configMapRef/name'),
      ),
      ...at('Node', 'spec/configSource/configMap'),
      ...inRoles,
      ...at(
        'Ingress',
        'metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap',
      ),
    ],
  },
  {
    kind: 'Secret',
    version: 'v1',
    fields: [
      ...inPods(
        PODS,
        'volumes/secret/secretName',
        'volumes/projected/sources/secret/name',
        ...containers('env/valueFrom/secretKeyRef/name'),
        ...containers('envFrom/secretRef/name'),
        'imagePullSecrets/name',
      ),
      ...at(
        'Ingress',
        'spec/tls/secretName',
        'metadata/annotations/ingress.kubernetes.io\\/auth-secret',
        'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret',
        'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret',
      ),
      ...at('ServiceAccount', 'imagePullSecrets/name'),
      ...at(
        'StorageClass',
        'parameters/secretName',
        'parameters/adminSecretName',
        'parameters/userSecretName',
        'parameters/secretRef',
      ),
      ...inRoles,
      {
        kind: 'Service',
        group: 'serving.knative.dev',
        version: 'v1',
        path: `${TEMPLATE}/containers/env/valueFrom/secretKeyRef/name`,
      },
      ...at('PersistentVolume', 'spec/azureFile/secretName'),
    ],
  },
  {
    kind: 'Service',
    version: 'v1',
    fields: [
      { kind: 'StatefulSet', group: 'apps', path: 'spec/serviceName' },
      ...at(
        'Ingress',
        'spec/rules/http/paths/backend/serviceName',
        'spec/backend/serviceName',
        'spec/rules/http/paths/backend/service/name',
        'spec/defaultBackend/service/name',
      ),
      { kind: 'APIService', group: 'apiregistration.k8s.io', path: 'spec/service/name' },
      ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map(kind => ({
        kind,
        group: ADMISSION,
        path: 'webhooks/clientConfig/service',
      })),
    ],
  },
  {
    kind: 'Role',
    group: RBAC,
    fields: [{ kind: 'RoleBinding', group: RBAC, path: 'roleRef/name' }],
  },
  {
    kind: 'ClusterRole',
    group: RBAC,
    fields: ['RoleBinding', 'ClusterRoleBinding'].map(kind => ({
      kind,
      group: RBAC,
      path: 'roleRef/name',
    })),
  },
  {
    kind: 'ServiceAccount',
    version: 'v1',
    fields: [
      ...['RoleBinding', 'ClusterRoleBinding'].map(kind => ({
        kind,
        group: RBAC,
        path: 'subjects',
      })),
      ...inPods(OTHER_PODS, 'serviceAccountName'),
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    version: 'v1',
    fields: inPods(OTHER_PODS, 'volumes/persistentVolumeClaim/claimName'),
  },
  {
    kind: 'PersistentVolume',
    version: 'v1',
    fields: [
      ...at('PersistentVolumeClaim', 'spec/volumeName'),
      ...at('ClusterRole', 'rules/resourceNames'),
    ],
  },
  {
    kind: 'StorageClass',
    version: 'v1',
    group: 'storage.k8s.io',
    fields: [
      ...at('PersistentVolume', 'spec/storageClassName'),
      ...at('PersistentVolumeClaim', 'spec/storageClassName'),
      ...at('StatefulSet', 'spec/volumeClaimTemplates/spec/storageClassName'),
    ],
  },
  {
    kind: 'PriorityClass',
    version: 'v1',
    group: 'scheduling.k8s.io',
    fields: inPods(OTHER_PODS, 'priorityClassName'),
  },
  {
    kind: 'ValidatingAdmissionPolicy',
    group: ADMISSION,
    fields: [
      { kind: 'ValidatingAdmissionPolicyBinding', group: ADMISSION, path: 'spec/policyName' },
    ],
  },
];
