import { matchGobwas } from '../../glob/gobwas.ts';
import { normalizeRepositoryUrl } from '../../glob/repository-url.ts';
import type { Application, AppProject } from '../../model/application.ts';
import {
  type ProjectCredentials,
  projectCredentials,
} from '../../model/cluster/delivery/project-credentials.ts';
import { isNamespaced } from '../../model/kinds.ts';
import { missing } from '../../model/lookup.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { asScalar, get, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

/** Argo CD makes it at its first start. */
const BUILT_IN = 'default';

export const project: Rule = {
  id: 'argocd/project',
  severity: 'error',
  summary: 'A project that is not defined, or that refuses what the Application deploys.',
  rationale:
    "Argo CD refuses the Application, or the sync of the objects that the project's lists don't permit.",
  remedy: 'Name an existing project; add the source, destination or kind to its lists.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/projects/',
  check({ cluster, report }) {
    for (const application of cluster.applications) {
      const name = application.project;
      if (!name) continue;
      const own = cluster.appProjects.find(item => item.name === name.text);
      if (own) {
        const credentials = projectCredentials(cluster.resources, own.name);
        for (const finding of refusals(own, application, credentials))
          report({ ...finding, application });
        continue;
      }
      const key = { group: 'argoproj.io', kind: 'AppProject', namespace: undefined };
      if (name.text === BUILT_IN) continue;
      const gone = missing(cluster.resources.find({ ...key, name: name.text }));
      if (!gone) continue;
      const known = cluster.appProjects.map(item => item.name);
      const meant = nearest(name.text, known);
      report({
        at: name,
        message: `there is no AppProject ${name.text}`,
        help: meant && `Did you mean ${meant}?`,
        doubt: gone.doubt,
        missing: `AppProject ${name.text}`,
        application,
      });
    }
  },
};

function refusals(
  own: AppProject,
  application: Application,
  credentials: ProjectCredentials,
): Report[] {
  return [
    ...sourceRefusals(own, application, credentials),
    ...destinationRefusals(own, application, credentials),
    ...kindRefusals(own, application),
  ];
}

/**
 * Whether a list that isn't there permits nothing. The built-in project has its lists from Argo CD: what
 * a manifest of it leaves out stays as it was.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#the-default-project
 */
const isLeftOut = (name: string, list: LocatedValue | undefined): boolean =>
  name === BUILT_IN && list === undefined;

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
        message: `the project ${name} does not permit the repository ${repoURL.text}`,
        related: [see(list ?? value, 'what it permits')],
      },
    ];
  });
}

/**
 * Every deny pattern must let it pass; a pattern of either sort that does is enough to permit it
 * (IsSourcePermitted).
 */
function permitsRepository(patterns: readonly string[], url: string): boolean {
  const normal = normalizeRepositoryUrl(url);
  const matches = (pattern: string) =>
    pattern === '*' || matchesGobwas(normalizeRepositoryUrl(pattern), normal, '/');
  return (
    patterns.some(pattern => permits(pattern, matches)) &&
    patterns.every(pattern => !isDeny(pattern) || permits(pattern, matches))
  );
}

const isDeny = (pattern: string | undefined): boolean => pattern?.startsWith('!') ?? false;

/** A pattern with `!` in front permits all that it doesn't match. */
const permits = (pattern: string, matches: (pattern: string) => boolean): boolean =>
  isDeny(pattern) ? !matches(pattern.slice(1)) : matches(pattern);

/**
 * Some entry must permit cluster and namespace, and none deny them. What the Application says only by
 * name or only by server, an entry of the other sort may permit.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
function destinationRefusals(
  { value, name }: AppProject,
  { destination }: Application,
  { clusters, unread }: ProjectCredentials,
): Report[] {
  const list = get(value, 'spec', 'destinations');
  const { namespace, server, name: clusterName } = destination;
  if (!namespace || unread || isLeftOut(name, list)) return [];
  if ([server, clusterName].some(item => item && clusters.has(item.text.replace(/\/$/, ''))))
    return [];
  const entries = itemsAt(list).map(item => {
    const wanted = {
      server: textAt(item, 'server'),
      name: textAt(item, 'name'),
      namespace: textAt(item, 'namespace'),
    };
    const onServer = meets(wanted.server, server);
    const onName = meets(wanted.name, clusterName);
    const inNamespace = meets(wanted.namespace, namespace);
    return {
      permits: (onServer || onName) && inNamespace,
      inNamespace,
      deniesCluster:
        (isDeny(wanted.name) && !onName) || (isDeny(wanted.server) && !onServer && inNamespace),
      deniesNamespace: isDeny(wanted.namespace) && !inNamespace && onServer,
    };
  });
  const denied = entries.find(
    ({ deniesCluster, deniesNamespace }) => deniesCluster || deniesNamespace,
  );
  if (!denied && entries.some(item => item.permits)) return [];
  const where = server ?? clusterName;
  const isElsewhere =
    where !== undefined && (denied ? denied.deniesCluster : entries.some(item => item.inNamespace));
  const what = isElsewhere ? `cluster ${where.text}` : `namespace ${namespace.text}`;
  return [
    {
      at: isElsewhere ? where : namespace,
      message: `the project ${name} does not permit the ${what}`,
      related: [see(list ?? value, 'what it permits')],
    },
  ];
}

/** Whether a pattern, where there is one, permits a text as far as that is known. */
const meets = (pattern: string | undefined, text: LocatedScalar | undefined): boolean =>
  pattern !== undefined &&
  (!text || isPlaceholder(text.text) || permits(pattern, glob => matchesGobwas(glob, text.text)));

/** The lists for kinds with and without namespace. */
const LISTS = {
  namespaced: { allow: 'namespaceResourceWhitelist', deny: 'namespaceResourceBlacklist' },
  cluster: { allow: 'clusterResourceWhitelist', deny: 'clusterResourceBlacklist' },
} as const;

/** Of kinds with a namespace all are permitted where nothing is listed, of the others none (IsGroupKindPermitted). */
function kindRefusals({ value, name }: AppProject, { resources }: Application): Report[] {
  const seen = new Set<string>();
  return resources.flatMap(({ group, kind, partial, value: object }): Report[] => {
    const scoped = isNamespaced(group, kind);
    const key = `${group}/${kind}`;
    if (scoped === undefined || partial || seen.has(key)) return [];
    seen.add(key);
    const { allow, deny } = LISTS[scoped ? 'namespaced' : 'cluster'];
    const allowed = get(value, 'spec', allow);
    if (!scoped && isLeftOut(name, allowed)) return [];
    const isListed = (list: LocatedValue | undefined) =>
      itemsAt(list).some(
        item =>
          matchesGobwas(textAt(item, 'group') ?? '', group) &&
          matchesGobwas(textAt(item, 'kind') ?? '', kind),
      );
    const isAllowed = (scoped && allowed === undefined) || isListed(allowed);
    const denied = get(value, 'spec', deny);
    if (isAllowed && !isListed(denied)) return [];
    return [
      {
        at: object.entries.get('kind')?.value ?? object,
        message: `the project ${name} does not permit ${scoped ? '' : 'the cluster-scoped kind '}${kind}`,
        related: [
          isAllowed && denied
            ? see(denied, 'what it denies')
            : see(allowed ?? get(value, 'spec') ?? value, 'what it permits'),
        ],
      },
    ];
  });
}

const matchesGobwas = (pattern: string, text: string, separators?: string): boolean =>
  matchGobwas(pattern, text, separators) === 'match';
