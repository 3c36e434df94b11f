import { describe, expect, it } from 'vitest';
import { buildApp } from '../../src/loaders/app-build.ts';
import { modernised } from '../../src/rewrite/kustomization.ts';
import type { Fix } from '../../src/source/edit.ts';
import { toPlain } from '../../src/yaml/access.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

const PATCH = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n';
const FILES = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': `${PATCH}spec:\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.0\n`,
  'more/kustomization.yaml': 'resources: [service.yaml]\n',
  'more/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: {app: web}\n',
  'o/own.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: own\n',
  'o/patch.yaml': `${PATCH}spec:\n  replicas: 3\n  paused: true\n`,
  'o/json.yaml': '- op: replace\n  path: /spec/replicas\n  value: 7\n',
  'o/values.yaml': 'a: 1\n',
};

function fixOf(text: string, name: string): Fix | undefined {
  const value = parseYaml({ path: 'o/kustomization.yaml', text }).documents[0]?.value;
  if (value?.kind !== 'map') throw new Error('not a kustomization');
  return modernised(name, value);
}

function applied(text: string, { edits }: Fix): string {
  let result = text;
  for (const { at, text: put } of [...edits].sort((a, b) => b.at.start - a.at.start))
    result = result.slice(0, at.start) + put + result.slice(at.end);
  return result;
}

function built(kustomization: string) {
  const tree = memoryTree({ ...FILES, 'o/kustomization.yaml': kustomization });
  const { resources, problems, releases } = buildApp(openSources(tree), 'o');
  return {
    problems: problems.map(({ message }) => message),
    objects: resources.map(({ value }) => toPlain(value)),
    releases: releases.map(({ release }) => [
      release.chart.text,
      release.version?.text,
      release.repository?.text,
      release.name,
      toPlain(release.values),
    ]),
  };
}

