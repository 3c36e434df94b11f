import { compareVersions, parseVersion } from '../../../template/go/semver.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { withoutEndSlashes } from '../../../text/trim.ts';
import { textAt } from '../../../yaml/access.ts';
import type { AppBuild } from '../../app-build.ts';
import type { Application } from '../../application.ts';
import type { HelmRelease } from '../../release.ts';
import { clusterOf } from './ownership.ts';

/** A release that an Application installs. */
export interface Installation {
  readonly release: HelmRelease;
  readonly application: Application;
  readonly build: AppBuild;
  readonly namespace: string | undefined;
  /** The cluster it goes to, by whatever the destination says. */
  readonly cluster: string;
}

/** Every release of every Application; what is applied by hand (bootstrap) is not among them. */
export const installations = (applications: readonly Application[]): Installation[] =>
  applications.flatMap(application => {
    const { namespace } = application.destination;
    const cluster = clusterOf(application);
    return application.builds.flatMap(build =>
      build.releases.map(({ release }) => ({
        release,
        application,
        build,
        namespace: release.namespace ?? namespace?.text,
        cluster,
      })),
    );
  });

/** A version that names one release of a chart, and not whichever is newest in a range. */
export const isExactVersion = (text: string): boolean =>
  /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.test(text);

/** Whether the chart lies in the repository: then the commit is its version. */
export const isOwnChart = (release: HelmRelease, build: AppBuild): boolean =>
  release.repository === undefined ||
  build.references.some(
    ({ role, from, target }) =>
      role === 'chart' && from === release.chart && target === 'directory',
  );

/** Values by which charts name their objects, instead of after the release. */
const NAMING = ['fullnameOverride', 'nameOverride', 'runnerScaleSetName'] as const;

/** Whether two Applications have one name: whichever is applied last is the only one there is. */
const isOneObject = (a: Application, b: Application): boolean =>
  a !== b &&
  a.name.text === b.name.text &&
  a.namespace === b.namespace &&
  a.instance === b.instance;

/** Whether two declarations install one chart under one name in one namespace: the same objects. */
export function isSameRelease(a: Installation, b: Installation): boolean {
  const [one, other] = [a.release, b.release];
  return (
    one.declaration.origin !== other.declaration.origin &&
    one.name !== undefined &&
    one.name === other.name &&
    !isPlaceholder(one.name) &&
    one.chart.text === other.chart.text &&
    a.namespace !== undefined &&
    a.namespace === b.namespace &&
    a.cluster === b.cluster &&
    !isOneObject(a.application, b.application) &&
    NAMING.every(key => textAt(one.values, key) === textAt(other.values, key)) &&
    !(isDependency(one) && isDependency(other))
  );
}

/** Dependencies of a chart all bear its release's name; an alias tells two of one chart apart. */
const isDependency = ({ declaration }: HelmRelease): boolean =>
  /(?:^|\/)(?:Chart|requirements)\.yaml$/.test(declaration.origin.file.path);

/** A chart as its repository serves it. */
export const chartKey = ({ chart, repository }: HelmRelease): string =>
  `${withoutEndSlashes(repository?.text ?? '').toLowerCase()} ${chart.text}`;

/** Whether a version comes before another, as SemVer orders them. */
export function isOlder(a: string, b: string): boolean {
  const [one, other] = [parseVersion(a), parseVersion(b)];
  return one !== undefined && other !== undefined && compareVersions(one, other) < 0;
}
