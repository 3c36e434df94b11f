import { getScalar } from '../../../yaml/access.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import type { AppBuild } from '../../app-build.ts';
import type { Application } from '../../application.ts';
import type { HelmRelease } from '../../release.ts';
import type { ResourceIndex } from '../objects/resources.ts';

/** The definitions of the Gateway API as one of its releases has them. */
export interface GatewayBundle {
  /** Where its version is written. */
  readonly at: LocatedScalar;
  readonly text: string;
  readonly minor: number;
  readonly isExperimental: boolean;
}

interface Facts {
  readonly applications: readonly Application[];
  readonly builds: readonly AppBuild[];
  readonly resources: ResourceIndex;
}

const SOURCE = /kubernetes-sigs\/gateway-api\b/i;

/** `v1.4.1` in `…/releases/download/v1.4.1/standard-install.yaml` and in `…/config/crd?ref=v1.4.1`. */
const VERSION = /\bv(1\.(\d+)\.\d+)(?![\w.-])/;

/**
 * The bundles that are installed: from the addresses of the project, or as a copy that says its version.
 *
 * @see https://gateway-api.sigs.k8s.io/concepts/versioning/
 */
export function gatewayBundles({ applications, builds, resources }: Facts): GatewayBundle[] {
  const remote = builds.flatMap(({ references }) =>
    references.flatMap(({ target, from }) =>
      target === 'remote' && SOURCE.test(from.text) ? toBundle(from, from.text) : [],
    ),
  );
  const sources = applications.flatMap(application =>
    application.sources.flatMap(({ repoURL, revision, path }) =>
      revision && SOURCE.test(repoURL?.text ?? '')
        ? toBundle(revision, `${revision.text} ${path?.text ?? ''}`)
        : [],
    ),
  );
  const copies = resources
    .ofKind('CustomResourceDefinition', 'apiextensions.k8s.io')
    .flatMap(({ value }) => {
      const annotation = (name: string) =>
        getScalar(value, 'metadata', 'annotations', `gateway.networking.k8s.io/${name}`);
      const version = annotation('bundle-version');
      return version
        ? toBundle(version, `${version.text} ${annotation('channel')?.text ?? ''}`)
        : [];
    });
  return [...remote, ...sources, ...copies];
}

function toBundle(at: LocatedScalar, text: string): GatewayBundle[] {
  const [, version, minor] = VERSION.exec(text) ?? [];
  if (!version || !minor) return [];
  return [{ at, text: version, minor: Number(minor), isExperimental: /experimental/i.test(text) }];
}

/** Charts that bring the definitions themselves. */
const BRINGING =
  /^(?:gateway-helm|gateway-crds-helm|gateway-api(?:-crds)?|traefik(?:-crds)?|kgateway(?:-crds)?|nginx-gateway-fabric|envoy-gateway(?:-crds)?|gateway-operator|kong|istio-?base)$/;

export const mayBringBundle = (releases: readonly HelmRelease[]): boolean =>
  releases.some(({ chart }) => BRINGING.test(chart.text));
