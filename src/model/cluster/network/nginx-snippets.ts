import { booleanAt, getScalar, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { isAtLeast } from './cilium.ts';
import { annotationsAt } from './services.ts';

/** A snippet of configuration that the controller of an Ingress refuses. */
export interface RefusedSnippet {
  readonly ingress: ClusterResource;
  readonly key: LocatedScalar;
  readonly release: HelmRelease;
  /** The setting that keeps it from being taken. */
  readonly setting: 'allowSnippetAnnotations' | 'annotations-risk-level';
}

const SNIPPET =
  /^nginx\.ingress\.kubernetes\.io\/(?:(?:auth|configuration|modsecurity|server|stream)-snippet)$/;

/**
 * Annotations with parts of nginx' configuration at Ingresses of classes whose controllers take none.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#allow-snippet-annotations
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#annotations-risk-level
 */
export function refusedSnippets(
  releases: readonly HelmRelease[],
  resources: ResourceIndex,
): RefusedSnippet[] {
  const controllers = releases.filter(({ chart }) => chart.text === 'ingress-nginx');
  if (controllers.length === 0 || isSetElsewhere(resources)) return [];
  return resources.ofKind('Ingress', 'networking.k8s.io').flatMap(ingress => {
    const name =
      textAt(ingress.value, 'spec', 'ingressClassName') ??
      textAt(ingress.value, 'metadata', 'annotations', 'kubernetes.io/ingress.class');
    const own = controllers.filter(release => classOf(release) === name);
    const settings = own.map(refusing);
    const [first] = own;
    const [setting] = settings;
    if (!first || !setting || settings.includes(undefined)) return [];
    return annotationsAt(ingress.value, 'metadata', 'annotations').flatMap(({ key }) =>
      SNIPPET.test(key.text) ? [{ ingress, key, release: first, setting }] : [],
    );
  });
}

const classOf = ({ values }: HelmRelease): string =>
  textAt(values, 'controller', 'ingressClassResource', 'name') ?? 'nginx';

/** Since chart 4.8 (1.9.0) they are off, since 4.12 (1.12.0) each is of a risk that is not taken. */
function refusing({ values, valuesIncomplete, version }: HelmRelease) {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version?.text ?? '') ?? [];
  if (valuesIncomplete || major === undefined || minor === undefined) return undefined;
  const actual = [Number(major), Number(minor)] as const;
  const config = (name: string) => getScalar(values, 'controller', 'config', name)?.text;
  const isOn =
    config('allow-snippet-annotations') === 'true' ||
    (booleanAt(values, 'controller', 'allowSnippetAnnotations') ?? !isAtLeast(actual, 4, 8));
  if (!isOn) return 'allowSnippetAnnotations';
  const isRisky = config('annotations-risk-level')?.toLowerCase() === 'critical';
  return isAtLeast(actual, 4, 12) && !isRisky ? 'annotations-risk-level' : undefined;
}

/** Whether a ConfigMap or an argument says it besides the chart's values. */
const isSetElsewhere = (resources: ResourceIndex): boolean =>
  resources
    .ofKind('ConfigMap', '')
    .some(
      ({ value, release }) =>
        !release &&
        (getScalar(value, 'data', 'allow-snippet-annotations') !== undefined ||
          getScalar(value, 'data', 'annotations-risk-level') !== undefined),
    );
