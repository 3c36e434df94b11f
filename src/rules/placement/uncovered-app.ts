import type { Cluster } from '../../model/cluster/cluster.ts';
import { isArgoCd } from '../../model/resource.ts';
import { isFirstStep } from '../../source/put-away.ts';
import { dirname, joinPath } from '../../source/tree.ts';
import { nearest } from '../../text/nearest.ts';
import type { Rule } from '../rule.ts';

export const uncoveredApp: Rule = {
  id: 'placement/uncovered-app',
  severity: 'error',
  habit: { of: 'warning', most: 3, becomes: 'info' },
  summary:
    'A directory under an applications root, or beside applications, that no ApplicationSet or Application deploys.',
  rationale: 'What is in it never reaches the cluster, and nothing says so.',
  remedy: "Put it where a generator's pattern matches it, or add a generator.",
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/#git-generator-directories',
  check({ cluster, policy, report }) {
    // Where the policy has the list, all of it is deployed; else some lie there for another day.
    const severity = policy.categories ? undefined : 'warning';
    if (
      cluster.applicationSets.some(
        ({ unknowable, problems }) => unknowable !== undefined || problems.length > 0,
      )
    )
      return;
    const excluded = new Set(
      cluster.applicationSets.flatMap(({ generators }) =>
        generators.flatMap(({ excludes }) => excludes.flatMap(({ matches }) => matches ?? [])),
      ),
    );
    const covered = new Set(
      cluster.appDirectories
        .filter(({ applications }) => applications.length > 0)
        .map(({ path }) => dirname(path)),
    );
    const roots = rootDirectories(cluster);
    for (const { path, at, applications, deployable, category } of cluster.appDirectories) {
      // An exclude is a decision, not an oversight.
      if (applications.length > 0 || !deployable || excluded.has(path)) continue;
      const isByHand = () =>
        isFirstStep(path) || roots.has(path) || cluster.taken(at.file.path) !== undefined;
      if (!policy.categories && isByHand()) continue;
      const meant = nearest(dirname(path), covered);
      report({
        at,
        severity,
        message: `no ApplicationSet or Application deploys \`${path}\``,
        help:
          meant && meant !== path
            ? `Did you mean to put it in \`${meant}\`?`
            : `No generator scans \`${category}\` at this depth: add one, or move the directory.`,
      });
    }
    // A copy of this repository may be the one that is deployed.
    const paths = new Set(
      cluster.applications.flatMap(({ sources }) =>
        sources.flatMap(({ path }) => (path && joinPath(path.text)) ?? []),
      ),
    );
    const known = new Set(cluster.appDirectories.map(({ path }) => path));
    for (const { path, at } of cluster.neighbours) {
      if (known.has(path) || excluded.has(path) || roots.has(path)) continue;
      if (paths.has(path)) continue;
      if (cluster.taken(at.file.path) || cluster.isCommentedOut(path)) continue;
      report({
        at,
        severity,
        message: `no ApplicationSet or Application deploys \`${path}\``,
        help: 'Its neighbours have Applications of their own: add one, or remove it.',
      });
    }
  },
};

/** Directories that make Applications, and so are what the others hang on: somebody applies them. */
const rootDirectories = ({ standalone }: Cluster): ReadonlySet<string> =>
  new Set(
    standalone.flatMap(({ directory, resources }) => (resources.some(isArgoCd) ? [directory] : [])),
  );