interface Case {
  readonly title: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

const CASES: readonly Case[] = [
  {
    title: 'bases alone are renamed, comments and quotes stay',
    field: 'bases',
    before: '# all\nbases: # these\n- "../base" # first\n- ../more\n',
    after: '# all\nresources: # these\n- "../base" # first\n- ../more\n',
  },
  {
    title: 'bases in flow style are renamed',
    field: 'bases',
    before: 'bases: [../base, ../more]\n',
    after: 'resources: [../base, ../more]\n',
  },
  {
    title: 'bases below resources join them, indented as those are',
    field: 'bases',
    before: 'resources:\n  - own.yaml\nbases:\n# the app\n- ../base\n- ../more # and this\n',
    after: 'resources:\n  - own.yaml\n  # the app\n  - ../base\n  - ../more # and this\n',
  },
  {
    title: 'bases above resources join them at their end',
    field: 'bases',
    before: 'bases:\n    - ../base\n\nresources:\n- own.yaml\nnamespace: web\n',
    after: '\nresources:\n- own.yaml\n- ../base\nnamespace: web\n',
  },
  {
    title: 'a file without an end of line at its end keeps that',
    field: 'bases',
    before: 'bases:\n  - ../base\nresources:\n  - own.yaml',
    after: 'resources:\n  - own.yaml\n  - ../base',
  },
  {
    title: 'line ends of Windows stay',
    field: 'bases',
    before: 'resources:\r\n  - own.yaml\r\nbases:\r\n- ../base\r\nnamePrefix: x-\r\n',
    after: 'resources:\r\n  - own.yaml\r\n  - ../base\r\nnamePrefix: x-\r\n',
  },
  {
    title: 'imageTags become images',
    field: 'imageTags',
    before: 'resources: [../base]\nimageTags:\n  - name: nginx\n    newTag: "2"\n',
    after: 'resources: [../base]\nimages:\n  - name: nginx\n    newTag: "2"\n',
  },
  {
    title: 'patchesStrategicMerge become patches with a path',
    field: 'patchesStrategicMerge',
    before: 'resources: [../base]\npatchesStrategicMerge:\n  - "patch.yaml" # scale\n',
    after: 'resources: [../base]\npatches:\n  - path: "patch.yaml" # scale\n',
  },
  {
    title: 'inline ones become patches with their text, a step deeper',
    field: 'patchesStrategicMerge',
    before: `resources: [../base]\npatchesStrategicMerge:\n- |-\n  apiVersion: apps/v1\n  kind: Deployment\n  metadata:\n    name: web\n\n  spec:\n    replicas: 2\n- patch.yaml\nnamespace: web\n`,
    after: `resources: [../base]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata:\n      name: web\n\n    spec:\n      replicas: 2\n- path: patch.yaml\nnamespace: web\n`,
  },
  {
    title: 'they run before the patches that are there',
    field: 'patchesStrategicMerge',
    before:
      'resources: [../base]\npatches:\n  - path: json.yaml\n    target: {kind: Deployment}\npatchesStrategicMerge:\n- patch.yaml\n',
    after:
      'resources: [../base]\npatches:\n  - path: patch.yaml\n  - path: json.yaml\n    target: {kind: Deployment}\n',
  },
  {
    title: 'patchesJson6902 become patches where nothing runs between the two',
    field: 'patchesJson6902',
    before:
      'resources: [../base]\npatchesJson6902:\n  - target: {group: apps, version: v1, kind: Deployment, name: web}\n    path: json.yaml\n',
    after:
      'resources: [../base]\npatches:\n  - target: {group: apps, version: v1, kind: Deployment, name: web}\n    path: json.yaml\n',
  },
  {
    title: 'and run behind the patches that are there',
    field: 'patchesJson6902',
    before:
      'resources: [../base]\npatchesJson6902:\n- target:\n    kind: Deployment\n    name: web\n  patch: |-\n    - op: replace\n      path: /spec/replicas\n      value: 9\npatches:\n  - path: patch.yaml\nimages: []\n',
    after:
      'resources: [../base]\npatches:\n  - path: patch.yaml\n  - target:\n      kind: Deployment\n      name: web\n    patch: |-\n      - op: replace\n        path: /spec/replicas\n        value: 9\nimages: []\n',
  },
  {
    title: 'commonLabels become labels that reach selectors and templates',
    field: 'commonLabels',
    before:
      'resources: [../base, ../more]\ncommonLabels: # all of it\n  team: a # us\n  tier: "1"\n',
    after:
      'resources: [../base, ../more]\nlabels:\n  - pairs: # all of it\n      team: a # us\n      tier: "1"\n    includeSelectors: true\n',
  },
  {
    title: 'the same in flow style, without an end of line',
    field: 'commonLabels',
    before: 'resources: [../base, ../more]\ncommonLabels: {team: a}',
    after:
      'resources: [../base, ../more]\nlabels:\n  - pairs: {team: a}\n    includeSelectors: true',
  },
  {
    title: 'they run behind the labels that are there, and win',
    field: 'commonLabels',
    before:
      'commonLabels:\n    team: b\nresources: [../base, ../more]\nlabels:\n- pairs:\n    team: a\n    tier: one\n',
    after:
      'resources: [../base, ../more]\nlabels:\n- pairs:\n    team: a\n    tier: one\n- pairs:\n        team: b\n  includeSelectors: true\n',
  },
  {
    title: 'helmChartInflationGenerator becomes helmCharts',
    field: 'helmChartInflationGenerator',
    before:
      'helmChartInflationGenerator:\n  - chartName: web\n    chartVersion: 1.2.3\n    chartRepoUrl: https://charts.example.com\n    releaseName: web\n    values: values.yaml\n    valuesLocal: {b: 2}\n',
    after:
      'helmCharts:\n  - name: web\n    version: 1.2.3\n    repo: https://charts.example.com\n    releaseName: web\n    valuesFile: values.yaml\n    valuesInline: {b: 2}\n',
  },
];

describe('a deprecated field of a kustomization', () => {
  it.each(CASES)('$title', ({ field, before, after }) => {
    const fix = fixOf(before, field);
    expect(fix?.applicability).toBe('safe');
    const text = fix ? applied(before, fix) : '';
    expect(text).toBe(after);
    expect(built(text)).toEqual(built(before));
    expect(built(text).problems).toEqual([]);
    expect(fixOf(text, field)).toBeUndefined();
  });

  it.each([
    [
      'bases with an anchor that would move',
      'bases',
      'resources:\n- own.yaml\nbases:\n- &b ../base\n',
    ],
    ['resources in flow style', 'bases', 'resources: [own.yaml]\nbases:\n- ../base\n'],
    ['bases that are shared', 'bases', 'resources: &r\n- ../base\nbases: *r\n'],
    [
      'JSON patches that run after the namespace',
      'patchesJson6902',
      'namespace: web\npatchesJson6902:\n- target: {kind: Deployment}\n  path: json.yaml\n',
    ],
    [
      'a second field that would become the first one of its name',
      'patchesJson6902',
      'patchesStrategicMerge: [patch.yaml]\npatchesJson6902:\n- target: {kind: Deployment}\n  path: json.yaml\n',
    ],
    [
      'a block with an indentation of its own',
      'patchesStrategicMerge',
      'patchesStrategicMerge:\n- |2\n    a: b\n',
    ],
    [
      'labels for fields that are configured',
      'commonLabels',
      'configurations: [c.yaml]\ncommonLabels:\n  a: b\n',
    ],
    ['no labels', 'commonLabels', 'commonLabels: {}\n'],
    ['variables', 'vars', 'vars:\n- name: X\n'],
    [
      'a chart with a field that is dropped',
      'helmChartInflationGenerator',
      'helmChartInflationGenerator:\n- chartName: web\n  releaseNamespace: web\n',
    ],
  ])('%s: left to a person', (_, field, text) => expect(fixOf(text, field)).toBeUndefined());
});
