import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import type { ResourceIndex } from '../../model/cluster/objects/resources.ts';
import { CNPG_GROUP } from '../../model/cluster/storage/archives.ts';
import { code, codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, getEntry, getMap, getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const database: Rule = {
  id: 'storage/database',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A CloudNativePG Cluster that its operator refuses: several ways to start, no size for its volumes, a source that it does not have or does not recover from, a Secret of another user, or an image that does not know the user it runs as.',
  rationale:
    "The operator's webhook refuses the object, and the sync fails; where the webhook is off, the cluster never gets a volume. A Secret whose `username` is not the role's is left aside, and the role has no password.",
  remedy:
    'Keep one method under `bootstrap`, give `storage` a size, name one of the `externalClusters` as source, and write the role into its Secret.',
  reference:
    'https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.27.0/internal/webhook/v1/cluster_webhook.go',
  check({ cluster: { resources }, report }) {
    for (const object of resources.ofKind('Cluster', CNPG_GROUP)) {
      if (object.partial || object.release) continue;
      const findings = [
        ...startsTwice(object),
        ...sizeless(object),
        ...sourceless(object),
        ...ofNoSnapshot(object),
        ...ofAnotherUser(object, resources),
        ...withoutUser(object),
      ];
      for (const finding of findings) report(finding);
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

const SNAPSHOTS = 'snapshot.storage.k8s.io';

/**
 * Volumes that the operator does not recover from: since there is the field, 1.20.1, its webhook compares group and
 * kind with those of a VolumeSnapshot and of a claim, fills in neither, and wants what holds the WAL.
 *
 * @see https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.20.1/api/v1/cluster_webhook.go (validateVolumeSnapshotSource)
 * @see https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/webhook/v1/cluster_webhook.go
 */
function ofNoSnapshot(object: ClusterResource): Report[] {
  const recovery = getMap(object.value, 'spec', 'bootstrap', 'recovery');
  const volumes = getMap(recovery, 'volumeSnapshots');
  if (!volumes) return [];
  const wal = getEntry(volumes, 'walStorage');
  const backup = getEntry(recovery, 'backup');
  return [
    ...['storage', 'walStorage'].flatMap(name => notTaken(object, getMap(volumes, name))),
    ...(wal && !get(object.value, 'spec', 'walStorage')
      ? [
          {
            at: wal.key,
            message: `${describe(object)} recovers WAL from a volume and has no \`walStorage\` to put it on`,
            help: 'Add `spec.walStorage`, with its size.',
          },
        ]
      : []),
    ...(backup
      ? [
          {
            at: backup.key,
            message: `${describe(object)} recovers from a Backup and from volumes: only one of them is allowed`,
            help: 'Leave out `backup` or `volumeSnapshots`.',
          },
        ]
      : []),
  ];
}

function notTaken(object: ClusterResource, source: LocatedMap | undefined): Report[] {
  const kind = getString(source, 'kind');
  const group = getString(source, 'apiGroup');
  if (!kind || isPlaceholder(kind.text) || isPlaceholder(group?.text ?? '')) return [];
  const isSnapshot = kind.text === 'VolumeSnapshot';
  const wanted = isSnapshot ? SNAPSHOTS : kind.text === 'PersistentVolumeClaim' ? '' : undefined;
  if (wanted === (group?.text ?? '')) return [];
  return [
    {
      at: group && wanted !== undefined ? group : kind,
      message: isSnapshot
        ? `${describe(object)} recovers from a VolumeSnapshot that is not of the group ${code(SNAPSHOTS)}: the operator takes it for another kind`
        : `${describe(object)} recovers from a ${kind.text}${group ? ` of the group ${code(group.text)}` : ''}: the operator takes VolumeSnapshots and claims only`,
      help: isSnapshot
        ? `Write \`apiGroup: ${SNAPSHOTS}\`.`
        : 'Name a VolumeSnapshot, or a PersistentVolumeClaim without a group.',
    },
  ];
}

/**
 * Roles whose Secret says another `username`: the operator wants theirs.
 *
 * @see https://cloudnative-pg.io/docs/1.27/declarative_role_management#password-management
 */
function ofAnotherUser(object: ClusterResource, resources: ResourceIndex): Report[] {
  const initdb = getMap(object.value, 'spec', 'bootstrap', 'initdb');
  const roles = [
    { role: getString(initdb, 'owner'), secret: getString(initdb, 'secret', 'name') },
    ...itemsAt(object.value, 'spec', 'managed', 'roles').map(item => ({
      role: getString(item, 'name'),
      secret: getString(item, 'passwordSecret', 'name'),
    })),
  ];
  return roles.flatMap(({ role, secret }): Report[] => {
    if (!role || !secret || isPlaceholder(role.text)) return [];
    const key = { group: '', kind: 'Secret', namespace: object.namespace, name: secret.text };
    const answer = resources.find(key);
    const user = answer.status === 'found' ? usernameOf(answer.value) : undefined;
    if (!user || user.text === role.text) return [];
    return [
      {
        at: user.at,
        message: `the \`username\` in the Secret ${code(secret.text)} is not ${code(role.text)}, the role of ${describe(object)} that it is for`,
        help:
          decoded(user.text) === role.text
            ? 'Under `stringData` it is written as it is, not in base64.'
            : `Write ${code(role.text)}.`,
        related: [see(role, 'the role')],
      },
    ];
  });
}

/** The user that a Secret in the clear is for. */
function usernameOf({ value, partial }: ClusterResource) {
  const written = getString(value, 'stringData', 'username');
  const encoded = written ?? getString(value, 'data', 'username');
  // Encrypted, filled in, or in a form that is no text.
  if (!encoded || partial || encoded.origin.made || get(value, 'sops')) return undefined;
  if (isPlaceholder(encoded.text) || /^(?:ENC\[|ref\+|<|\$|\{\{)/.test(encoded.text))
    return undefined;
  const text = written ? written.text : decoded(encoded.text);
  return text === undefined || isPlaceholder(text) || !/^[\w-]+={0,2}$/.test(text)
    ? undefined
    : { text, at: encoded };
}

function decoded(text: string): string | undefined {
  const plain = Buffer.from(text, 'base64').toString();
  return Buffer.from(plain).toString('base64') === text ? plain.trimEnd() : undefined;
}

/** PostgreSQL's own images: their user has the number 999, the operator's 26. */
const OFFICIAL = /^(?:docker\.io\/)?(?:library\/)?postgres(?::|@|$)/;

/**
 * Images in which the user is unknown that the operator runs PostgreSQL as: initdb refuses to start.
 *
 * @see https://github.com/docker-library/docs/blob/master/postgres/README.md#arbitrary---user-notes
 */
function withoutUser(object: ClusterResource): Report[] {
  const image = getString(object.value, 'spec', 'imageName');
  if (!image || !OFFICIAL.test(image.text) || get(object.value, 'spec', 'postgresUID')) return [];
  return [
    {
      at: image,
      message: `${describe(object)} runs as the user 26, whom ${code(image.text)} does not know: \`initdb\` fails`,
      help: 'Take the same version of `ghcr.io/cloudnative-pg/postgresql`.',
    },
  ];
}
