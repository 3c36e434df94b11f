import type { Policy } from '../../config/load.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import {
  cephCopies,
  cephDevices,
  cephHosts,
  cephNodes,
  cephPools,
  isNode,
} from '../../model/cluster/storage/ceph.ts';
import { missing } from '../../model/lookup.ts';
import { code } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { plural } from '../../text/plural.ts';
import { entriesAt, getScalar, getString, textAt } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const ceph: Rule = {
  id: 'storage/ceph',
  scope: 'cluster',
  severity: 'error',
  summary:
    "Ceph with a node that is no machine, a disk named twice or that Talos is installed to, more copies than machines, or fewer than the policy's; a class that looks for it in another namespace.",
  rationale:
    'Rook ignores a node whose name it does not find, so its disk holds nothing. Copies that find no machine of their own keep every placement group undersized, and a loss then stops all writes.',
  remedy:
    'Name the machines as they call themselves, each with its own disk, as many as there are copies.',
  reference:
    'https://rook.io/docs/rook/latest-release/CRDs/Cluster/ceph-cluster-crd/#storage-selection-settings',
  check({ cluster, policy, report }) {
    const clusters = cluster.resources.ofKind('CephCluster', 'ceph.rook.io');
    const findings = clusters.flatMap(item => [
      ...unknownNodes(cluster, item),
      ...disks(cluster, item),
      ...ignoredNodes(item),
      ...crowdedPools(cluster, item),
    ]);
    for (const finding of [
      ...findings,
      ...strayClasses(cluster),
      ...againstPolicy(cluster, policy),
    ])
      report(finding);
  },
};

/**
 * Classes that look for the cluster, or for the Secrets that Rook makes beside it, in a namespace without one.
 *
 * @see https://rook.io/docs/rook/latest-release/Storage-Configuration/Block-Storage-RBD/block-storage/#provision-storage
 */
function strayClasses({ resources }: Cluster): Report[] {
  const clusters = resources.ofKind('CephCluster', 'ceph.rook.io');
  const [first] = clusters;
  const homes = new Set(clusters.map(({ namespace }) => namespace));
  const sought = { group: 'ceph.rook.io', kind: 'CephCluster', namespace: undefined };
  if (!first || homes.has(undefined) || !missing(resources.others(sought))) return [];
  return resources.ofKind('StorageClass', 'storage.k8s.io').flatMap(item => {
    if (!CEPH_DRIVER.test(textAt(item.value, 'provisioner') ?? '')) return [];
    return entriesAt(item.value, 'parameters').flatMap(({ key, value }): Report[] => {
      const isNamespace = key.text === 'clusterID' || SECRET_NAMESPACE.test(key.text);
      if (!isNamespace || value.kind !== 'scalar' || value.origin.made) return [];
      if (homes.has(value.text) || isPlaceholder(value.text)) return [];
      return [
        {
          at: value,
          message: `${describe(item)}: no CephCluster is in the namespace ${code(value.text)}, and no Secret of Rook's with it`,
          help: `${describe(first)} is in ${code(first.namespace ?? '')}.`,
          related: [see(first.value, describe(first))],
        },
      ];
    });
  });
}

const CEPH_DRIVER = /\.(?:rbd|cephfs)\.csi\.ceph\.com$/;
const SECRET_NAMESPACE = /^csi\.storage\.k8s\.io\/[a-z-]+-secret-namespace$/;

function unknownNodes({ nodes, talos }: Cluster, { value }: ClusterResource): Report[] {
  const names = cephNodes(value);
  const isKnown = (name: string) => nodes.some(node => isNode(node, name));
  if (talos.unchecked.length > 0 || nodes.length === 0) return [];
  // Where not one is known, the machines may call themselves otherwise than their files.
  const isOneKnown = names.some(({ text }) => isKnown(text));
  if (!isOneKnown && nodes.some(({ hostname }) => hostname === undefined)) return [];
  return names.flatMap(at => {
    if (isKnown(at.text)) return [];
    const meant = nearest(
      at.text,
      nodes.map(({ name }) => name),
    );
    return [
      {
        at,
        message: `no machine is called \`${at.text}\`: its disks are left out of Ceph`,
        help: meant && `Did you mean \`${meant}\`?`,
        doubt: isOneKnown ? undefined : 'the machines may bear other names in Kubernetes',
      },
    ];
  });
}

