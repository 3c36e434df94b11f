import { describe, expect, it } from 'vitest';
import { chartFinder } from '../../../src/loaders/chart-finder.ts';
import { chartReleases, type Installer } from '../../../src/loaders/chart-releases.ts';
import { unknownOfRelease } from '../../../src/model/cluster/objects/doubts.ts';
import type { HelmRelease } from '../../../src/model/release.ts';
import { mapFrom, scalarFrom } from '../../../src/yaml/build.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const AT = { file: { path: 'application.yaml', text: '' }, start: 0, end: 0, document: 0 };

function rendered(template: string, installer: Installer = 'argocd') {
  const sources = openSources(
    memoryTree({
      'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'shop/templates/a.yaml': template,
      'shop/templates/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\n',
    }),
  );
  const release: HelmRelease = {
    chart: scalarFrom(AT, 'shop'),
    repository: undefined,
    version: undefined,
    name: 'shop',
    namespace: 'shop',
    values: mapFrom(AT, {}),
    valuesIncomplete: false,
    declaration: mapFrom(AT, {}),
    file: 'application.yaml',
  };
  const charts = chartReleases(sources, chartFinder(sources));
  const rendering = charts.render(release, installer, 'shop');
  const unknown = unknownOfRelease({ release, rendering });
  return {
    objects: rendering.objects.length,
    mayMake: [...((unknown?.kinds as ReadonlySet<string> | undefined) ?? [])],
    reason: unknown?.reason,
  };
}

const secret = (condition: string): string =>
  `{{- if ${condition} }}\napiVersion: v1\nkind: Secret\nmetadata: {name: shop-made}\n{{- end }}\n`;

describe('objects of templates that ask the cluster', () => {
  it('may be there where a lookup decides that they are not', () => {
    expect(rendered(secret('lookup "v1" "Secret" "shop" "seed"'))).toEqual({
      objects: 1,
      mayMake: ['Secret'],
      reason:
        'the pods of the chart `shop` may make it, or its templates where they ask the cluster',
    });
  });

  it('may be there where an API decides that nobody here knows', () => {
    expect(rendered(secret('.Capabilities.APIVersions.Has "example.io/v1"')).mayMake).toEqual([
      'Secret',
    ]);
  });

  it('are not there where an API decides that no cluster serves any more', () => {
    const outcome = rendered(secret('.Capabilities.APIVersions.Has "apps/v1alpha1"'));
    expect(outcome.mayMake).toEqual([]);
  });

  it('are not there where kustomize, which tells Helm nothing of the cluster, renders', () => {
    const template = secret('.Capabilities.APIVersions.Has "example.io/v1"');
    expect(rendered(template, 'kustomize').mayMake).toEqual([]);
  });

  it('are not doubted in other templates', () => {
    expect(rendered('{{ $_ := .Release.Name }}')).toMatchObject({ objects: 1, mayMake: [] });
  });
});
