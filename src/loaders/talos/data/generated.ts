/**
 * What `talosctl gen config` writes before any patch is applied, by contract version: what patches
 * merge into and may contradict. Secrets, images and fields without a bearing on patches left out.
 *
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/generate/init.go
 */
export function generatedDocuments(
  contract: number,
  role: 'controlplane' | 'worker' | undefined,
): { readonly machine: object; readonly others: readonly object[] } {
  const isMultiDocument = contract >= 12;
  return {
    machine: {
      machine: {
        ...(role && { type: role }),
        certSANs: [],
        kubelet: { defaultRuntimeSeccompProfileEnabled: true, disableManifestsDirectory: true },
        ...(contract < 13 && { network: {} }),
        ca: {},
        install: { wipe: false, ...(isMultiDocument && { grubUseUKICmdline: true }) },
        features: {
          ...(!isMultiDocument && {
            rbac: true,
            stableHostname: true,
            apidCheckExtKeyUsage: true,
          }),
          diskQuotaSupport: true,
          kubePrism: { enabled: true, port: 7445 },
          hostDNS: { enabled: true, forwardKubeDNSToHost: true },
        },
        ...(role === 'controlplane' && { nodeLabels: { [EXCLUDE_FROM_LOAD_BALANCERS]: '' } }),
      },
      cluster: {
        controlPlane: {},
        ca: {},
        network: {
          dnsDomain: 'cluster.local',
          podSubnets: ['10.244.0.0/16'],
          serviceSubnets: ['10.96.0.0/12'],
        },
        ...(role === 'controlplane' && CONTROL_PLANE),
        discovery: { enabled: true },
      },
    },
    others: isMultiDocument
      ? [{ apiVersion: 'v1alpha1', kind: 'HostnameConfig', auto: 'stable' }]
      : [],
  };
}

const EXCLUDE_FROM_LOAD_BALANCERS = 'node.kubernetes.io/exclude-from-external-load-balancers';

const CONTROL_PLANE = {
  apiServer: {
    admissionControl: [
      {
        name: 'PodSecurity',
        configuration: {
          defaults: { enforce: 'baseline' },
          exemptions: { namespaces: ['kube-system'], runtimeClasses: [], usernames: [] },
        },
      },
    ],
    auditPolicy: {
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      rules: [{ level: 'Metadata' }],
    },
  },
  controllerManager: {},
  proxy: {},
  scheduler: {},
  etcd: { ca: {} },
};
