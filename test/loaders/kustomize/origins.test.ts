import { describe, expect, it } from 'vitest';
import { buildApp } from '../../../src/loaders/app-build.ts';
import type { AppBuild } from '../../../src/model/app-build.ts';
import { positionAt, textOf } from '../../../src/source/text.ts';
import { get } from '../../../src/yaml/access.ts';
import { type PathSegment, placeOf } from '../../../src/yaml/located.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { memoryTree } from '../../support/memory-tree.ts';

// Every leaf of a result points at the text that somebody has to edit to change it.

const FILES = {
  'base/kustomization.yaml': 'resources: [dep.yaml, cm.yaml]\nnamespace: base-ns\n',
  'base/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata:\n  k: v\n',
  'base/dep.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: app
          image: nginx:1.0
          env:
            - {name: A, value: a}
`,
  'overlay/kustomization.yaml': `resources: [../base]
namespace: tgt
namePrefix: p-
labels:
  - pairs: {team: home}
images:
  - {name: nginx, newTag: "2.0"}
replicas:
  - {name: web, count: 3}
patches:
  - path: patch.yaml
  - target: {kind: ConfigMap}
    patch: |-
      - op: replace
        path: /data/k
        value: patched
  - patch: |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data:
        # a comment
        inline: "here"
configMapGenerator:
  - name: generated
    literals: [key=from-literal]
    files: [page.html]
    envs: [one.env]
`,
  'overlay/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: app
          env:
            - {name: B, value: b}
`,
  'overlay/page.html': '<p>hello</p>\n',
  'overlay/one.env': '# first\nENV_KEY=env value\n',
};

const overlay = (): AppBuild => buildApp(openSources(memoryTree(FILES)), 'overlay');

/** The source text, file and line that a field of the object of a kind points at. */
function origin(kind: string, name: string, ...path: PathSegment[]) {
  const resource = overlay().resources.find(one => one.kind === kind && one.name.startsWith(name));
  const value = get(resource?.value, ...path);
  if (!value) throw new Error(`no ${kind} ${name} ${path.join('.')}`);
  const place = placeOf(value);
  return [place.file.path, positionAt(place.file, place.start).line, textOf(place)];
}

const CONTAINER = ['spec', 'template', 'spec', 'containers', 0] as const;

describe('a leaf points at', () => {
  it('the manifest where nobody changed it', () => {
    expect(origin('Deployment', 'p-web', ...CONTAINER, 'name')).toEqual([
      'base/dep.yaml',
      9,
      'app',
    ]);
    expect(origin('Deployment', 'p-web', 'apiVersion')).toEqual(['base/dep.yaml', 1, 'apps/v1']);
    expect(origin('Deployment', 'p-web', ...CONTAINER, 'env', 1, 'value')).toEqual([
      'base/dep.yaml',
      12,
      'a',
    ]);
  });

  it('the last namespace', () => {
    const expected = ['overlay/kustomization.yaml', 2, 'tgt'];
    expect(origin('Deployment', 'p-web', 'metadata', 'namespace')).toEqual(expected);
  });

  it('the name in the manifest where a prefix was added', () => {
    expect(origin('Deployment', 'p-web', 'metadata', 'name')).toEqual(['base/dep.yaml', 3, 'web']);
  });

  it('labels, images and replicas in the kustomization', () => {
    const file = 'overlay/kustomization.yaml';
    expect(origin('Deployment', 'p-web', 'metadata', 'labels', 'team')).toEqual([file, 5, 'home']);
    expect(origin('Deployment', 'p-web', ...CONTAINER, 'image')).toEqual([file, 7, '"2.0"']);
    expect(origin('Deployment', 'p-web', 'spec', 'replicas')).toEqual([file, 9, '3']);
  });

  it('a patch file', () => {
    expect(origin('Deployment', 'p-web', ...CONTAINER, 'env', 0, 'value')).toEqual([
      'overlay/patch.yaml',
      10,
      'b',
    ]);
  });

  it('an inline patch, at its exact characters', () => {
    const file = 'overlay/kustomization.yaml';
    expect(origin('ConfigMap', 'p-settings', 'data', 'k')).toEqual([file, 16, 'patched']);
    expect(origin('ConfigMap', 'p-settings', 'data', 'inline')).toEqual([file, 23, '"here"']);
  });

  it('the inputs of a generator', () => {
    expect(origin('ConfigMap', 'p-generated', 'data', 'key')).toEqual([
      'overlay/kustomization.yaml',
      26,
      'from-literal',
    ]);
    expect(origin('ConfigMap', 'p-generated', 'data', 'ENV_KEY')).toEqual([
      'overlay/one.env',
      2,
      'env value',
    ]);
    expect(origin('ConfigMap', 'p-generated', 'data', 'page.html')).toEqual([
      'overlay/page.html',
      1,
      '<p>hello</p>\n',
    ]);
  });

  it('files name the chain from the manifest to the root', () => {
    const web = overlay().resources.find(({ kind }) => kind === 'Deployment');
    expect(web?.files).toEqual([
      'base/dep.yaml',
      'base/kustomization.yaml',
      'overlay/kustomization.yaml',
    ]);
  });
});

