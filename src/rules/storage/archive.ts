import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import type { ResourceIndex } from '../../model/cluster/objects/resources.ts';
import {
  archiveOf,
  CNPG_GROUP,
  OBJECT_STORE,
  objectStoresOf,
  recoveredFrom,
} from '../../model/cluster/storage/archives.ts';
import { missing } from '../../model/lookup.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { withoutEndSlashes } from '../../text/trim.ts';
import { get, getEntry, getString, textAt } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const archive: Rule = {
  id: 'storage/archive',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A PostgreSQL archive or backup that can not work: no such ObjectStore, a method that the cluster has no settings for, or a recovery into the archive it reads, a backup or pooler of no cluster, a schedule without its seconds.',
  rationale:
    'Without its archive a CloudNativePG cluster keeps its write-ahead log until the volume is full, and there is no backup on the day it is needed. A cluster that recovers refuses to start where its own archive is not empty (`Expected empty archive`).',
  remedy:
    'Name an ObjectStore of the same namespace; write `method: plugin` where the plugin archives; give the recovered cluster a `serverName` of its own.',
  reference: 'https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/',
  check({ cluster: { resources }, report }) {
    for (const database of resources.ofKind('Cluster', CNPG_GROUP)) {
      for (const finding of [...storeMissing(resources, database), ...overwrites(database)])
        report(finding);
    }
    for (const backup of resources.ofKind('ScheduledBackup', CNPG_GROUP)) {
      for (const finding of [wrongMethod(resources, backup), fiveFields(backup)])
        if (finding) report(finding);
    }
    for (const kind of ['ScheduledBackup', 'Backup', 'Pooler', 'Database', 'Publication'])
      for (const object of resources.ofKind(kind, CNPG_GROUP)) {
        const finding = noCluster(resources, object);
        if (finding) report(finding);
      }
  },
};

function storeMissing(resources: ResourceIndex, database: ClusterResource): Report[] {
  const { namespace } = database;
  if (namespace === undefined || isPlaceholder(namespace)) return [];
  return objectStoresOf(database).flatMap(name => {
    const gone = missing(resources.find({ ...OBJECT_STORE, namespace, name: name.text }));
    if (!gone) return [];
    const meant = nearest(name.text, resources.names({ ...OBJECT_STORE, namespace }));
    return {
      at: name,
      message: `there is no ObjectStore \`${name.text}\` in the namespace \`${namespace}\``,
      help: meant && `Did you mean \`${meant}\`?`,
      doubt: gone.doubt,
      missing: `ObjectStore ${namespace}/${name.text}`,
    };
  });
}

/** The check of the archive can be switched off by an annotation, for those who mean it. */
function overwrites(database: ClusterResource): Report[] {
  const [own, origin] = [archiveOf(database), recoveredFrom(database)];
  const isSame =
    own &&
    origin &&
    own.isPlugin === origin.isPlugin &&
    own.server === origin.server &&
    withoutEndSlashes(own.store.text) === withoutEndSlashes(origin.store.text);
  const isUnchecked =
    textAt(database.value, 'metadata', 'annotations', 'cnpg.io/skipEmptyWalArchiveCheck') ===
    'enabled';
  if (!isSame || isUnchecked || isPlaceholder(own.server)) return [];
  return [
    {
      at: own.store,
      message: `${describe(database)} writes its archive where it recovers from: \`${own.server}\` in \`${own.store.text}\` is not empty, and it refuses to start`,
      help: 'Give one of them another `serverName`.',
      related: [see(origin.store, 'it recovers from here')],
    },
  ];
}

/**
 * The operator's schedules begin with seconds. Five fields are read as well, as seconds, minutes, hours, days and
 * months: `0 3 * * *` is three minutes past every hour.
 *
 * @see https://cloudnative-pg.io/documentation/current/backup/#scheduled-backups
 */
function fiveFields(backup: ClusterResource): Report | undefined {
  const schedule = getString(backup.value, 'spec', 'schedule');
  const fields = schedule?.text.trim().split(/\s+/) ?? [];
  if (!schedule || fields.length !== 5 || isPlaceholder(schedule.text)) return undefined;
  return {
    at: schedule,
    severity: 'warning',
    message: `${describe(backup)} has a schedule of five fields: CloudNativePG takes the first one for seconds`,
    help: `Write \`0 ${schedule.text.trim()}\` if that is a schedule as cron has it.`,
  };
}

/** An object of a cluster that is not there, where others are. */
function noCluster(resources: ResourceIndex, object: ClusterResource): Report | undefined {
  const { namespace, value } = object;
  const name = getString(value, 'spec', 'cluster', 'name');
  if (!name || namespace === undefined || isPlaceholder(name.text) || isPlaceholder(namespace))
    return undefined;
  const key = { group: CNPG_GROUP, kind: 'Cluster', namespace };
  const gone = missing(resources.find({ ...key, name: name.text }));
  if (!gone) return undefined;
  const known = resources.names(key);
  // Where nobody declares one, it is made by hand or somewhere else.
  if (known.length === 0) return undefined;
  const meant = nearest(name.text, known);
  return {
    at: name,
    message: `there is no Cluster \`${name.text}\` in the namespace \`${namespace}\` that ${describe(object)} is for`,
    help: meant ? `Did you mean \`${meant}\`?` : `There is ${codes([...known].sort())}.`,
    doubt: gone.doubt,
    missing: `Cluster ${namespace}/${name.text}`,
  };
}

/** Without a method it is barmanObjectStore, which needs the section of that name in the cluster. */
function wrongMethod(resources: ResourceIndex, backup: ClusterResource): Report | undefined {
  const { value, namespace } = backup;
  const method = getString(value, 'spec', 'method');
  const name = textAt(value, 'spec', 'cluster', 'name');
  if ((method && method.text !== 'barmanObjectStore') || name === undefined) return undefined;
  const answer = resources.find({ group: CNPG_GROUP, kind: 'Cluster', namespace, name });
  if (answer.status !== 'found' || answer.value.partial) return undefined;
  const database = answer.value;
  if (get(database.value, 'spec', 'backup', 'barmanObjectStore')) return undefined;
  const usesPlugin = get(database.value, 'spec', 'plugins') !== undefined;
  return {
    at: method ?? getEntry(value, 'spec')?.key ?? value,
    message: `${describe(backup)} uses the method \`barmanObjectStore\`${method ? '' : ', as none is written'}, and ${describe(database)} has no \`backup.barmanObjectStore\``,
    help: usesPlugin
      ? "Write `method: plugin`, and the plugin's name in `pluginConfiguration`."
      : undefined,
    related: [see(database.value, describe(database))],
  };
}
