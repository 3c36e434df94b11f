import { parseVersion } from '../template/go/semver.ts';
import { behaviourOf, DEFAULT_HELM } from './behaviour.ts';

/** What `.Capabilities` tells templates about the cluster. */
export interface Capabilities {
  /** With a leading `v`. */
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  readonly helmVersion: string;
  /**
   * Told of APIs that a template asks for and that are not among them.
   *
   * @returns whether the cluster may have it all the same
   */
  readonly onAbsent?: ((version: string) => boolean) | undefined;
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
  helmVersion: DEFAULT_HELM,
};

/** The Kubernetes of the client library by the release of Helm that first had it (`go.mod` at its tag). */
const CLIENTS: readonly (readonly [helm: string, minor: number])[] = [
  ['3.19.0', 34],
  ['3.20.0', 35],
  ['3.21.3', 36],
  ['3.22.0', 37],
  ['4.0.0', 34],
  ['4.1.0', 35],
  ['4.2.1', 36],
  ['4.3.0', 37],
];

/** What changed in the client library of Kubernetes 1.36: printed by `helm template` of 4.2.1. */
const RENAMED_APIS: Readonly<Record<string, string>> = {
  'autoscaling/v2beta1': '',
  'autoscaling/v2beta2': '',
  'scheduling.k8s.io/v1alpha1': 'scheduling.k8s.io/v1alpha2',
  'storagemigration.k8s.io/v1alpha1': 'storagemigration.k8s.io/v1beta1',
};

/** What a release of Helm says of the cluster when nobody tells it otherwise; one before 3.19 is taken for that. */
export function capabilitiesOf(helm: string): Capabilities {
  const { version, isAtLeast } = behaviourOf(helm);
  const [, minor = 34] = CLIENTS.findLast(([first]) => isAtLeast(first)) ?? [];
  const apiVersions =
    minor < 36
      ? DEFAULT_API_VERSIONS
      : DEFAULT_API_VERSIONS.flatMap(api => RENAMED_APIS[api] ?? api).filter(api => api !== '');
  return { kubeVersion: `v1.${minor}.0`, apiVersions, helmVersion: version };
}

/** A version as `--kube-version` takes it: three numbers, suffixes dropped. */
export function kubeVersionOf(text: string): string | undefined {
  const version = parseVersion(text);
  return version && `v${version.numbers.join('.')}`;
}
