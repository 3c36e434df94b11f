import type { FieldSpec } from './field-spec.ts';

// The fields that kustomize's transformers know.
// https://github.com/kubernetes-sigs/kustomize/tree/kustomize/v5.8.1/api/internal/konfig/builtinpluginconsts

const TEMPLATED: readonly FieldSpec[] = [
  { kind: 'ReplicationController', version: 'v1', path: 'spec/template/metadata' },
  { kind: 'Deployment', path: 'spec/template/metadata' },
  { kind: 'ReplicaSet', path: 'spec/template/metadata' },
  { kind: 'DaemonSet', path: 'spec/template/metadata' },
  { kind: 'StatefulSet', group: 'apps', path: 'spec/template/metadata' },
  { kind: 'Job', group: 'batch', path: 'spec/template/metadata' },
  { kind: 'CronJob', group: 'batch', path: 'spec/jobTemplate/metadata' },
  { kind: 'CronJob', group: 'batch', path: 'spec/jobTemplate/spec/template/metadata' },
];

const METADATA_LABELS: FieldSpec = { path: 'metadata/labels', create: true };

/** Labels of objects and of the pods they make. */
const TEMPLATE_LABELS: readonly FieldSpec[] = [
  METADATA_LABELS,
  ...TEMPLATED.map(spec => ({ ...spec, path: `${spec.path}/labels`, create: true })),
  {
    kind: 'StatefulSet',
    group: 'apps',
    path: 'spec/volumeClaimTemplates[]/metadata/labels',
    create: true,
  },
];

const AFFINITY = ['podAffinity', 'podAntiAffinity'].flatMap(name => [
  `affinity/${name}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector`,
  `affinity/${name}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector`,
]);

const SELECTORS: readonly FieldSpec[] = [
  { kind: 'Service', version: 'v1', path: 'spec/selector', create: true },
  { kind: 'ReplicationController', version: 'v1', path: 'spec/selector', create: true },
  { kind: 'Deployment', path: 'spec/selector/matchLabels', create: true },
  { kind: 'ReplicaSet', path: 'spec/selector/matchLabels', create: true },
  { kind: 'DaemonSet', path: 'spec/selector/matchLabels', create: true },
  { kind: 'StatefulSet', group: 'apps', path: 'spec/selector/matchLabels', create: true },
  ...['Deployment', 'StatefulSet'].flatMap(kind =>
    [...AFFINITY, 'topologySpreadConstraints/labelSelector'].map(path => ({
      kind,
      group: 'apps',
      path: `spec/template/spec/${path}/matchLabels`,
    })),
  ),
  { kind: 'Job', group: 'batch', path: 'spec/selector/matchLabels' },
  { kind: 'CronJob', group: 'batch', path: 'spec/jobTemplate/spec/selector/matchLabels' },
  { kind: 'PodDisruptionBudget', group: 'policy', path: 'spec/selector/matchLabels' },
  ...['podSelector', 'ingress/from/podSelector', 'egress/to/podSelector'].map(path => ({
    kind: 'NetworkPolicy',
    group: 'networking.k8s.io',
    path: `spec/${path}/matchLabels`,
  })),
];

/** The fields that each transformer writes, defaults and those of `configurations` files. */
export interface FieldSpecs {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
}

export const DEFAULT_FIELD_SPECS: FieldSpecs = {
  namePrefix: [{ path: 'metadata/name' }],
  nameSuffix: [{ path: 'metadata/name' }],
  namespace: [
    { kind: 'Namespace', version: 'v1', path: 'metadata/name', create: true },
    {
      kind: 'APIService',
      group: 'apiregistration.k8s.io',
      path: 'spec/service/namespace',
      create: true,
    },
    {
      kind: 'CustomResourceDefinition',
      group: 'apiextensions.k8s.io',
      path: 'spec/conversion/webhook/clientConfig/service/namespace',
    },
  ],
  labels: [],
  templateLabels: TEMPLATE_LABELS,
  commonLabels: [...SELECTORS, ...TEMPLATE_LABELS],
  commonAnnotations: [
    { path: 'metadata/annotations', create: true },
    ...TEMPLATED.map(({ group, ...spec }) => ({
      ...spec,
      ...(group === 'batch' && { group }),
      path: `${spec.path}/annotations`,
      create: true,
    })),
  ],
  images: ['spec', 'spec/template/spec'].flatMap(pod =>
    ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map(path => ({
      path: `${pod}/${path}`,
      create: true,
    })),
  ),
  replicas: ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map(kind => ({
    kind,
    path: 'spec/replicas',
    create: true,
  })),
};

/** Labels on the objects alone, what `labels` writes by default. */
export const METADATA_LABELS_ONLY: readonly FieldSpec[] = [METADATA_LABELS];
