import type { Application } from '../../model/application.ts';
import { type Rule, see } from '../rule.ts';

export const coveredTwice: Rule = {
  id: 'placement/covered-twice',
  severity: 'error',
  summary:
    'A directory that two Applications deploy, or two directories that give one Application name.',
  rationale:
    "Two Applications that own the same objects undo each other's changes; of two with one name an ApplicationSet creates neither.",
  remedy:
    'Let one generator match each directory, and make the name template tell directories apart.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Controlling-Resource-Modification/',
  check({ cluster, report }) {
    for (const { applications, path } of cluster.appDirectories) {
      const [first, ...others] = distinct(applications);
      for (const other of others) {
        if (!first) continue;
        report({
          at: pathPlace(other),
          message: `${path} is deployed by the Applications ${first.name.text} and ${other.name.text}`,
          related: [see(pathPlace(first), `${first.name.text} deploys it`)],
          application: other,
        });
      }
    }
    const byName = new Map<string, Application>();
    for (const application of cluster.applications) {
      const key = `${application.namespace}/${application.name.text}`;
      const earlier = byName.get(key);
      if (!earlier) byName.set(key, application);
      else {
        report({
          at: application.name,
          message: `two Applications are named ${application.name.text}: for ${directoryOf(earlier)} and ${directoryOf(application)}`,
          related: [see(earlier.name, 'the first one')],
          application,
        });
      }
    }
  },
};

/** One Application may use a directory in several of its sources. */
const distinct = (applications: readonly Application[]): Application[] => [
  ...new Map(
    applications.map(application => [
      `${application.file}/${application.name.text}/${application.destination.server?.text ?? application.destination.name?.text}`,
      application,
    ]),
  ).values(),
];

const pathPlace = (application: Application) =>
  application.generatedBy?.generator ?? application.sources[0]?.path ?? application.name;

const directoryOf = ({ builds, file }: Application): string => builds[0]?.directory ?? file;
