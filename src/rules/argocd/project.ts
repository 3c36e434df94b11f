import { normalizeRepositoryUrl } from '../../glob/repository-url.ts';
import type { Application, AppProject } from '../../model/application.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { BUILT_IN_NAMESPACES } from '../../model/cluster/delivery/landing.ts';
import {
  type ProjectCredentials,
  projectCredentials,
} from '../../model/cluster/delivery/project-credentials.ts';
import {
  BUILT_IN,
  isLeftOut,
  LISTS,
  permitsRepository,
  refusedKind,
  refusedPart,
} from '../../model/cluster/delivery/project-permissions.ts';
import type { ResourceIndex } from '../../model/cluster/objects/resources.ts';
import { isNamespaced } from '../../model/kinds.ts';
import { missing } from '../../model/lookup.ts';
import type { Resource } from '../../model/resource.ts';
import { code } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { plural } from '../../text/plural.ts';
import { asScalar, get, getEntry, getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

/** Whether Applications are in several projects, and the repository declares none: it is not where they are kept. */
function keepsProjectsElsewhere({ applications, appProjects, resources }: Cluster): boolean {
  const names = new Set(applications.flatMap(({ project: name }) => name?.text ?? []));
  names.delete(BUILT_IN);
  if (appProjects.length > 0 || names.size < SEVERAL) return false;
  resources.leaveOpen('the projects are made elsewhere', 'AppProject');
  return true;
}

const SEVERAL = 3;

export const project: Rule = {
  id: 'argocd/project',
  severity: 'error',
  habit: { of: 'error', most: 5, becomes: 'likely' },
  summary: 'A project that is not defined, or that refuses what the Application deploys.',
  rationale:
    "Argo CD refuses the Application, or the sync of the objects that the project's lists don't permit.",
  remedy:
    'Name a project that exists, or add the source, destination or kind to the lists of the project.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/projects/',
  check({ cluster, report }) {
    // One line in the project mends it for all of its Applications.
    const told = new Set<string>();
    const unlisted = new Map<string, Refusal[]>();
    const areElsewhere = keepsProjectsElsewhere(cluster);
    for (const application of cluster.applications) {
      const name = application.project;
      if (!name) continue;
      const credentials = projectCredentials(cluster.resources, name.text);
      const answers = cluster.appProjects
        .filter(item => item.name === name.text)
        .map(own => ({ own, refused: refusals(own, application, credentials) }));
      // Of several by one name nobody knows here which one is in force.
      const answer = answers.find(({ refused }) => refused.length === 0) ?? answers[0];
      if (answer) {
        const { own, refused } = answer;
        const unmade: readonly Refusal[] =
          refused.length > 0 || told.has(own.name)
            ? []
            : namespaceRefusal(own, application, cluster.resources);
        if (unmade.length > 0) told.add(own.name);
        for (const finding of [...refused, ...unmade]) {
          if (finding.isUnlisted)
            unlisted.set(own.name, [
              ...(unlisted.get(own.name) ?? []),
              { ...finding, application },
            ]);
          else report({ ...finding, application });
        }
        continue;
      }
      const key = { group: 'argoproj.io', kind: 'AppProject', namespace: undefined };
      if (name.text === BUILT_IN || areElsewhere) continue;
      const gone = missing(cluster.resources.find({ ...key, name: name.text }));
      if (!gone) continue;
      const known = cluster.appProjects.map(item => item.name);
      const meant = nearest(name.text, known);
      report({
        at: name,
        message: `there is no AppProject \`${name.text}\``,
        help: meant ? `Did you mean \`${meant}\`?` : 'Name a project that exists, or declare it.',
        doubt: gone.doubt,
        missing: `AppProject ${name.text}`,
        application,
      });
    }
    for (const list of unlisted.values()) report(inOne(list));
  },
};

interface Refusal extends Report {
  /** The project lists no cluster-scoped kinds at all: one list mends it for all objects. */
  readonly isUnlisted?: boolean;
}

/** One finding of what one list would mend, at the first of the objects. */
function inOne(list: readonly Refusal[]): Report {
  const [{ isUnlisted: _, ...first }, ...others] = list as [Refusal, ...Refusal[]];
  const kinds = new Set(list.map(({ message }) => message)).size - 1;
  return {
    ...first,
    message:
      kinds === 0
        ? first.message
        : `${first.message}, nor ${plural(kinds, 'more kind')} of its Applications`,
    related: [...(first.related ?? []), ...others.map(({ at }) => see(at, 'nor this one'))],
  };
}

function refusals(
  own: AppProject,
  application: Application,
  credentials: ProjectCredentials,
): Refusal[] {
  return [
    ...sourceRefusals(own, application, credentials),
    ...destinationRefusals(own, application, credentials),
    ...kindRefusals(own, application),
  ];
}

function sourceRefusals(
  { value, name }: AppProject,
  { sources }: Application,
  { repositories, unread }: ProjectCredentials,
): Report[] {
  const list = get(value, 'spec', 'sourceRepos');
  if (unread || isLeftOut(name, list)) return [];
  const patterns = itemsAt(list).flatMap(item => asScalar(item)?.text ?? []);
  return sources.flatMap(({ repoURL }) => {
    if (!repoURL || isPlaceholder(repoURL.text) || permitsRepository(patterns, repoURL.text))
      return [];
    if (repositories.has(normalizeRepositoryUrl(repoURL.text))) return [];
    return [
      {
        at: repoURL,
        message: `the project \`${name}\` does not permit the repository \`${repoURL.text}\``,
        help: "Add the repository to the project's `sourceRepos`.",
        related: [see(list ?? value, 'what it permits')],
      },
    ];
  });
}

/** The Application's own destination is asked first: without it, nothing is synced at all. */
function destinationRefusals(
  { value, name }: AppProject,
  { destination, resources, value: application }: Application,
  { clusters, unread }: ProjectCredentials,
): Report[] {
  const list = get(value, 'spec', 'destinations');
  const { namespace, server, name: clusterName } = destination;
  if (unread || isLeftOut(name, list)) return [];
  if ([server, clusterName].some(item => item && clusters.has(item.text.replace(/\/$/, ''))))
    return [];
  const related = [see(list ?? value, 'what it permits')];
  const where = { server, name: clusterName };
  const part = refusedPart(list, { ...where, namespace: namespace?.text ?? '' });
  const key = getEntry(application, 'spec', 'destination')?.key;
  if (part && (namespace ?? key)) {
    const cluster = part === 'cluster' ? (server ?? clusterName) : undefined;
    const what = cluster
      ? `cluster \`${cluster.text}\``
      : namespace
        ? `namespace \`${namespace.text}\``
        : 'destination without a namespace';
    return [
      {
        at: cluster ?? namespace ?? key ?? application,
        message: `the project \`${name}\` does not permit the ${what}`,
        help: "Add it to the project's `destinations`.",
        related,
      },
    ];
  }
  return elsewhereRefusals(resources, namespace?.text).flatMap(({ at, object }) => {
    const refused = refusedPart(list, { ...where, namespace: object.namespace ?? '' });
    if (refused !== 'namespace') return [];
    return [
      {
        at,
        message: `the project \`${name}\` does not permit the namespace \`${object.namespace}\`, where this ${object.kind} belongs`,
        help: "Add the namespace to the project's destinations, or deploy the object by another project.",
        related,
      },
    ];
  });
}

/** The first object of each namespace that is not the Application's own. */
function elsewhereRefusals(
  resources: readonly Resource[],
  own: string | undefined,
): readonly { readonly at: LocatedValue; readonly object: Resource }[] {
  const seen = new Set([own]);
  return resources.flatMap(object => {
    const { group, kind, namespace, value } = object;
    const isSure = isNamespaced(group, kind) === true && namespace !== undefined;
    if (!isSure || seen.has(namespace) || isPlaceholder(namespace)) return [];
    seen.add(namespace);
    return [{ at: getString(value, 'metadata', 'namespace') ?? value, object }];
  });
}

/**
 * With CreateNamespace=true the namespace is an object of the sync like any other, as long as it is not
 * there.
 */
function namespaceRefusal(
  own: AppProject,
  { value, destination, resources: deployed }: Application,
  resources: ResourceIndex,
): Report[] {
  const option = itemsAt(value, 'spec', 'syncPolicy', 'syncOptions').find(
    item => asScalar(item)?.text === 'CreateNamespace=true',
  );
  const { namespace } = destination;
  const list = get(own.value, 'spec', LISTS.cluster.allow);
  if (!option || !namespace || isPlaceholder(namespace.text) || isLeftOut(own.name, list))
    return [];
  const refused = refusedKind(own, { group: '', kind: 'Namespace' }, false);
  const isThere =
    BUILT_IN_NAMESPACES.has(namespace.text) ||
    namespace.text === textAt(own.value, 'metadata', 'namespace') ||
    deployed.some(({ kind }) => kind === 'Namespace');
  if (!refused || isThere) return [];
  const key = { group: '', kind: 'Namespace', namespace: undefined };
  const gone = missing(resources.find({ ...key, name: namespace.text }));
  if (!gone) return [];
  return [
    {
      at: option,
      severity: 'warning',
      message: `the project \`${own.name}\` does not permit the kind Namespace, so that \`${namespace.text}\` can't be created`,
      help: "Add Namespace to the project's `clusterResourceWhitelist`.",
      doubt: gone.doubt,
      related: [see(refused, 'what it permits')],
    },
  ];
}

/** Of kinds with a namespace all are permitted where nothing is listed, of the others none (IsGroupKindPermitted). */
function kindRefusals(own: AppProject, { resources }: Application): Refusal[] {
  const seen = new Set<string>();
  return resources.flatMap(({ group, kind, partial, value: object }): Refusal[] => {
    const scoped = isNamespaced(group, kind);
    const key = `${group}/${kind}`;
    if (scoped === undefined || partial || seen.has(key)) return [];
    seen.add(key);
    const refused = refusedKind(own, { group, kind }, scoped);
    if (!refused) return [];
    const { allow, deny } = LISTS[scoped ? 'namespaced' : 'cluster'];
    const isDenied = refused === get(own.value, 'spec', deny);
    const isUnlisted = !scoped && !isDenied && get(own.value, 'spec', allow) === undefined;
    const why = isUnlisted ? `it has no ${code(allow)}` : 'what it permits';
    return [
      {
        at: object.entries.get('kind')?.value ?? object,
        message: `the project \`${own.name}\` does not permit the ${scoped ? '' : 'cluster-scoped '}kind ${code(kind)}`,
        help: `Add it to the project's ${code(allow)}, or take it off what it denies.`,
        related: [see(refused, isDenied ? 'what it denies' : why)],
        isUnlisted,
      },
    ];
  });
}
