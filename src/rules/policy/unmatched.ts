import ignore from 'ignore';
import type { NamedEntry, Policy } from '../../config/load.ts';
import { matchesName } from '../../config/rule-names.ts';
import type { SCOPE_KEYS } from '../../config/scope.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { BUILT_IN_NAMESPACES } from '../../model/cluster/delivery/landing.ts';
import { GATEWAY_GROUP } from '../../model/cluster/gateways/gateways.ts';
import { chartsInUse, namesInUse, namesOfAll } from '../../model/cluster/names.ts';
import { namesOfImage, parseImage } from '../../model/image.ts';
import { isRepositoryPath } from '../../source/tree.ts';
import { code } from '../../text/code.ts';
import { didYouMean, nearest } from '../../text/nearest.ts';
import { own } from '../../text/own.ts';
import { textAt } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';

export const unmatched: Rule = {
  id: 'policy/unmatched',
  severity: 'warning',
  summary:
    'An entry of the policy file that names an application, category, gateway, class, namespace or chart that does not exist.',
  rationale:
    'An entry that matches nothing checks nothing: a mistyped name leaves the application unprotected that it was meant for, and nobody notices.',
  remedy: 'Correct the name, or remove the entry.',
  reference: 'https://github.com/pitower/pitower-lint/blob/main/docs/policy.md',
  policy: true,
  check({ cluster, policy, report }) {
    // A file of elsewhere is shared: its entries may be for other repositories.
    if (policy.file === null || !isRepositoryPath(policy.file)) return;
    for (const { what, entries, known, isMissing, isGlob, instead } of subjects(cluster, policy)) {
      for (const { name, at } of entries) {
        if (known.has(name) || !isMissing(name)) continue;
        if (isGlob && [...known].some(other => matchesName(other, name))) continue;
        const meant = nearest(name, known);
        report({
          at,
          message: `there is no ${what} \`${name}\` in the repository: this entry checks nothing`,
          help:
            instead?.(name) ??
            (meant
              ? `Did you mean \`${meant}\`? Otherwise remove the entry.`
              : 'Remove the entry, or correct the name.'),
        });
      }
    }
  },
};

/** Entries that name things of one sort. */
interface Subject {
  readonly what: string;
  readonly entries: readonly NamedEntry[];
  readonly known: ReadonlySet<string>;
  /** Whether something of that name can't be there unseen. */
  readonly isMissing: (name: string) => boolean;
  /** Whether `*` stands for any run of characters. */
  readonly isGlob?: boolean;
  /** What to do where the name is one of something else. */
  readonly instead?: (name: string) => string | undefined;
}

function subjects(cluster: Cluster, policy: Policy): Subject[] {
  const names = namesInUse(cluster);
  // Of what is deployed too little is seen to say what is not.
  if (!names) return [];
  const found = namesOfAll(cluster);
  const always = () => true;
  const { keys, items } = policy.entries;
  const categories = keys('categories');
  return [
    {
      what: 'application',
      entries: keys('applications'),
      known: found,
      isMissing: always,
      instead: name =>
        cluster.categories.includes(name)
          ? `${code(name)} is a category: an override with \`categories: [${name}]\` is for all of it.`
          : undefined,
    },
    {
      what: 'application',
      entries: categories.flatMap(({ name }) => items('categories', name, 'applications')),
      known: names,
      isMissing: always,
    },
    gateways(cluster, keys('gateways')),
    classes(cluster, policy),
    namespaces(cluster, items('rules', 'placement/namespace-mismatch', 'allow')),
    {
      what: 'chart',
      entries: items('rules', 'helm/version-drift', 'allow'),
      known: chartsInUse(cluster),
      isMissing: always,
    },
    // argocd/appset-per-category says it of those that ApplicationSets would have to scan.
    {
      what: 'category',
      entries:
        cluster.applicationSets.length > 0 || cluster.categories.length === 0
          ? []
          : categories.filter(({ name }) => !own(policy.categories ?? {}, name)?.empty),
      known: new Set(cluster.categories),
      isMissing: always,
    },
    ...scopes(cluster, policy, found),
    {
      what: 'chart',
      entries: keys('charts'),
      known: chartsInUse(cluster),
      isMissing: always,
      isGlob: true,
    },
    images(cluster, keys('images')),
    pools(cluster, keys('loadBalancer', 'pools')),
    nodes(cluster, keys('talos', 'nodes')),
  ];
}

/** What overrides, rules of one's own and requirements say that they are for. */
function scopes(cluster: Cluster, policy: Policy, applications: ReadonlySet<string>): Subject[] {
  const { keys, items } = policy.entries;
  const parts = [
    ...policy.scoped.map((_, number) => ['overrides', number]),
    ...(policy.custom ?? []).map((_, number) => ['custom', number, 'match']),
    ...keys('objects').map(({ name }) => ['objects', name, 'match']),
  ];
  const entries = (key: (typeof SCOPE_KEYS)[number]) => parts.flatMap(path => items(...path, key));
  const isMissing = () => true;
  const clusters = cluster.applications.flatMap(({ cluster: name }) => name ?? []);
  const files = entries('files').filter(({ name }) => !matchesAny(cluster, name));
  return [
    {
      what: 'application',
      entries: entries('applications'),
      known: applications,
      isMissing,
      isGlob: true,
    },
    {
      what: 'category',
      entries: entries('categories'),
      known: new Set(cluster.categories),
      isMissing,
      isGlob: true,
    },
    { ...namespaces(cluster, entries('namespaces')), isGlob: true },
    {
      what: 'cluster',
      entries: entries('clusters'),
      known: new Set(clusters),
      isMissing,
      isGlob: true,
    },
    { what: 'file', entries: files, known: new Set(), isMissing },
  ];
}

