import type { AppBuild } from '../model/app-build.ts';
import { basename, dirname } from '../source/tree.ts';
import { mapFrom } from '../yaml/build.ts';
import type { Sources } from '../yaml/sources.ts';
import { buildLocalChart } from './local-chart.ts';

/**
 * The charts of the repository that make Applications, ApplicationSets or AppProjects: whoever sets up
 * the cluster installs them with their own values.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 */
export function bootstrapCharts(sources: Sources): AppBuild[] {
  return sources.tree.files
    .filter(path => basename(path) === 'Chart.yaml' && !/(?:^|\/)(?:charts|templates)\//.test(path))
    .flatMap(path => {
      const directory = dirname(path);
      const at = { file: { path, text: '' }, start: 0, end: 0, document: 0 };
      const build = buildLocalChart(sources, directory, {
        name: basename(directory) || undefined,
        namespace: undefined,
        values: mapFrom(at, {}),
        incomplete: false,
      });
      return build?.resources.some(({ group }) => group === 'argoproj.io') ? [build] : [];
    });
}
