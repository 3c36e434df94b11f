/**
 * The fields of the old `helmChartInflationGenerator` that kustomize takes over, with their names in
 * `helmCharts`; any other it drops without a word.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/types/helmchartargs.go
 */
export const OLD_CHART_FIELDS: Readonly<Record<string, string>> = {
  chartName: 'name',
  chartVersion: 'version',
  chartRepoUrl: 'repo',
  values: 'valuesFile',
  valuesLocal: 'valuesInline',
  valuesMerge: 'valuesMerge',
  releaseName: 'releaseName',
};
