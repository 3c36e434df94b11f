import type { Application } from '../../model/application.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { isOfPlatform } from '../../model/cluster/delivery/landing.ts';
import { madeNamespaces, makesNamespace } from '../../model/cluster/objects/namespaces.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { isNamespaced } from '../../model/kinds.ts';
import { found, type Lookup, type Missing, missing } from '../../model/lookup.ts';
import { once } from '../../model/once.ts';
import { isArgoCd } from '../../model/resource.ts';
import { overlaps } from '../../source/text.ts';
import { basename, dirname } from '../../source/tree.ts';
import { misspelt } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { plural } from '../../text/plural.ts';
import { getString } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const namespaceMismatch: Rule = {
  id: 'placement/namespace-mismatch',
  severity: 'error',
  habit: { of: 'error', most: 3, becomes: 'info' },
  summary:
    "A namespace in a kustomization, Helm release or object that differs from the Application's destination.",
  rationale:
    "The objects land in a namespace that CreateNamespace doesn't make and that the project may refuse; what refers to them by the destination's namespace doesn't find them.",
  remedy:
    "Use the destination's namespace, or make the other namespace part of the application on purpose.",
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/',
  options: {
    allow: {
      type: 'array',
      items: { type: 'string' },
      description: 'Namespaces that any application may write to.',
    },
  },
  check({ cluster, options, report }) {
    const allowed = new Set(Array.isArray(options.allow) ? options.allow.map(String) : []);
    for (const application of cluster.applications) {
      const { destination } = application;
      const wanted = destination.namespace;
      if (wanted && (isPlaceholder(wanted.text) || isMistaken(application, wanted))) continue;
      const own = ownNamespaces(application);
      // Without a namespace of its own the destination is wherever its objects are.
      const isAnywhere = !wanted || isCatchAll(cluster, application, wanted.text);
      // What a kustomization gives to its objects is said of the kustomization.
      const declared = oncePerPlace(
        declaredNamespaces(application),
        item => item.namespace.origin,
      ).filter(
        ({ namespace: { text: name }, isObject }) =>
          name !== wanted?.text &&
          (wanted || !isObject) &&
          !allowed.has(name) &&
          (!own.has(name) || (!isObject && isSlip(cluster, name, wanted))) &&
          !isPlaceholder(name),
      );
      for (const [{ namespace, what, isOnPurpose }, more] of ofOneNamespace(declared)) {
        const name = namespace.text;
        // Another Application's namespace comes of a file that was copied, `default` of one that was generated.
        const mayBeMeant =
          isOnPurpose ||
          isAnywhere ||
          !isDestination(cluster, application, name) ||
          isShared(cluster, name) ||
          isNamedAlike(namespace);
        // With the kustomization the Namespace among its objects got the name.
        const gone = mayBeMeant && !own.has(name) ? missing(namespaceOf(cluster, name)) : CERTAIN;
        if (!gone) continue;
        const deploys = wanted
          ? `the Application \`${application.name.text}\` deploys to \`${wanted.text}\``
          : `the Application \`${application.name.text}\` makes none`;
        report({
          at: namespace,
          message:
            mayBeMeant && !own.has(name)
              ? `${what}${more > 0 ? ` and ${plural(more, 'more object')} are` : ' is'} in the namespace \`${name}\`, which nothing creates; ${deploys}`
              : `${what} is in the namespace \`${name}\`, but ${deploys}`,
          help: didYouMeanSlip(name, [wanted?.text, ...namespacesOf(cluster).deployedTo]),
          related: wanted && [see(wanted, 'the destination')],
          doubt: gone.doubt,
          missing: mayBeMeant && !own.has(name) ? `Namespace ${name}` : undefined,
          application,
        });
      }
    }
  },
};

/** Whether the destination comes of an expression that argocd/template-error reports. */
const isMistaken = ({ applicationSet }: Application, { origin }: LocatedScalar): boolean =>
  applicationSet?.problems.some(({ at }) => overlaps(at, origin)) ?? false;

/** Namespaces that the application makes itself: writing to them is on purpose. */
const ownNamespaces = ({ resources }: Application): Set<string> =>
  new Set(resources.flatMap(resource => (makesNamespace(resource) ? [resource.name] : [])));

/**
 * Whether a destination says nothing of where the objects go: the namespace `default`, or Argo CD's own for what
 * is not Argo CD. People fill the field in so and name namespaces in the sources.
 */
const isCatchAll = (cluster: Cluster, application: Application, wanted: string): boolean =>
  wanted === 'default' ||
  (namespacesOf(cluster).ofArgo.has(wanted) &&
    !application.name.text.toLowerCase().includes('argo'));

const didYouMeanSlip = (name: string, known: readonly (string | undefined)[]) => {
  const meant = misspelt(
    name,
    known.flatMap(each => each ?? []),
  );
  return meant && `Did you mean \`${meant}\`?`;
};