const matchesAny = ({ lintedFiles }: Cluster, pattern: string): boolean => {
  const paths = ignore().add(pattern.replace(/^!/, ''));
  return lintedFiles.some(({ file }) => paths.ignores(file.path));
};

function gateways(
  { gateways: own, routes, resources }: Cluster,
  entries: Subject['entries'],
): Subject {
  const known = new Set([
    ...own.map(({ name }) => name),
    ...routes.flatMap(({ parents }) => parents.map(({ name }) => name.text)),
  ]);
  const isElsewhere = own.length === 0 && !resources.blindness.isWholeCluster;
  return {
    what: 'Gateway',
    entries: isElsewhere ? [] : entries,
    known,
    isMissing: name =>
      isAbsent({ resources, known }, { group: GATEWAY_GROUP, kind: 'Gateway', name }),
  };
}

/** Images of all containers, as the policy may name them; a chart that is not at hand may run any. */
function images({ workloads, resources }: Cluster, entries: Subject['entries']): Subject {
  const unseen = resources.others({ group: 'apps', kind: 'Deployment', namespace: undefined });
  const used = workloads.flatMap(({ containers, initContainers }) =>
    [...containers, ...initContainers].flatMap(({ value }) => textAt(value, 'image') ?? []),
  );
  return {
    what: 'image',
    entries,
    known: new Set(used.flatMap(image => namesOfImage(parseImage(image)))),
    isMissing: () => unseen.status === 'absent',
    isGlob: true,
  };
}

function pools({ ipPools, resources }: Cluster, entries: Subject['entries']): Subject {
  const known = new Set(ipPools.map(({ resource }) => resource.name));
  const kind = { group: 'cilium.io', kind: 'CiliumLoadBalancerIPPool' };
  const isMissing = (name: string) => isAbsent({ resources, known }, { ...kind, name });
  return { what: 'pool', entries, known, isMissing, isGlob: true };
}

function nodes({ talos }: Cluster, entries: Subject['entries']): Subject {
  const known = new Set(
    talos.nodes.flatMap(({ name, hostname }) => [name, hostname?.text ?? name]),
  );
  const isMissing = () => talos.nodes.length > 0 && talos.unchecked.length === 0;
  return { what: 'node', entries, known, isMissing, isGlob: true };
}

/** Names of storage classes: the keys of their own section, and where others ask for one. */
function classes(cluster: Cluster, policy: Policy): Subject {
  const { storageClasses, volumeClaims, resources } = cluster;
  const pinned = policy.storage?.classes ?? {};
  const external = Object.keys(pinned).filter(name => pinned[name]?.external);
  const { keys, items, scalar } = policy.entries;
  const known = new Set([
    ...storageClasses.map(({ name }) => name),
    ...volumeClaims.flatMap(({ className }) => className?.text ?? []),
    ...resources
      .ofKind('PersistentVolume', '')
      .flatMap(({ value }) => textAt(value, 'spec', 'storageClassName') ?? []),
    ...external,
  ]);
  return {
    what: 'storage class',
    entries: [
      ...keys('storage', 'classes'),
      ...items('storage', 'backup'),
      ...keys('applications').flatMap(({ name }) => scalar('applications', name, 'storageClass')),
      ...[
        ['storage', 'claims'],
        ...keys('applications').map(({ name }) => ['applications', name, 'claims']),
      ].flatMap(path =>
        keys(...path).flatMap(({ name }) => [
          ...scalar(...path, name, 'class'),
          ...items(...path, name, 'class'),
        ]),
      ),
    ],
    known,
    isMissing: name =>
      isAbsent({ resources, known }, { group: 'storage.k8s.io', kind: 'StorageClass', name }),
  };
}

function namespaces({ applications, resources }: Cluster, entries: Subject['entries']): Subject {
  const all = [...resources.deployed, ...resources.loose];
  const known = new Set([
    ...BUILT_IN_NAMESPACES,
    ...all.flatMap(({ namespace, kind, name }) => [
      ...(namespace === undefined ? [] : [namespace]),
      ...(kind === 'Namespace' ? [name] : []),
    ]),
    ...applications.flatMap(({ destination }) => destination.namespace?.text ?? []),
  ]);
  return {
    what: 'namespace',
    entries,
    known,
    isMissing: name => isAbsent({ resources, known }, { group: '', kind: 'Namespace', name }),
  };
}

/** Whether nothing unread would make it; what is unlikely to must be the slip of a name that is there. */
function isAbsent(
  { resources, known }: Pick<Cluster, 'resources'> & Pick<Subject, 'known'>,
  sought: { group: string; kind: string; name: string },
): boolean {
  const { status } = resources.find({ ...sought, namespace: undefined });
  return (
    status === 'absent' || (status === 'unlikely' && didYouMean(sought.name, known) !== undefined)
  );
}
