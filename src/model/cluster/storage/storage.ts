import { get, getMap, getString, itemsAt, numberAt, textAt } from '../../../yaml/access.ts';
import { parseEmbedded } from '../../../yaml/embedded.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import type { Workload } from '../workloads/workloads.ts';

export interface StorageClass {
  readonly resource: ClusterResource;
  readonly name: string;
  readonly provisioner: string | undefined;
  /** The annotation that makes it the default, when its value really does. */
  readonly defaultMark: LocatedScalar | undefined;
  /** For OpenEBS hostpath classes: the directory on the node that volumes are made in. */
  readonly basePath: LocatedScalar | undefined;
}

/** Something that asks for storage of a class: a claim, a claim template, an operator's volume. */
export interface VolumeClaim {
  readonly resource: ClusterResource;
  readonly namespace: string;
  /** The claim's own name; undefined for templates, whose claims are named when they are made. */
  readonly name: string | undefined;
  readonly spec: LocatedMap;
  /** Where to point when the class is missing. */
  readonly at: LocatedValue;
  /** The class field: absent means the default class, '' means none. */
  readonly className: LocatedScalar | undefined;
  readonly accessModes: readonly LocatedScalar[];
  readonly size: LocatedScalar | undefined;
  readonly volumeMode: string;
  /** How many claims come of it: replicas or instances. */
  readonly count: number;
  readonly volumeName: LocatedScalar | undefined;
}

const DEFAULT_CLASS_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** Only the exact string "true" makes a class the default (kubernetes pkg/volume/util). */
export function toStorageClass(resource: ClusterResource): StorageClass {
  const marks = DEFAULT_CLASS_ANNOTATIONS.map(key =>
    getString(resource.value, 'metadata', 'annotations', key),
  );
  return {
    resource,
    name: resource.name,
    provisioner: textAt(resource.value, 'provisioner'),
    defaultMark: marks.find(mark => mark?.value === 'true'),
    basePath: basePathOf(resource),
  };
}

/** OpenEBS keeps a class's settings as YAML inside an annotation. */
function basePathOf({ value }: ClusterResource): LocatedScalar | undefined {
  const config = getString(value, 'metadata', 'annotations', 'cas.openebs.io/config');
  const settings = config && parseEmbedded(config).documents[0]?.value;
  const base = itemsAt(settings).find(item => textAt(item, 'name') === 'BasePath');
  return getString(base, 'value');
}

type ClaimBase = Pick<VolumeClaim, 'resource' | 'namespace' | 'name' | 'count'>;

function toClaim(spec: LocatedMap, base: ClaimBase): VolumeClaim {
  const className = get(spec, 'storageClassName');
  const size = get(spec, 'resources', 'requests', 'storage');
  return {
    ...base,
    spec,
    at: spec,
    className: className?.kind === 'scalar' && className.value !== null ? className : undefined,
    accessModes: itemsAt(spec, 'accessModes').flatMap(item =>
      item.kind === 'scalar' ? [item] : [],
    ),
    size: size?.kind === 'scalar' ? size : undefined,
    volumeMode: textAt(spec, 'volumeMode') ?? 'Filesystem',
    volumeName: getString(spec, 'volumeName'),
  };
}

/** All claims: PersistentVolumeClaims, StatefulSet templates, and those of operators' resources. */
export function volumeClaims(index: ResourceIndex, workloads: readonly Workload[]): VolumeClaim[] {
  const own = index.ofKind('PersistentVolumeClaim', '').flatMap(resource => {
    const spec = getMap(resource.value, 'spec');
    const namespace = resource.namespace ?? 'default';
    return spec ? [toClaim(spec, { resource, namespace, name: resource.name, count: 1 })] : [];
  });
  const templates = workloads.flatMap(({ resource, namespace, claimTemplates, replicas }) =>
    claimTemplates.flatMap(template => {
      const spec = getMap(template, 'spec');
      const base = { resource, namespace, name: undefined, count: replicas ?? 1 };
      return spec ? [toClaim(spec, base)] : [];
    }),
  );
  return [...own, ...templates, ...databaseClaims(index), ...prometheusClaims(index)];
}

/** What claims of an operator have in common; the field of its spec says how many there are. */
const ofOperator = (resource: ClusterResource, count: 'instances' | 'replicas'): ClaimBase => ({
  resource,
  namespace: resource.namespace ?? 'default',
  name: undefined,
  count: numberAt(resource.value, 'spec', count) ?? 1,
});

/** https://cloudnative-pg.io/documentation/current/storage/ */
function databaseClaims(index: ResourceIndex): VolumeClaim[] {
  return index.ofKind('Cluster', 'postgresql.cnpg.io').flatMap(resource => {
    const volumes = [
      getMap(resource.value, 'spec', 'storage'),
      getMap(resource.value, 'spec', 'walStorage'),
      ...itemsAt(resource.value, 'spec', 'tablespaces').map(item => getMap(item, 'storage')),
    ];
    return volumes.flatMap(storage => (storage ? [databaseClaim(resource, storage)] : []));
  });
}

function databaseClaim(resource: ClusterResource, storage: LocatedMap): VolumeClaim {
  const template = getMap(storage, 'pvcTemplate');
  const claim = toClaim(template ?? storage, ofOperator(resource, 'instances'));
  const size = get(storage, 'size');
  return {
    ...claim,
    at: storage,
    className: getString(storage, 'storageClass') ?? claim.className,
    size: size?.kind === 'scalar' ? size : claim.size,
  };
}

/** Prometheus and Alertmanager make claims from a template in their own spec. */
function prometheusClaims(index: ResourceIndex): VolumeClaim[] {
  return ['Prometheus', 'Alertmanager', 'ThanosRuler'].flatMap(kind =>
    index.ofKind(kind, 'monitoring.coreos.com').flatMap(resource => {
      const spec = getMap(resource.value, 'spec', 'storage', 'volumeClaimTemplate', 'spec');
      return spec ? [toClaim(spec, ofOperator(resource, 'replicas'))] : [];
    }),
  );
}
