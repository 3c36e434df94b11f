import { parseVersion } from '../template/go/semver.ts';

/** What `.Capabilities` tells templates about the cluster. */
export interface Capabilities {
  /** With a leading `v`. */
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  readonly helmVersion: string;
  /** Told of APIs that a template asks for and that are not among them. */
  readonly onAbsent?: ((version: string) => void) | undefined;
}

/**
 * The group versions that Helm knows without a cluster: those of its client library.
 * Printed by `helm template` of 3.19.0 from `.Capabilities.APIVersions`.
 */
const BUILT_IN = `
  v1 admissionregistration.k8s.io/{v1,v1alpha1,v1beta1} internal.apiserver.k8s.io/v1alpha1
  apps/{v1,v1beta1,v1beta2} authentication.k8s.io/{v1,v1alpha1,v1beta1}
  authorization.k8s.io/{v1,v1beta1} autoscaling/{v1,v2,v2beta1,v2beta2} batch/{v1,v1beta1}
  certificates.k8s.io/{v1,v1beta1,v1alpha1} coordination.k8s.io/{v1alpha2,v1beta1,v1}
  discovery.k8s.io/{v1,v1beta1} events.k8s.io/{v1,v1beta1} extensions/v1beta1
  flowcontrol.apiserver.k8s.io/{v1,v1beta1,v1beta2,v1beta3} networking.k8s.io/{v1,v1beta1}
  node.k8s.io/{v1,v1alpha1,v1beta1} policy/{v1,v1beta1}
  rbac.authorization.k8s.io/{v1,v1beta1,v1alpha1} resource.k8s.io/{v1,v1beta2,v1beta1,v1alpha3}
  scheduling.k8s.io/{v1alpha1,v1beta1,v1} storage.k8s.io/{v1beta1,v1,v1alpha1}
  storagemigration.k8s.io/v1alpha1 apiextensions.k8s.io/{v1beta1,v1}`;

export const DEFAULT_API_VERSIONS: readonly string[] = BUILT_IN.trim()
  .split(/\s+/)
  .flatMap(entry => {
    const [, group = '', versions] = /^(.*)\{(.*)\}$/.exec(entry) ?? [];
    return versions === undefined ? [entry] : versions.split(',').map(version => group + version);
  });

/** What Helm 3.19 says of the cluster when nobody tells it otherwise. */
export const DEFAULT_CAPABILITIES: Capabilities = {
  kubeVersion: 'v1.34.0',
  apiVersions: DEFAULT_API_VERSIONS,
  helmVersion: 'v3.19.0',
};

/** A version as `--kube-version` takes it: three numbers, suffixes dropped. */
export function kubeVersionOf(text: string): string | undefined {
  const version = parseVersion(text);
  return version && `v${version.numbers.join('.')}`;
}
