import type { HelmRelease, Rendering } from '../model/release.ts';
import { booleanAt, textAt, textsAt } from '../yaml/access.ts';
import type { Sources } from '../yaml/sources.ts';
import type { ChartFinder } from './chart-finder.ts';
import { renderRelease } from './charts/index.ts';
import { releaseNames, releaseNamespaces } from './charts/shared/release-names.ts';
import { kindsWrittenIn, laterKinds } from './later-kinds.ts';
import {
  type ChartInstallation,
  type RenderedChart,
  renderDirectory,
  renderLoaded,
  renderProblem,
} from './rendered-chart.ts';

/** Who has Helm render a release. */
export type Installer = 'argocd' | 'kustomize';

/** What releases become, by the charts that are at hand, and by models where none is. */
export interface ChartReleases {
  readonly finder: ChartFinder;
  /** The Helm that renders. */
  readonly helmVersion: string | undefined;
  /** @param directory the chart in the repository, where it has one */
  render(release: HelmRelease, installer: Installer, directory?: string): Rendering;
}

/**
 * Asks in this order: the repository, the chart store, what a user added, the models.
 *
 * @param helmVersion the Helm that renders
 */
export function chartReleases(
  sources: Sources,
  finder: ChartFinder,
  helmVersion?: string,
): ChartReleases {
  const ofRepository = (release: NamedRelease, how: ChartInstallation, directory: string) => {
    const rendered = renderDirectory(sources, directory, how, finder);
    const rendering = rendered && toRendering(sources, release, rendered);
    return rendering && { ...rendering, by: 'repository' as const };
  };
  const ofStore = (release: NamedRelease, how: ChartInstallation) => {
    const { chart, repository, version } = release;
    if (!repository || !version) return undefined;
    const found = finder.find({
      name: chart.text,
      repository: repository.text,
      version: version.text,
    });
    const rendered = found && renderLoaded(sources, found.chart, how);
    const rendering = rendered && toRendering(sources, release, rendered);
    return rendering && { ...rendering, by: found.from };
  };
  return {
    finder,
    helmVersion,
    render(release, installer, directory) {
      if (!isNamed(release)) return renderRelease(release);
      const how = { ...installationOf(release, installer), helmVersion };
      const own = directory === undefined ? undefined : ofRepository(release, how, directory);
      return own ?? ofStore(release, how) ?? renderRelease(release);
    },
  };
}

type NamedRelease = HelmRelease & { readonly name: string };

/** Without all of its values, or its name, nobody knows what a chart makes. */
const isNamed = (release: HelmRelease): release is NamedRelease =>
  release.name !== undefined && !release.valuesIncomplete;

function installationOf(
  { name, namespace, values, layers, declaration }: NamedRelease,
  installer: Installer,
): ChartInstallation {
  const common = { name, namespace, values: layers ?? values, declaration: declaration.origin };
  if (installer === 'kustomize') {
    return {
      ...common,
      kubeVersion: textAt(declaration, 'kubeVersion'),
      apiVersions: textsAt(declaration, 'apiVersions'),
      knowsCluster: false,
      includeCrds: booleanAt(declaration, 'includeCRDs') === true,
      skipHooks: booleanAt(declaration, 'skipHooks') === true,
    };
  }
  return {
    ...common,
    kubeVersion: textAt(declaration, 'helm', 'kubeVersion'),
    apiVersions: textsAt(declaration, 'helm', 'apiVersions'),
    knowsCluster: true,
    includeCrds: booleanAt(declaration, 'helm', 'skipCrds') !== true,
    skipSchemas: booleanAt(declaration, 'helm', 'skipSchemaValidation') === true,
  };
}

/** Undefined where it can't be told what Helm would do. */
function toRendering(
  sources: Sources,
  release: NamedRelease,
  rendered: RenderedChart,
): Rendering | undefined {
  const { objects, failure, missing, asked, asking = [] } = rendered;
  const { check, leftOut, definitions, refused = [] } = rendered;
  if (missing.size > 0) return undefined;
  const problem = renderProblem(sources, rendered, release.chart.origin);
  if (problem) return { objects: [], complete: new Set(), problems: [problem] };
  // What a cluster serves that is not known here may be what the template asked for.
  if (failure) return undefined;
  const mayName = releaseNames(release);
  const namespaces = releaseNamespaces(release);
  return {
    objects,
    complete: 'all',
    later: laterKinds(objects, asked),
    inCluster: kindsWrittenIn(asking),
    check,
    leftOut,
    definitions,
    problems: refused,
    strict: true,
    ...(mayName && { mayName }),
    ...(namespaces && { namespaces }),
  };
}
