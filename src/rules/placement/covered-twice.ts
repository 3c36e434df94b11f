import {
  type AppDirectory,
  type Application,
  type ApplicationSource,
  sourcePlace,
} from '../../model/application.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { destinationOf } from '../../model/cluster/delivery/ownership.ts';
import { basename } from '../../source/tree.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { toPlain } from '../../yaml/access.ts';
import { originKey } from '../../yaml/aliases.ts';
import { type Rule, see } from '../rule.ts';

export const coveredTwice: Rule = {
  id: 'placement/covered-twice',
  severity: 'error',
  // A catalogue of alternatives, of which one is applied.
  habit: { of: 'error', most: 3, becomes: 'info' },
  summary:
    'A directory that two Applications deploy to one place, or two directories that give one Application name.',
  rationale:
    "Two Applications that own the same objects undo each other's changes; of two with one name an ApplicationSet creates neither.",
  remedy:
    'Let one generator match each directory, and make the name template tell directories apart.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Controlling-Resource-Modification/',
  check({ cluster, report }) {
    for (const { applications, path } of deployedDirectories(cluster)) {
      const byDestination = new Map<string, Application>();
      for (const application of applications) {
        const key = destinationOf(application);
        const first = byDestination.get(key);
        if (!first) byDestination.set(key, application);
        // Two of one name are said below.
        else if (!mayBeOne(first, application) && isSame(first, application, path)) {
          report({
            at: sourcePlace(application, path),
            message: `\`${path}\` is deployed by the Applications \`${first.name.text}\` and \`${application.name.text}\``,
            related: [see(sourcePlace(first, path), `\`${first.name.text}\` deploys it`)],
            application,
          });
        }
      }
    }
    const byName = new Map<string, Application>();
    const made = new Set(
      cluster.resources.ofKind('Application', 'argoproj.io').flatMap(({ files }) => files),
    );
    const isRoot = ({ generatedBy, file }: Application) => !generatedBy && !made.has(file);
    // What everything hangs on is applied by hand: of such files one for each environment, or one that an
    // install begins with and one that takes it over.
    const isInstead = (a: Application, b: Application) => {
      const byHand = [a, b].filter(isRoot).length;
      // One that deploys the chart which makes it is met again in what it makes.
      if (!a.generatedBy && originKey(a.name.origin) === originKey(b.name.origin)) return true;
      if (byHand === 0 || a.file === b.file) return false;
      return (byHand === 2 && basename(a.file) === basename(b.file)) || isSameWork(a, b);
    };
    for (const application of cluster.applications) {
      // A scaffold, to be copied.
      if (isPlaceholder(application.name.text)) continue;
      const key = `${application.instance} ${fullName(application)}`;
      const earlier = byName.get(key);
      if (!earlier) byName.set(key, application);
      else if (!isInstead(earlier, application) && !isOneSet(earlier, application)) {
        report({
          at: application.name,
          message: `two Applications are named \`${application.name.text}\`: for \`${directoryOf(earlier)}\` and \`${directoryOf(application)}\``,
          related: [see(earlier.name, 'the first one')],
          application,
        });
      }
    }
  },
};

/**
 * Directories with the Applications that deploy them: those of the layout, and all others that Applications name with
 * the same options. Of one directory each may take other files.
 */
function deployedDirectories({
  appDirectories,
  applications,
}: Cluster): readonly Pick<AppDirectory, 'path' | 'applications'>[] {
  const known = new Set(appDirectories.map(({ path }) => path));
  const named = new Map<string, { path: string; applications: Application[] }>();
  for (const application of applications) {
    const [build, ...others] = application.generatedBy ? [] : application.builds;
    if (!build || others.length > 0 || build.directory === '' || known.has(build.directory))
      continue;
    const key = JSON.stringify(application.sources.map(({ value }) => toPlain(value)));
    const own = named.get(key) ?? { path: build.directory, applications: [] };
    own.applications.push(application);
    named.set(key, own);
  }
  return [...appDirectories, ...named.values()];
}

/** Whether two files say the same ApplicationSet in two ways: the one that is applied last is all there is. */
const isOneSet = (a: Application, b: Application): boolean =>
  a.file !== b.file &&
  a.namespace === b.namespace &&
  a.generatedBy?.set !== undefined &&
  a.generatedBy.set === b.generatedBy?.set;

/** Whether two Applications deploy one thing to one place. */
const isSameWork = (a: Application, b: Application): boolean =>
  destinationOf(a) === destinationOf(b) &&
  JSON.stringify(a.sources.map(workOf)) === JSON.stringify(b.sources.map(workOf));

const workOf = ({ repoURL, revision, path, chart }: ApplicationSource) =>
  [repoURL, revision, path, chart].map(part => part?.text ?? null);

/** Whether two Applications make the same of a directory: a chart names what it makes after the release. */
function isSame(a: Application, b: Application, path: string): boolean {
  const [one, other] = [a, b].map(({ builds }) =>
    builds.filter(({ directory }) => directory === path),
  );
  const names = new Set(
    one?.flatMap(({ releases }) => releases.map(({ release }) => release.name)),
  );
  return (
    other?.some(({ type, releases }) =>
      type === 'helm'
        ? releases.some(({ release }) => release.name !== undefined && names.has(release.name))
        : one?.some(build => build.type === type),
    ) ?? false
  );
}

/** Whether two are of one name, as far as the files say: a file may leave the namespace to who applies it. */
const mayBeOne = (a: Application, b: Application): boolean =>
  a.name.text === b.name.text &&
  (a.namespace === b.namespace || a.namespace === undefined || b.namespace === undefined);

const fullName = ({ namespace, name }: Application): string => `${namespace}/${name.text}`;

const directoryOf = ({ builds, file }: Application): string => builds[0]?.directory ?? file;
