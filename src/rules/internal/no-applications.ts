import type { Problem } from '../../source/problem.ts';
import type { Rule } from '../rule.ts';

export const noApplications: Rule = {
  id: 'internal/no-applications',
  severity: 'warning',
  summary: 'A repository that deploys by GitOps, of which no Application could be found.',
  rationale:
    'What an Application deploys is known by its sources. Without one, hardly anything is checked, and a report without findings says little.',
  remedy:
    'Lint the whole repository; give the ApplicationSets what only a live Argo CD knows; or pass rendered manifests with `--rendered`.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/',
  check({ cluster, report }) {
    if (cluster.applications.length > 0 || cluster.problems.some(isCause)) return;
    const [set] = cluster.applicationSets;
    const [deployer] = cluster.deployers;
    if (set) {
      const why = set.unknowable ?? 'its generators find nothing';
      report({
        at: set.value,
        message: `no Application was found: the ApplicationSet \`${set.name}\` makes none here, ${why}`,
      });
    } else if (deployer) {
      report({
        at: deployer.at,
        message: `no Application was found: ${deployer.reason}`,
        help: deployer.help,
      });
    }
  },
};

/** What is wrong with the objects that would make Applications is said by itself. */
const isCause = ({ rule }: Problem): boolean =>
  rule === 'yaml/syntax' || rule.startsWith('argocd/');