describe('paths', () => {
  const problemsOf = (kustomization: string, files: Readonly<Record<string, string>> = {}) => {
    const tree = memoryTree({ 'o/kustomization.yaml': kustomization, ...files });
    const { problems, resources } = buildApp(openSources(tree), 'o');
    return {
      problems: problems.map(({ rule, message, help, at }) => [rule, message, help, textOf(at)]),
      names: resources.map(({ name }) => name),
    };
  };
  const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: here}\n';

  it('a missing file names its nearest neighbour and does not hide the rest', () => {
    expect(
      problemsOf('resources: [settigns.yaml, here.yaml]', {
        'o/settings.yaml': manifest,
        'o/here.yaml': manifest,
      }),
    ).toEqual({
      problems: [
        [
          'kustomize/missing-file',
          '`settigns.yaml` does not exist',
          'Did you mean `settings.yaml`?',
          'settigns.yaml',
        ],
      ],
      names: ['here'],
    });
  });

  it('two list items that YAML folded into one', () => {
    const { problems } = problemsOf('resources:\n- a.yaml\n  - b.yaml\n', { 'o/a.yaml': manifest });
    expect(problems).toEqual([
      [
        'kustomize/folded-item',
        'the item is `a.yaml - b.yaml`: YAML folded the next line into this item',
        'indent both items alike, each with a `- ` of its own',
        'a.yaml\n  - b.yaml',
      ],
    ]);
  });

  it('a comment without a blank before it', () => {
    const { problems } = problemsOf('resources:\n- a.yaml# note\n', { 'o/a.yaml': manifest });
    expect(problems[0]?.slice(0, 2)).toEqual([
      'kustomize/folded-item',
      'the item is `a.yaml# note`: what follows `#` is not a comment without a space before it',
    ]);
  });

  it('remote bases are unknowable, not missing', () => {
    const kustomization =
      'resources: ["https://github.com/a/b//c?ref=v1", "github.com/a/b", "git@github.com:a/b"]';
    const built = buildApp(openSources(memoryTree({ 'o/kustomization.yaml': kustomization })), 'o');
    expect(built.problems).toEqual([]);
    expect(built.references.map(({ target }) => target)).toEqual(['remote', 'remote', 'remote']);
    expect(built.unknowable).toHaveLength(3);
  });

  it('a file that cannot be parsed is said once, by whoever parses it', () => {
    const files = { 'o/kustomization.yaml': 'resources: [x.yaml]', 'o/x.yaml': 'a: [1\n' };
    const sources = openSources(memoryTree(files));
    const built = buildApp(sources, 'o');
    expect(built.problems).toEqual([]);
    expect(built.unknowable.map(({ reason }) => reason)).toEqual(["`o/x.yaml` can't be parsed"]);
    expect(sources.problems()).toHaveLength(1);
  });
});

describe('charts', () => {
  const kustomization = `helmCharts:
  - {name: c, repo: "https://charts.example.com", releaseName: r, valuesFile: missing.yaml}
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: r}
      spec: {paused: true}
`;
  const sources = () => openSources(memoryTree({ 'o/kustomization.yaml': kustomization }));

  it('a missing values file makes the values incomplete', () => {
    const { releases, problems } = buildApp(sources(), 'o');
    expect(releases[0]?.release.valuesIncomplete).toBe(true);
    expect(problems.map(({ rule }) => rule)).toEqual(['kustomize/missing-file']);
  });

  it('a patch for an object that the chart may make is unknowable', () => {
    const text = kustomization.replace(', valuesFile: missing.yaml', '');
    const tree = memoryTree({ 'o/kustomization.yaml': text });
    const built = buildApp(openSources(tree), 'o');
    expect(built.problems).toEqual([]);
    expect(built.unknowable.map(({ kinds }) => [...(kinds ?? [])])).toEqual([['Deployment']]);
  });

  it('but missing where the chart is known to make no such kind', () => {
    const text = kustomization.replace(', valuesFile: missing.yaml', '');
    const tree = memoryTree({ 'o/kustomization.yaml': text });
    const complete = new Set(['Deployment']);
    const renderRelease = () => ({ objects: [], complete, problems: [] });
    const { problems } = buildApp(openSources(tree), 'o', { renderRelease });
    expect(problems.map(({ message }) => message)).toEqual([
      'nothing to patch: there is no Deployment `r`',
    ]);
  });
});
