import type { AppBuild } from '../model/app-build.ts';
import { isArgoCd } from '../model/resource.ts';
import { basename, dirname } from '../source/tree.ts';
import { mapFrom } from '../yaml/build.ts';
import type { Sources } from '../yaml/sources.ts';
import type { ChartReleases } from './chart-releases.ts';
import { buildLocalChart } from './local-chart.ts';

/**
 * The charts of the repository that make Applications, ApplicationSets or AppProjects: whoever sets up
 * the cluster installs them with their own values.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 */
export function bootstrapCharts(sources: Sources, charts: ChartReleases): AppBuild[] {
  return sources.tree.files
    .filter(path => basename(path) === 'Chart.yaml' && !/(?:^|\/)(?:charts|templates)\//.test(path))
    .flatMap(path => {
      const directory = dirname(path);
      if (isOneOfMany(sources, directory) || !mayMakeApplications(sources, directory)) return [];
      const at = { file: { path, text: '' }, start: 0, end: 0, document: 0 };
      const nothing = mapFrom(at, {});
      const build = buildLocalChart(sources, charts, directory, {
        name: basename(directory) || undefined,
        namespace: undefined,
        values: nothing,
        layers: nothing,
        incomplete: false,
        declaration: at,
        kubeVersion: undefined,
        includeCrds: true,
      });
      // Nobody says with which values it is installed: what it can't be rendered without is no defect.
      return build?.resources.some(isArgoCd) ? [{ ...build, problems: [] }] : [];
    });
}

/** A file or two beside the chart's own values are for its first start; more are one an environment. */
const FEW = 2;

/**
 * Whether many values files lie beside it: it is installed once for each environment, and its own
 * values make none of them.
 */
function isOneOfMany({ tree }: Sources, directory: string): boolean {
  const others = tree
    .list(directory)
    .filter(name => /^values[-_.].*\.ya?ml$|[-_.]values\.ya?ml$/.test(name));
  return others.length > FEW;
}

/** Whether it is worth rendering: a template names Argo CD's API, or a chart of Argo CD's makes them. */
function mayMakeApplications({ tree, text }: Sources, directory: string): boolean {
  const prefix = directory === '' ? '' : `${directory}/`;
  const names = [
    `${prefix}Chart.yaml`,
    ...tree.files.filter(
      path =>
        /\.(?:ya?ml|tpl)$/.test(path) &&
        (path.startsWith(`${prefix}templates/`) || path.startsWith(`${prefix}charts/`)),
    ),
  ];
  return names.some(path => /argo/.test(text(path)?.text ?? ''));
}
