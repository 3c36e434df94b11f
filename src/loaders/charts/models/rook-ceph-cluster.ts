import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { asMap, get, getMap, getScalar, getString, itemsAt } from '../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../../../yaml/located.ts';
import { renderingOf, UNCOMMON_KINDS } from '../shared/completeness.ts';
import { kubernetesObject, partial, releaseNamespace } from '../shared/objects.ts';
import { serviceObject } from '../shared/parts.ts';
import { ingressObject, routeObject } from '../shared/routes.ts';
import { isOn, nearestKey, type Scope, scopeOf, valueOr } from '../shared/scope.ts';
import { snapshotClass, storageClass } from '../shared/storage-classes.ts';
import { isTruthy } from '../shared/truth.ts';

/** https://github.com/rook/rook/tree/v1.19.1/deploy/charts/rook-ceph-cluster */
export const rookCephCluster: ChartModel = { charts: ['rook-ceph-cluster'], render };

interface Family {
  /** The values' key and what its items become. */
  readonly key: string;
  readonly kind: string;
  readonly driver: string;
  /** What the chart has when the key is absent. */
  readonly name: string;
  readonly className: string;
  readonly isDefault: boolean;
}

const FAMILIES: readonly Family[] = [
  {
    key: 'cephBlockPools',
    kind: 'CephBlockPool',
    driver: 'rbd.csi.ceph.com',
    name: 'ceph-blockpool',
    className: 'ceph-block',
    isDefault: true,
  },
  {
    key: 'cephFileSystems',
    kind: 'CephFilesystem',
    driver: 'cephfs.csi.ceph.com',
    name: 'ceph-filesystem',
    className: 'ceph-filesystem',
    isDefault: false,
  },
  {
    key: 'cephObjectStores',
    kind: 'CephObjectStore',
    driver: 'ceph.rook.io/bucket',
    name: 'ceph-objectstore',
    className: 'ceph-bucket',
    isDefault: false,
  },
];

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const objects = [
    cluster(scope),
    ...FAMILIES.flatMap(family => pools(scope, family)),
    ...snapshotClasses(scope),
    ...dashboard(scope),
  ];
  return renderingOf(scope, {
    objects,
    complete: [...UNCOMMON_KINDS, 'CephBlockPool', 'PersistentVolumeClaim'],
  });
}

/** A list of the user (or null) replaces the chart's; an absent one leaves the default pools. */
function pools(scope: Scope, family: Family): RenderedObject[] {
  const written = get(scope.values, family.key);
  const items = written === undefined ? [defaultPool(scope, family)] : itemsAt(written);
  return items.flatMap(item => {
    const pool = asMap(item);
    return pool ? poolObjects(scope, family, pool) : [];
  });
}

function defaultPool({ at }: Scope, { name, className, isDefault }: Family): LocatedMap {
  const settings = {
    enabled: true,
    name: className,
    isDefault,
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: true,
    volumeBindingMode: 'Immediate',
  };
  return mapFrom(at, { name, storageClass: mapFrom(at, settings, 'default') }, 'default');
}

function poolObjects(scope: Scope, family: Family, pool: LocatedMap): RenderedObject[] {
  const name = getScalar(pool, 'name');
  if (!name) return [];
  const head = {
    apiVersion: 'ceph.rook.io/v1',
    kind: family.kind,
    name,
    namespace: scope.namespace,
  };
  const object = partial(kubernetesObject(pool.origin, head, { spec: get(pool, 'spec') }));
  const settings = getMap(pool, 'storageClass');
  const className = getScalar(settings, 'name');
  if (!settings || !className || !isTruthy(get(settings, 'enabled'))) return [object];
  const made = storageClass({
    name: className,
    at: settings.origin,
    isDefault: get(settings, 'isDefault'),
    provisioner: provisioner(scope, family.driver),
    fields: classFields(settings, family, name),
  });
  return [object, made];
}

/** The chart writes `allowVolumeExpansion` with a default that a written `false` falls back to. */
function classFields(settings: LocatedMap, { kind }: Family, pool: LocatedScalar): Parts {
  const { origin } = settings;
  const or = (key: string, fallback: string | boolean) => {
    const value = get(settings, key);
    return value && isTruthy(value) ? value : scalarFrom(origin, fallback, 'default');
  };
  const isBucket = kind === 'CephObjectStore';
  return {
    parameters: parameters(settings, pool),
    reclaimPolicy: or('reclaimPolicy', 'Delete'),
    allowVolumeExpansion: isBucket ? undefined : or('allowVolumeExpansion', true),
    volumeBindingMode: or('volumeBindingMode', 'Immediate'),
    mountOptions: get(settings, 'mountOptions'),
  };
}

