import { splitApiVersion } from '../../model/resource.ts';
import { carries, type Unknown } from '../../model/unknown.ts';
import { own } from '../../text/own.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, getMap, getString, textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';
import type { LocatedMap } from '../../yaml/located.ts';

/** Kinds whose controller deploys what the repository holds, or charts, beside Argo CD. */
const DEPLOYERS: Readonly<Record<string, Deployer>> = {
  'kustomize.toolkit.fluxcd.io/Kustomization': { name: 'Flux' },
  'helm.toolkit.fluxcd.io/HelmRelease': {
    name: 'Flux',
    chart: value =>
      textAt(value, 'spec', 'chart', 'spec', 'chart') ?? textAt(value, 'spec', 'chartRef', 'name'),
  },
  'helm.cattle.io/HelmChart': {
    name: "k3s' Helm controller",
    chart: value => textAt(value, 'spec', 'chart'),
  },
  'fleet.cattle.io/GitRepo': { name: 'Fleet' },
};

interface Deployer {
  readonly name: string;
  /** The chart that such an object installs; absent: it deploys directories. */
  readonly chart?: (value: LocatedMap) => string | undefined;
}

/**
 * What controllers besides Argo CD may make of the repository, by their own objects: a chart its
 * objects in its namespace; a directory anything, in namespaces to which no Application deploys.
 *
 * @param destinations the namespaces that Applications deploy to

 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 * @see https://fluxcd.io/flux/components/helm/helmreleases/
 * @see https://docs.k3s.io/add-ons/helm
 * @see https://fleet.rancher.io/reference/ref-gitrepo
 */
export function otherDeployers(
  documents: readonly ClassifiedDocument[],
  destinations: ReadonlySet<string>,
): Unknown[] {
  const manifests = documents.flatMap(({ document: { value }, type }) =>
    type === 'manifest' && value?.kind === 'map' ? [value] : [],
  );
  const found = manifests.flatMap(value => {
    const deployer = own(DEPLOYERS, `${groupOf(value)}/${textAt(value, 'kind') ?? ''}`);
    return deployer ? [{ value, deployer }] : [];
  });
  return found.map(({ value, deployer: { name, chart } }): Unknown => {
    const at = (getString(value, 'metadata', 'name') ?? value).origin;
    const reason = `${name} may deploy it`;
    const others = (candidate: string) => !destinations.has(candidate);
    if (!chart) return { at, reason, namespaces: others };
    const words = [chart(value), nameOf(value), textAt(value, 'spec', 'releaseName')];
    const namespace = namespaceOf(value);
    return {
      at,
      reason,
      namespaces: namespace === undefined ? others : new Set([namespace]),
      mayName: sought =>
        carries(
          sought,
          words.flatMap(word => word ?? []),
        ) || names(value, sought),
    };
  });
}

/** The directories that Flux' Kustomizations apply. */
export const deployedDirectories = (documents: readonly ClassifiedDocument[]): string[] =>
  documents.flatMap(({ document: { value } }) =>
    value?.kind === 'map' && groupOf(value) === 'kustomize.toolkit.fluxcd.io'
      ? (textAt(value, 'spec', 'path') ?? [])
      : [],
  );

const nameOf = (value: LocatedMap): string => textAt(value, 'metadata', 'name') ?? '';

const groupOf = (value: LocatedMap): string =>
  splitApiVersion(textAt(value, 'apiVersion') ?? '').group;

function namespaceOf(value: LocatedMap): string | undefined {
  const namespace =
    textAt(value, 'spec', 'targetNamespace') ?? textAt(value, 'metadata', 'namespace');
  return namespace === undefined || isPlaceholder(namespace) ? undefined : namespace;
}

/** Whether the values of a chart give something that name. */
function names(value: LocatedMap, sought: string): boolean {
  const values = getMap(value, 'spec', 'values') ?? get(value, 'spec', 'valuesContent');
  const text = values?.origin.file.text.slice(values.origin.start, values.origin.end);
  return text?.includes(sought) ?? false;
}
