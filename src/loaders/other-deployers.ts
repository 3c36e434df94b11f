import { textAt } from '../model/access.ts';
import { splitApiVersion } from '../model/resource.ts';
import { own } from '../text/own.ts';
import type { ClassifiedDocument } from './discover.ts';

/**
 * Objects that make another controller than Argo CD deploy what the repository holds, or charts: in
 * namespaces, with patches and variables of its own, none of which is modelled.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 * @see https://fluxcd.io/flux/components/helm/helmreleases/
 * @see https://docs.k3s.io/add-ons/helm
 * @see https://fleet.rancher.io/reference/ref-gitrepo
 */
const DEPLOYERS: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  Kustomization: new Map([['kustomize.toolkit.fluxcd.io', 'Flux']]),
  HelmRelease: new Map([['helm.toolkit.fluxcd.io', 'Flux']]),
  HelmChart: new Map([['helm.cattle.io', "k3s' Helm controller"]]),
  GitRepo: new Map([['fleet.cattle.io', 'Fleet']]),
};

/** The controller besides Argo CD that deploys parts of the repository; undefined without one. */
export function otherDeployer(documents: readonly ClassifiedDocument[]): string | undefined {
  for (const { document, type } of documents) {
    if (type !== 'manifest') continue;
    const { group } = splitApiVersion(textAt(document.value, 'apiVersion') ?? '');
    const kind = textAt(document.value, 'kind') ?? '';
    const name = own(DEPLOYERS, kind)?.get(group);
    if (name) return name;
  }
  return undefined;
}
