import { matchGobwas } from '../../glob/gobwas.ts';
import { normalizeRepositoryUrl } from '../../glob/repository-url.ts';
import { get, itemsAt, textAt } from '../../model/access.ts';
import type { Application, AppProject } from '../../model/application.ts';
import { isPlaceholder } from '../../model/cluster/placeholder.ts';
import { isNamespaced } from '../../model/kinds.ts';
import type { LocatedValue } from '../../model/located.ts';
import { nearest } from '../../text/nearest.ts';
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
    const reported = new Set<string>();
    for (const application of cluster.applications) {
      const name = application.project;
      if (!name || isPlaceholder(name.text)) continue;
      const own = cluster.appProjects.find(item => item.name === name.text);
      const answer = cluster.resources.find({
        group: 'argoproj.io',
        kind: 'AppProject',
        namespace: undefined,
        name: name.text,
      });
      if (!own && name.text !== BUILT_IN && answer.status === 'absent') {
        const known = cluster.appProjects.map(item => item.name);
        const meant = nearest(name.text, known);
        const key = `${name.origin.file.path}:${name.origin.start}`;
        if (!reported.has(key))
          report({
            at: name,
            message: `there is no AppProject ${name.text}`,
            help: meant ? `Did you mean ${meant}?` : undefined,
            application,
          });
        reported.add(key);
      }
      if (own)
        for (const finding of refusals(own, application)) report({ ...finding, application });
    }
  },
};

function refusals(own: AppProject, application: Application): Report[] {
  return [
    ...sourceRefusals(own, application),
    ...destinationRefusals(own, application),
    ...kindRefusals(own, application),
  ];
}

function sourceRefusals({ value, name }: AppProject, { sources }: Application): Report[] {
  const list = get(value, 'spec', 'sourceRepos');
  const patterns = textsOf(list);
  return sources.flatMap(({ repoURL }) => {
    if (!repoURL || isPlaceholder(repoURL.text) || permitsRepository(patterns, repoURL.text))
      return [];
    return [
      {
        at: repoURL,
        message: `the project ${name} does not permit the repository ${repoURL.text}`,
        related: [see(list ?? value, 'what it permits')],
      },
    ];
  });
}

/** Deny patterns win; one that doesn't hit counts as an allow (IsSourcePermitted). */
function permitsRepository(patterns: readonly string[], url: string): boolean {
  const normal = normalizeRepositoryUrl(url);
  const matches = (pattern: string) =>
    pattern === '*' || matchesGobwas(normalizeRepositoryUrl(pattern), normal, '/');
  if (patterns.some(pattern => pattern.startsWith('!') && matches(pattern.slice(1)))) return false;
  return patterns.some(pattern => pattern.startsWith('!') || matches(pattern));
}

function destinationRefusals({ value, name }: AppProject, { destination }: Application): Report[] {
  const list = get(value, 'spec', 'destinations');
  const { namespace, server, name: clusterName } = destination;
  if (!namespace || isPlaceholder(namespace.text)) return [];
  const destinations = itemsAt(value, 'spec', 'destinations');
  const fits = destinations.map(item => {
    const wantedServer = textAt(item, 'server');
    const wantedName = textAt(item, 'name');
    const fitsCluster =
      (wantedServer !== undefined && (!server || matchesGobwas(wantedServer, server.text))) ||
      (wantedName !== undefined && (!clusterName || matchesGobwas(wantedName, clusterName.text)));
    return {
      cluster: fitsCluster || (!wantedServer && !wantedName),
      namespace: matchesGobwas(textAt(item, 'namespace') ?? '', namespace.text),
    };
  });
  if (fits.some(item => item.cluster && item.namespace)) return [];
  const where = server ?? clusterName;
  const isElsewhere = where !== undefined && fits.some(item => item.namespace);
  const what = isElsewhere ? `cluster ${where.text}` : `namespace ${namespace.text}`;
  return [
    {
      at: isElsewhere ? where : namespace,
      message: `the project ${name} does not permit the ${what}`,
      related: [see(list ?? value, 'what it permits')],
    },
  ];
}

function kindRefusals({ value, name }: AppProject, { resources }: Application): Report[] {
  const seen = new Set<string>();
  return resources.flatMap((resource): Report[] => {
    const scoped = isNamespaced(resource.group, resource.kind);
    const key = `${resource.group}/${resource.kind}`;
    if (scoped === undefined || resource.partial || seen.has(key)) return [];
    const [allow, deny] = scoped
      ? ['namespaceResourceWhitelist', 'namespaceResourceBlacklist']
      : ['clusterResourceWhitelist', 'clusterResourceBlacklist'];
    const allowed = get(value, 'spec', allow ?? '');
    const isListed = (list: string) =>
      itemsAt(value, 'spec', list).some(
        item =>
          matchesGobwas(textAt(item, 'group') ?? '', resource.group) &&
          matchesGobwas(textAt(item, 'kind') ?? '', resource.kind),
      );
    const permitted =
      !isListed(deny ?? '') && ((scoped && allowed === undefined) || isListed(allow ?? ''));
    if (permitted) return [];
    seen.add(key);
    return [
      {
        at: resource.value.entries.get('kind')?.value ?? resource.value,
        message: `the project ${name} does not permit ${scoped ? '' : 'the cluster-scoped kind '}${resource.kind}`,
        related: [see(allowed ?? get(value, 'spec') ?? value, 'what it permits')],
      },
    ];
  });
}

const textsOf = (list: LocatedValue | undefined): string[] =>
  list?.kind === 'sequence'
    ? list.items.flatMap(item => (item.kind === 'scalar' ? [item.text] : []))
    : [];

const matchesGobwas = (pattern: string, text: string, separators?: string): boolean =>
  matchGobwas(pattern, text, separators) === 'match';
