import type { MergeSchema } from './strategic-merge.ts';

// The lists that merge by key, from the API description that kustomize compiles in (Kubernetes
// 1.21.2): `x-kubernetes-patch-merge-key` and `x-kubernetes-list-map-keys` of lists whose
// `x-kubernetes-patch-strategy` is merge. Status fields are left out: nobody deploys them.
// https://github.com/kubernetes-sigs/kustomize/tree/kustomize/v5.8.1/kyaml/openapi/kubernetesapi

const by = (...keys: readonly string[]): MergeSchema => ({ keys });

const metadata: MergeSchema = { fields: { finalizers: by(), ownerReferences: by('uid') } };

const ephemeralContainer: MergeSchema = {
  fields: { env: by('name'), volumeDevices: by('devicePath'), volumeMounts: by('mountPath') },
};
const container: MergeSchema = {
  fields: { ...ephemeralContainer.fields, ports: by('containerPort', 'protocol') },
};
const volume: MergeSchema = {
  fields: { ephemeral: { fields: { volumeClaimTemplate: { fields: { metadata } } } } },
};
const podSpec: MergeSchema = {
  fields: {
    containers: { keys: ['name'], items: container },
    initContainers: { keys: ['name'], items: container },
    ephemeralContainers: { keys: ['name'], items: ephemeralContainer },
    volumes: { keys: ['name'], items: volume },
    imagePullSecrets: by('name'),
    hostAliases: by('ip'),
    topologySpreadConstraints: by('topologyKey', 'whenUnsatisfiable'),
  },
};
const podTemplate: MergeSchema = { fields: { metadata, spec: podSpec } };
const withTemplate: MergeSchema = {
  fields: { metadata, spec: { fields: { template: podTemplate } } },
};
const cronJob: MergeSchema = {
  fields: { metadata, spec: { fields: { jobTemplate: withTemplate } } },
};
const webhooks: MergeSchema = { fields: { metadata, webhooks: by('name') } };
const csiNode: MergeSchema = { fields: { metadata, spec: { fields: { drivers: by('name') } } } };
const plain: MergeSchema = { fields: { metadata } };

const SCHEMAS: Readonly<Record<string, MergeSchema>> = {
  'v1 Pod': podTemplate,
  'v1 PodTemplate': { fields: { metadata, template: podTemplate } },
  'v1 ReplicationController': withTemplate,
  'v1 Service': { fields: { metadata, spec: { fields: { ports: by('port', 'protocol') } } } },
  'v1 ServiceAccount': { fields: { metadata, secrets: by('name') } },
  'v1 Node': { fields: { metadata, spec: { fields: { podCIDRs: by() } } } },
  'apps/v1 DaemonSet': withTemplate,
  'apps/v1 Deployment': withTemplate,
  'apps/v1 ReplicaSet': withTemplate,
  'apps/v1 StatefulSet': withTemplate,
  'batch/v1 Job': withTemplate,
  'batch/v1 CronJob': cronJob,
  'batch/v1beta1 CronJob': cronJob,
  'storage.k8s.io/v1 CSINode': csiNode,
  'storage.k8s.io/v1beta1 CSINode': csiNode,
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration': webhooks,
};

/**
 * How the lists of a built-in kind merge, as kustomize knows them.
 *
 * @param known whether the kind is one of those that kustomize has a compiled-in description of
 * @returns undefined for custom resources, whose lists are all replaced
 */
export function mergeSchemaOf(
  apiVersion: string,
  kind: string,
  known: boolean,
): MergeSchema | undefined {
  const name = `${apiVersion} ${kind}`;
  return Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : known ? plain : undefined;
}
