import type { AppBuild } from '../model/app-build.ts';
import { mapFrom } from '../model/build.ts';
import type { Sources } from '../source/sources.ts';
import { basename, dirname } from '../source/tree.ts';
import { buildLocalChart } from './local-chart.ts';

const MAKES_APPLICATIONS = /^kind:\s*["']?(?:Application|ApplicationSet|AppProject)["']?\s*$/m;

/**
 * The charts of the repository whose templates make Argo CD's objects, each rendered with its own
 * values: what a person gets who installs it to bootstrap the cluster.
 */
export function bootstrapCharts(sources: Sources): () => readonly AppBuild[] {
  let known: readonly AppBuild[] | undefined;
  return () => {
    known ??= directoriesOf(sources).flatMap(directory => build(sources, directory) ?? []);
    return known;
  };
}

function directoriesOf({ tree, text }: Sources): string[] {
  const charts = tree.files
    .filter(path => basename(path) === 'Chart.yaml' && path.includes('/'))
    .map(dirname);
  const templates = tree.files.filter(path => /\/templates\/.*\.ya?ml$/.test(path));
  return charts.filter(
    directory =>
      !/(?:^|\/)charts\/[^/]+\/charts\//.test(`${directory}/`) &&
      templates.some(
        path =>
          path.startsWith(`${directory}/templates/`) &&
          MAKES_APPLICATIONS.test(text(path)?.text ?? ''),
      ),
  );
}

function build(sources: Sources, directory: string): AppBuild | undefined {
  const { documents, broken } = sources.parse(`${directory}/Chart.yaml`);
  const chart = documents[0]?.value;
  if (broken || chart?.kind !== 'map') return undefined;
  const nothing = mapFrom(chart.origin, {});
  const built = buildLocalChart(sources, directory, {
    name: basename(directory),
    namespace: undefined,
    values: nothing,
    layers: nothing,
    incomplete: false,
    declaration: chart.origin,
    kubeVersion: undefined,
    includeCrds: true,
  });
  // Nobody says with which values it is installed: what it can't be rendered without is no defect.
  return built && { ...built, problems: [] };
}