function parameters(settings: LocatedMap, pool: LocatedScalar): LocatedMap {
  const own = getMap(settings, 'parameters');
  const made = mapFrom(settings.origin, { pool });
  return { ...made, entries: new Map([...made.entries, ...(own?.entries ?? [])]) };
}

function provisioner(scope: Scope, driver: string): string {
  const prefix =
    getString(scope.values, 'csiDriverNamePrefix') ?? getString(scope.values, 'operatorNamespace');
  return `${prefix?.value ?? 'rook-ceph'}.${driver}`;
}

const SNAPSHOTS = [
  {
    key: 'cephFileSystemVolumeSnapshotClass',
    driver: 'cephfs.csi.ceph.com',
    name: 'ceph-filesystem',
  },
  { key: 'cephBlockPoolsVolumeSnapshotClass', driver: 'rbd.csi.ceph.com', name: 'ceph-block' },
] as const;

function snapshotClasses(scope: Scope): RenderedObject[] {
  return SNAPSHOTS.flatMap(({ key, driver, name }) => {
    if (!isOn(scope, false, key, 'enabled')) return [];
    const at = nearestKey(scope, key);
    return [
      snapshotClass({
        name: getString(scope.values, key, 'name') ?? scalarFrom(at, name, 'default'),
        at,
        isDefault: get(scope.values, key, 'isDefault'),
        driver: provisioner(scope, driver),
        deletionPolicy: valueOr(scope, 'Delete', key, 'deletionPolicy'),
      }),
    ];
  });
}

function clusterName(scope: Scope): LocatedScalar | string {
  return (
    getString(scope.values, 'clusterName') ?? releaseNamespace(scope.release)?.text ?? 'rook-ceph'
  );
}

function cluster(scope: Scope): RenderedObject {
  const name = clusterName(scope);
  const at = nearestKey(scope, 'cephClusterSpec');
  const head = {
    apiVersion: 'ceph.rook.io/v1',
    kind: 'CephCluster',
    name,
    namespace: scope.namespace,
  };
  return partial(kubernetesObject(at, head, { spec: getMap(scope.values, 'cephClusterSpec') }));
}

/** The dashboard's Service is the operator's work; the chart makes what leads to it. */
function dashboard(scope: Scope): RenderedObject[] {
  const { values } = scope;
  const at = nearestKey(scope, 'cephClusterSpec', 'dashboard', 'port');
  const port = dashboardPort(scope, at);
  const backend = { name: 'rook-ceph-mgr-dashboard', port };
  const isEnabled = isOn(scope, true, 'cephClusterSpec', 'dashboard', 'enabled');
  const usesTls = isOn(scope, true, 'cephClusterSpec', 'dashboard', 'ssl');
  const portName = usesTls ? 'https-dashboard' : 'http-dashboard';
  const service = serviceObject(scope, {
    name: backend.name,
    at,
    ports: [{ name: portName, port }],
  });
  const name = `${scalarText(clusterName(scope))}-dashboard`;
  const ingress = withHost(getMap(values, 'ingress', 'dashboard'));
  const route = withHost(getMap(values, 'route', 'dashboard'));
  return [
    ...(isEnabled ? [service] : []),
    ...(ingress
      ? [ingressObject(scope, { name, values: ingress.values, backend, hosts: ingress.hosts })]
      : []),
    ...(route
      ? [routeObject(scope, { name, values: route.values, backend, hostnames: route.hosts })]
      : []),
  ];
}

const scalarText = (value: LocatedScalar | string): string =>
  typeof value === 'string' ? value : value.text;

function dashboardPort(scope: Scope, at: Origin): LocatedScalar {
  const written = getScalar(scope.values, 'cephClusterSpec', 'dashboard', 'port');
  if (written && isTruthy(written)) return written;
  return scalarFrom(
    at,
    isOn(scope, true, 'cephClusterSpec', 'dashboard', 'ssl') ? 8443 : 7000,
    'default',
  );
}

/** An ingress or route is made only where its host is given. */
function withHost(
  values: LocatedMap | undefined,
): { values: LocatedMap; hosts: LocatedScalar[] } | undefined {
  const host: LocatedValue | undefined = get(values, 'host');
  if (!values || !host || !isTruthy(host)) return undefined;
  const name = getScalar(host, 'name');
  return { values, hosts: name && isTruthy(name) ? [name] : [] };
}