/**
 * Nodes beside `useAllNodes`, of which Rook says in its log that it ignores them.
 *
 * @see https://rook.io/docs/rook/latest-release/CRDs/Cluster/ceph-cluster-crd/#storage-selection-settings
 */
function ignoredNodes(item: ClusterResource): Report[] {
  const all = getScalar(item.value, 'spec', 'storage', 'useAllNodes');
  const [first] = cephNodes(item.value);
  if (all?.value !== true || !first || first.origin.made || all.origin.made) return [];
  return [
    {
      at: all,
      severity: 'warning',
      message: `${describe(item)} takes all machines: Rook ignores the nodes that it names`,
      help: 'Write `useAllNodes: false`, or take the nodes out.',
      related: [see(first, 'the nodes')],
    },
  ];
}

function disks({ nodes }: Cluster, { value }: ClusterResource): Report[] {
  const devices = cephDevices(value);
  return devices.flatMap(({ node, at }, i): Report[] => {
    const path = pathOf(at.text);
    const earlier = devices
      .slice(0, i)
      .find(other => pathOf(other.at.text) === path && (isIdentity(path) || other.node === node));
    if (earlier) {
      const message = `\`${at.text}\` is named twice: it is the disk of \`${earlier.node}\``;
      return [{ at, message, related: [see(earlier.at, 'the first time')] }];
    }
    const machine = nodes.find(item => isNode(item, node))?.machine;
    const system = getString(machine, 'machine', 'install', 'disk');
    if (!system || pathOf(system.text) !== path) return [];
    return [
      {
        at: system,
        message: `Talos is installed to \`${system.text}\` of \`${node}\`, which is Ceph's disk`,
        help: 'Install to the other disk; an installation that wipes takes the data along.',
        related: [see(at, "Ceph's disk")],
      },
    ];
  });
}

const pathOf = (name: string): string => (name.startsWith('/') ? name : `/dev/${name}`);

/** Names that no second disk has; `sda` is on every machine. */
const isIdentity = (path: string): boolean => /^\/dev\/disk\/by-(?:id|uuid)\//.test(path);

function crowdedPools({ resources }: Cluster, cluster: ClusterResource): Report[] {
  const hosts = cephHosts(cluster);
  if (hosts === undefined) return [];
  const pools = resources.deployed.filter(
    ({ group, namespace }) => group === cluster.group && namespace === cluster.namespace,
  );
  return pools.flatMap(resource =>
    cephPools(resource).flatMap((pool): Report[] => {
      const copies = cephCopies(pool);
      if (copies?.failureDomain !== 'host' || copies.size <= hosts) return [];
      const first = cephNodes(cluster.value)[0];
      return [
        {
          at: copies.at,
          message: `${describe(resource)} keeps ${copies.size} copies on different machines, and ${describe(cluster)} has ${plural(hosts, 'machine')} with disks`,
          help: 'Add a machine, or keep fewer copies.',
          related: first && [see(first, 'the machines with disks')],
        },
      ];
    }),
  );
}

/** Pools behind the classes for which the policy says on how many machines blocks are kept. */
const againstPolicy = ({ storageClasses, resources }: Cluster, policy: Policy): Report[] =>
  Object.entries(policy.storage?.classes ?? {}).flatMap(([name, { copies }]) => {
    const owner = storageClasses.find(item => item.name === name)?.resource;
    const pool = resources
      .ofKind('CephBlockPool', 'ceph.rook.io')
      .find(item => item.name === textAt(owner?.value, 'parameters', 'pool'));
    const actual = cephCopies(pool && cephPools(pool)[0]);
    if (copies === undefined || !pool || !actual) return [];
    const pinned = policy.place('storage', 'classes', name, 'copies');
    const isApart = actual.failureDomain === 'host';
    if (actual.size === copies && isApart) return [];
    const says = `${policy.source('storage', 'classes', name, 'copies')} wants every block of \`${name}\` on ${plural(copies, 'machine')}`;
    return [
      {
        at: isApart ? actual.at : (getString(pool.value, 'spec', 'failureDomain') ?? actual.at),
        severity: policy.weight('storage', 'classes', name, 'copies'),
        message: isApart
          ? `${says}, and ${describe(pool)} keeps ${plural(actual.size, 'copy', 'copies')}`
          : `${says}, and the copies of ${describe(pool)} are apart by ${actual.failureDomain} only`,
        related: pinned && [see(pinned, 'pinned here')],
      },
    ];
  });
