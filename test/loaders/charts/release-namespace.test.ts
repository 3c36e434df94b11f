import { describe, expect, it } from 'vitest';
import { chartFinder } from '../../../src/loaders/chart-finder.ts';
import { chartReleases } from '../../../src/loaders/chart-releases.ts';
import { buildKustomization } from '../../../src/loaders/kustomize/build.ts';
import { strayReleases } from '../../../src/model/cluster/delivery/release-namespaces.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const CHART = {
  'shop/charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'shop/charts/shop/templates/all.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: shop, namespace: "{{ .Release.Namespace }}"}
data: {host: "shop.{{ .Release.Namespace }}.svc"}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
  - {kind: ServiceAccount, name: default, namespace: "{{ .Release.Namespace }}"}
  - {kind: ServiceAccount, name: other, namespace: "{{ .Release.Namespace }}"}
`,
};

function strays(kustomization: string, kustomizeVersion: string) {
  const sources = openSources(memoryTree({ ...CHART, 'shop/kustomization.yaml': kustomization }));
  const charts = chartReleases(sources, chartFinder(sources));
  const build = buildKustomization(sources, 'shop', {
    kustomizeVersion,
    renderRelease: (release, chart) => charts.render(release, 'kustomize', chart),
  });
  return strayReleases(build).map(({ rendered, wanted, left, stale }) => ({
    rendered,
    wanted,
    left: left.length,
    stale: stale.map(({ path, value }) => `${path}: ${value.text}`),
  }));
}

const ENTRY = 'helmCharts: [{name: shop, releaseName: shop}]\n';

// As the binaries of both versions print it.
describe('the namespace that a chart of a kustomization is rendered for', () => {
  it('stays in texts that kustomize 5.7 does not move', () => {
    expect(strays(`namespace: shop\n${ENTRY}`, '5.7.1')).toEqual([
      {
        rendered: 'default',
        wanted: 'shop',
        left: 0,
        stale: ['subjects[1].namespace: default', 'data.host: shop.default.svc'],
      },
    ]);
  });

  it("is the kustomization's from 5.8 on", () => {
    expect(strays(`namespace: shop\n${ENTRY}`, '5.8.1')).toEqual([]);
  });

  it('is what the entry says', () => {
    const entry = 'helmCharts: [{name: shop, releaseName: shop, namespace: shop}]\n';
    expect(strays(`namespace: shop\n${entry}`, '5.7.1')).toEqual([]);
  });
});
