import type { AppBuild } from '../model/app-build.ts';
import { isArgoCd } from '../model/resource.ts';
import { upTo } from '../source/argo-paths.ts';
import type { Problem } from '../source/problem.ts';
import { basename, dirname, joinPath } from '../source/tree.ts';
import { asMap } from '../yaml/access.ts';
import { mapFrom } from '../yaml/build.ts';
import type { LocatedMap } from '../yaml/located.ts';
import { layValues } from '../yaml/merge.ts';
import type { Sources } from '../yaml/sources.ts';
import type { ChartReleases } from './chart-releases.ts';
import { buildLocalChart } from './local-chart.ts';
import { decryptable } from './sops.ts';

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
      const install = (values: LocatedMap) =>
        buildLocalChart(sources, charts, directory, {
          name: basename(directory) || undefined,
          namespace: undefined,
          values,
          layers: values,
          incomplete: false,
          declaration: at,
          kubeVersion: undefined,
          includeCrds: true,
        });
      const makes = (build: AppBuild | undefined) => build?.resources.some(isArgoCd) === true;
      const nothing = mapFrom(at, {});
      const alone = install(nothing);
      // With what lies beside it, where it can't be rendered without.
      const beside = makes(alone) ? undefined : valuesBeside(sources, directory);
      const build = beside ? install(beside) : alone;
      // Nobody says with which values it is installed: what it can't be rendered without is no defect.
      if (build && makes(build)) return [{ ...build, problems: [] }];
      // Where there are no others in the repository, its own are to do, but for what is given by hand.
      const isOnlyOne = otherValues(sources, directory).length === 0 && !beside;
      const problems = isOnlyOne ? (alone?.problems.filter(isOfMissing) ?? []) : [];
      return alone && problems.length > 0 ? [{ ...alone, problems }] : [];
    });
}

/** A value that is asked for something below it, and is not there: others would be told of by `required`. */
const isOfMissing = ({ rule, message }: Problem): boolean =>
  rule === 'helm/render' && message.includes('nil pointer evaluating');

/** A file or two beside the chart's own values are for its first start; more are one an environment. */
const FEW = 2;

/**
 * Whether many values files lie beside it: it is installed once for each environment, and its own
 * values make none of them.
 */
const isOneOfMany = (sources: Sources, directory: string): boolean =>
  otherValues(sources, directory).length > FEW;

/** The values files beside a chart's own: `values-prod.yaml`, `secret.values.yaml`. */
const otherValues = ({ tree }: Sources, directory: string): string[] =>
  tree.list(directory).filter(name => /^values[-_.].*\.ya?ml$|[-_.]values\.ya?ml$/.test(name));

/** What they say together, over those that lie above for all charts; undefined where there are none. */
function valuesBeside(sources: Sources, directory: string): LocatedMap | undefined {
  const files = upTo(directory, '')
    .reverse()
    .flatMap(folder => {
      const names = otherValues(sources, folder).slice(0, FEW);
      return names.flatMap(name => joinPath(folder, name) ?? []);
    });
  const values = files.flatMap(path => {
    const value = asMap(sources.parse(path).documents[0]?.value);
    return (value && decryptable(value)) ?? [];
  });
  return values.length > 0 ? values.reduce(layValues) : undefined;
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
