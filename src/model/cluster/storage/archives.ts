import { asMap, booleanAt, get, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';

export const CNPG_GROUP = 'postgresql.cnpg.io';
export const OBJECT_STORE = { group: 'barmancloud.cnpg.io', kind: 'ObjectStore' } as const;

const BARMAN_PLUGIN = 'barman-cloud.cloudnative-pg.io';

/** Where a PostgreSQL cluster keeps its write-ahead log, or one that it is made from. */
export interface Archive {
  /** What names the place: an ObjectStore of the plugin, or a destination in the object itself. */
  readonly store: LocatedScalar;
  readonly isPlugin: boolean;
  /** The folder there: the cluster's name, or the external cluster's, where none is written. */
  readonly server: string;
}

/** The archive that a CloudNativePG Cluster writes to, if it writes to one that is known. */
export function archiveOf({ value, name }: ClusterResource): Archive | undefined {
  const plugin = itemsAt(value, 'spec', 'plugins').find(
    item => isBarman(item) && booleanAt(item, 'enabled') !== false,
  );
  const isArchiver = booleanAt(plugin, 'isWALArchiver') === true;
  if (plugin) return isArchiver ? ofPlugin(asMap(plugin), name) : undefined;
  return ofSection(get(value, 'spec', 'backup', 'barmanObjectStore'), name);
}

/** The archive that a Cluster is recovered from, if it is. */
export function recoveredFrom({ value }: ClusterResource): Archive | undefined {
  const source = textAt(value, 'spec', 'bootstrap', 'recovery', 'source');
  const origin = itemsAt(value, 'spec', 'externalClusters').find(
    item => textAt(item, 'name') === source,
  );
  if (source === undefined || !origin) return undefined;
  const plugin = get(origin, 'plugin');
  return isBarman(plugin)
    ? ofPlugin(asMap(plugin), source)
    : ofSection(get(origin, 'barmanObjectStore'), source);
}

/** Every mention of an ObjectStore in a Cluster. */
export const objectStoresOf = ({ value }: ClusterResource): LocatedScalar[] =>
  [
    ...itemsAt(value, 'spec', 'plugins'),
    ...itemsAt(value, 'spec', 'externalClusters').flatMap(item => get(item, 'plugin') ?? []),
  ].flatMap(item =>
    isBarman(item) && booleanAt(item, 'enabled') !== false
      ? (getString(item, 'parameters', 'barmanObjectName') ?? [])
      : [],
  );

const isBarman = (plugin: LocatedValue | undefined): boolean =>
  textAt(plugin, 'name') === BARMAN_PLUGIN;

function ofPlugin(plugin: LocatedMap | undefined, fallback: string): Archive | undefined {
  const store = getString(plugin, 'parameters', 'barmanObjectName');
  const server = textAt(plugin, 'parameters', 'serverName') || fallback;
  return store && { store, isPlugin: true, server };
}

function ofSection(section: LocatedValue | undefined, fallback: string): Archive | undefined {
  const store = getString(section, 'destinationPath');
  const server = textAt(section, 'serverName') || fallback;
  return store && { store, isPlugin: false, server };
}