/** Whether it is a letter off the destination, and no destination of another Application. */
const isSlip = (cluster: Cluster, name: string, wanted: LocatedScalar | undefined): boolean =>
  wanted !== undefined &&
  misspelt(name, [wanted.text]) !== undefined &&
  !namespacesOf(cluster).deployedTo.has(name);

/** Where Applications are, and where they deploy to, of each cluster and of all. */
const namespacesOf = once(({ applications }: Cluster) => ({
  ofArgo: new Set(applications.map(({ namespace = 'argocd' }) => namespace)),
  deployedTo: new Set(applications.map(({ destination }) => destination.namespace?.text)),
  byCluster: new Set(
    applications.map(({ cluster, destination }) => `${cluster} ${destination.namespace?.text}`),
  ),
}));

const isDestination = (cluster: Cluster, application: Application, name: string): boolean =>
  name === 'default' || namespacesOf(cluster).byCluster.has(`${application.cluster} ${name}`);

/** So many Applications don't put their objects into one other namespace by mistake. */
const SHARED = 3;

const isShared = (cluster: Cluster, name: string): boolean =>
  (sharersOf(cluster).get(name) ?? 0) >= SHARED;

/** Whether a namespace has the name of the directory that speaks of it as one of its words: `metallb-system`. */
const isNamedAlike = ({ text, origin }: LocatedScalar): boolean =>
  text.includes('-') && text.split('-').includes(basename(dirname(origin.file.path)));

/** How many Applications have a kustomization for a namespace that is not their destination. */
const sharersOf = once(({ applications }: Cluster) => {
  const counts = new Map<string, number>();
  for (const { builds, destination } of applications) {
    const names = builds.flatMap(({ kustomizations: [root] }) =>
      root ? (getString(root.value, 'namespace')?.text ?? []) : [],
    );
    for (const name of new Set(names))
      if (name !== destination.namespace?.text) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
});

const CERTAIN: Missing = { doubt: undefined, nearest: undefined };

/** Whether a namespace is there: its object is, an Application deploys to it, or Argo CD runs in it. */
function namespaceOf(cluster: Cluster, name: string): Lookup<unknown> {
  const { ofArgo, deployedTo } = namespacesOf(cluster);
  if (isOfPlatform(name) || deployedTo.has(name) || ofArgo.has(name)) return found(name);
  if (madeNamespaces(cluster.resources).has(name)) return found(name);
  const key = { group: '', kind: 'Namespace', namespace: undefined, name };
  return cluster.resources.find(
    key,
    [...deployedTo].flatMap(each => each ?? []),
  );
}

interface Declared {
  readonly namespace: LocatedScalar;
  readonly what: string;
  /** An object that names a namespace itself means it; what is moved may be moved by mistake. */
  readonly isOnPurpose: boolean;
  /** Where no destination says a namespace, each object does: no mistake that a second place would show. */
  readonly isObject?: true;
}

/** What an application means to be in another namespace, once for each, with how much more of it there is. */
function ofOneNamespace(
  declared: readonly Declared[],
): readonly (readonly [first: Declared, more: number])[] {
  const meant = new Map<string, Declared[]>();
  for (const item of declared)
    if (item.isOnPurpose)
      meant.set(item.namespace.text, [...(meant.get(item.namespace.text) ?? []), item]);
  return declared.flatMap(item => {
    if (!item.isOnPurpose) return [[item, 0] as const];
    const all = meant.get(item.namespace.text) ?? [];
    return all[0] === item ? [[item, all.length - 1] as const] : [];
  });
}

function declaredNamespaces({ builds, resources }: Application): Declared[] {
  const kustomizations = builds.flatMap(({ kustomizations: files }) =>
    files.flatMap(({ value }, i) => {
      const namespace = getString(value, 'namespace');
      // The root moves all of the application; one below it only what is meant to go elsewhere. What lives in
      // every cluster's own namespaces is put there on purpose, and Argo CD's objects in Argo CD's.
      const isOnPurpose =
        i > 0 || /^kube-/.test(namespace?.text ?? '') || resources.every(isArgoCd);
      // One above has the last word.
      const isOverridden = i > 0 && resources.every(item => item.namespace !== namespace?.text);
      return namespace && !isOverridden
        ? [{ namespace, what: 'the kustomization', isOnPurpose }]
        : [];
    }),
  );
  const releases = builds.flatMap(({ releases: built }) =>
    built.flatMap(({ release }) => {
      const namespace = getString(release.declaration, 'namespace');
      return namespace
        ? [
            {
              namespace,
              what: `the Helm release \`${release.name ?? release.chart.text}\``,
              isOnPurpose: /^kube-/.test(namespace.text),
            },
          ]
        : [];
    }),
  );
  const objects = resources.flatMap(resource => {
    const namespace = getString(resource.value, 'metadata', 'namespace');
    // Argo CD's own objects live where Argo CD looks for them.
    const isElsewhere = isNamespaced(resource.group, resource.kind) === false || isArgoCd(resource);
    return namespace && !isElsewhere
      ? [{ namespace, what: describe(resource), isOnPurpose: true, isObject: true as const }]
      : [];
  });
  return [...kustomizations, ...releases, ...objects];
}
