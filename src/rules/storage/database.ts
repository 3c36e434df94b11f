import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { CNPG_GROUP } from '../../model/cluster/storage/archives.ts';
import { code, codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, getEntry, getMap, getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { Report, Rule } from '../rule.ts';

export const database: Rule = {
  id: 'storage/database',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A CloudNativePG Cluster that its operator refuses: several ways to start, no size for its volumes, or a source that it does not have.',
  rationale:
    "The operator's webhook refuses the object, and the sync fails; where the webhook is off, the cluster never gets a volume.",
  remedy:
    'Keep one method under `bootstrap`, give `storage` a size, and name one of the `externalClusters` as source.',
  reference:
    'https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.27.0/internal/webhook/v1/cluster_webhook.go',
  check({ cluster: { resources }, report }) {
    for (const object of resources.ofKind('Cluster', CNPG_GROUP)) {
      if (object.partial || object.release) continue;
      for (const finding of [...startsTwice(object), ...sizeless(object), ...sourceless(object)])
        report(finding);
    }
  },
};

const METHODS = ['initdb', 'pg_basebackup', 'recovery'];

function startsTwice(object: ClusterResource): Report[] {
  const bootstrap = getMap(object.value, 'spec', 'bootstrap');
  const [first, second, ...more] = METHODS.flatMap(name => getEntry(bootstrap, name) ?? []);
  if (!first || !second || second.key.origin.made) return [];
  const names = [first, second, ...more].map(({ key }) => key.text);
  return [
    {
      at: second.key,
      message: `${describe(object)} has ${codes(names)} under \`bootstrap\`: only one of them is allowed`,
      help: 'Leave out what the cluster was first made by.',
    },
  ];
}

function sizeless(object: ClusterResource): Report[] {
  const spec = getMap(object.value, 'spec');
  if (!spec) return [];
  return ['storage', 'walStorage'].flatMap((name): Report[] => {
    const storage = getEntry(spec, name);
    const isNeeded = name === 'storage' || storage !== undefined;
    const hasSize =
      get(storage?.value, 'size') ??
      get(storage?.value, 'pvcTemplate', 'resources', 'requests', 'storage');
    if (!isNeeded || hasSize) return [];
    return [
      {
        at: storage?.key ?? spec,
        message: `${describe(object)} has no size: neither ${code(`${name}.size`)} nor a request in ${code(`${name}.pvcTemplate`)}`,
      },
    ];
  });
}

/** Where a Cluster names one of its externalClusters. */
const SOURCES: readonly (readonly string[])[] = [
  ['bootstrap', 'recovery', 'source'],
  ['bootstrap', 'pg_basebackup', 'source'],
  ['bootstrap', 'initdb', 'import', 'source', 'externalCluster'],
  ['replica', 'source'],
];

function sourceless(object: ClusterResource): Report[] {
  const names = itemsAt(object.value, 'spec', 'externalClusters').flatMap(
    item => textAt(item, 'name') ?? [],
  );
  return SOURCES.flatMap((path): Report[] => {
    const source = getString(object.value, 'spec', ...path);
    if (!source || names.includes(source.text) || isPlaceholder(source.text)) return [];
    const meant = nearest(source.text, names);
    return [
      {
        at: source,
        message: `${describe(object)} has no external cluster ${code(source.text)}`,
        help: meant
          ? `Did you mean ${code(meant)}?`
          : names.length > 0
            ? `It has ${codes(names)}.`
            : 'Add it under `externalClusters`.',
      },
    ];
  });
}
