import { basename } from '../source/tree.ts';
import { get, getMap, itemsAt, textAt } from './access.ts';
import type { LocatedValue } from './located.ts';
import type { SourceDocument } from './parse.ts';

/** What a document is, told by its own content and its file's name alone. */
export type DocumentClass =
  | 'empty'
  | 'kustomization'
  | 'component'
  | 'application-set'
  | 'application'
  | 'app-project'
  | 'talos-config'
  | 'talos-json-patch'
  | 'talos-schematic'
  | 'talos-secrets'
  | 'sops-configuration'
  | 'sops-encrypted'
  | 'manifest'
  | 'helm-chart'
  | 'json-patch'
  | 'other';

/** A document with what it is. */
export interface ClassifiedDocument {
  readonly document: SourceDocument;
  readonly type: DocumentClass;
}

/** Kustomize accepts these names only, in this case. */
export const KUSTOMIZATION_NAMES: ReadonlySet<string> = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
]);

/** Config document kinds of Talos 1.10 to 1.14 end like this; Kubernetes has no apiVersion `v1alpha1`. */
const TALOS_API_VERSION = 'v1alpha1';

export function classify(document: SourceDocument): DocumentClass {
  const { value, file } = document;
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return 'empty';
  const name = basename(file.path);
  if (value.kind === 'sequence') return classifySequence(value, name);
  if (value.kind !== 'map') return 'other';
  if (KUSTOMIZATION_NAMES.has(name) && document.index === 0 && !isOfFlux(value)) {
    return textAt(value, 'kind') === 'Component' ? 'component' : 'kustomization';
  }
  if (name === 'Chart.yaml') return 'helm-chart';
  if (name === '.sops.yaml') return 'sops-configuration';
  const talos = classifyTalos(value);
  if (talos) return talos;
  return classifyObject(value);
}

/**
 * Flux's own Kustomization, an object that another kustomization lists by its file, which may have that name.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
const isOfFlux = (value: LocatedValue): boolean =>
  textAt(value, 'apiVersion')?.startsWith('kustomize.toolkit.fluxcd.io/') ?? false;

function classifySequence(value: LocatedValue, name: string): DocumentClass {
  const items = itemsAt(value);
  const isJsonPatch =
    items.length > 0 &&
    items.every(item => textAt(item, 'op') !== undefined && get(item, 'path') !== undefined);
  if (!isJsonPatch) return 'other';
  const paths = items.map(item => textAt(item, 'path') ?? '');
  const isTalos =
    name.endsWith('.patch') || paths.every(path => /^\/(machine|cluster)(\/|$)/.test(path));
  return isTalos ? 'talos-json-patch' : 'json-patch';
}

function classifyTalos(value: LocatedValue): DocumentClass | undefined {
  const kind = textAt(value, 'kind');
  if (kind === undefined) {
    if (getMap(value, 'customization', 'systemExtensions') || getMap(value, 'overlay')) {
      return 'talos-schematic';
    }
    if (getMap(value, 'certs') && getMap(value, 'secrets')) return 'talos-secrets';
    // Helm values may have a root `cluster` too; the fields below are Talos' own.
    const isMachine = getMap(value, 'machine') !== undefined || isTalosCluster(value);
    const onlyTalosKeys =
      value.kind === 'map' &&
      [...value.entries.keys()].every(key =>
        ['machine', 'cluster', 'version', 'debug', 'persist'].includes(key),
      );
    return isMachine && onlyTalosKeys ? 'talos-config' : undefined;
  }
  return textAt(value, 'apiVersion') === TALOS_API_VERSION && !getMap(value, 'metadata')
    ? 'talos-config'
    : undefined;
}

const TALOS_CLUSTER_KEYS = [
  'controlPlane',
  'network',
  'proxy',
  'apiServer',
  'etcd',
  'coreDNS',
  'allowSchedulingOnControlPlanes',
  'discovery',
  'inlineManifests',
  'extraManifests',
  'controllerManager',
  'scheduler',
  'clusterName',
];

const isTalosCluster = (value: LocatedValue): boolean => {
  const cluster = getMap(value, 'cluster');
  return cluster !== undefined && TALOS_CLUSTER_KEYS.some(key => cluster.entries.has(key));
};

function classifyObject(value: LocatedValue): DocumentClass {
  const apiVersion = textAt(value, 'apiVersion');
  const kind = textAt(value, 'kind');
  if (getMap(value, 'sops') && textAt(value, 'sops', 'mac') !== undefined) return 'sops-encrypted';
  // A directive of a strategic merge patch: what it does to an object, and no object.
  if (apiVersion === undefined || kind === undefined || get(value, '$patch')) return 'other';
  if (apiVersion.startsWith('argoproj.io/')) {
    if (kind === 'ApplicationSet') return 'application-set';
    if (kind === 'Application') return 'application';
    if (kind === 'AppProject') return 'app-project';
  }
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) {
    return kind === 'Component' ? 'component' : 'kustomization';
  }
  // A kubeconfig, or what a program such as Skaffold reads: of no API of a cluster.
  if (kind === 'Config' && /^(?:skaffold\/)?v\d\w*$/.test(apiVersion)) return 'other';
  return 'manifest';
}
