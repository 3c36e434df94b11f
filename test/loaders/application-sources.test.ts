import { describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../../src/config/load.ts';
import { loadCluster } from '../../src/loaders/repository.ts';
import { positionAt } from '../../src/source/text.ts';
import { get } from '../../src/yaml/access.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

const policy = makePolicy(undefined, 'inferred') as Policy;
const URL = 'https://example.com/cluster.git';

function load(sources: string, files: Record<string, string> = {}) {
  const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: default
${sources.replace(/^(?=.)/gm, '  ')}  destination: {server: https://kubernetes.default.svc, namespace: web}
`;
  return loadCluster(
    openSources(memoryTree({ 'app.yaml': application, ...files })),
    policy,
    () => {},
  );
}

const VALUES =
  'controllers:\n  web:\n    containers:\n      app:\n        image: {repository: example.com/web, tag: "1"}\n';
const CHART = `- repoURL: oci://ghcr.io/bjw-s-labs/helm\n  chart: app-template\n  targetRevision: 4.6.2\n`;
const deployment = (cluster: ReturnType<typeof load>) => cluster.resources.ofKind('Deployment')[0];
const image = (cluster: ReturnType<typeof load>) => {
  const value = get(
    deployment(cluster)?.value,
    'spec',
    'template',
    'spec',
    'containers',
    0,
    'image',
  );
  return value?.kind === 'scalar' ? value : undefined;
};

describe('Helm chart sources', () => {
  it("a values file of another source's repository, with its places", () => {
    const cluster = load(
      `sources:\n${CHART}  helm:\n    valueFiles: [$values/apps/web.yaml]\n- repoURL: ${URL}\n  ref: values\n- repoURL: ${URL}\n  path: extra\n`,
      {
        'apps/web.yaml': VALUES,
        'extra/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n',
      },
    );
    expect(deployment(cluster)?.name).toBe('web');
    expect(deployment(cluster)?.namespace).toBe('web');
    const origin = image(cluster)?.origin;
    expect(origin?.file.path).toBe('apps/web.yaml');
    expect(origin && positionAt(origin.file, origin.start).line).toBe(5);
    expect(cluster.resources.ofKind('ConfigMap')).toHaveLength(1);
  });

  it('values, over them valuesObject, over them parameters', () => {
    const inline = `source:\n  repoURL: oci://ghcr.io/bjw-s-labs/helm\n  chart: app-template\n  targetRevision: 4.6.2\n  helm:\n    values: |\n${VALUES.replace(/^(?=.)/gm, '      ')}    parameters:\n      - {name: controllers.web.containers.app.image.tag, value: "2"}\n`;
    expect(image(load(inline))?.text).toBe('example.com/web:2');
  });

  it.each([
    ['a number', '{name: replicas, value: "2"}', 2],
    ['a number that a zero begins: text', '{name: replicas, value: "02"}', '02'],
    ['true', '{name: replicas, value: "True"}', true],
    ['text where it is forced', '{name: replicas, value: "2", forceString: true}', '2'],
  ])('a parameter is what --set makes of it: %s', (_, parameter, expected) => {
    const cluster = load(
      `source:\n  repoURL: oci://ghcr.io/bjw-s-labs/helm\n  chart: app-template\n  targetRevision: 4.6.2\n  helm:\n    parameters:\n      - ${parameter}\n`,
    );
    const value = get(cluster.helmReleases[0]?.release.values, 'replicas');
    expect(value?.kind === 'scalar' && value.value).toBe(expected);
  });

  it('a values file that is not there is a finding, and the values are not the whole truth', () => {
    const cluster = load(
      `sources:\n${CHART}  helm:\n    valueFiles: [$values/apps/wep.yaml]\n- repoURL: ${URL}\n  ref: values\n- repoURL: ${URL}\n  path: extra\n`,
      { 'extra/a.yaml': 'a: 1\n' },
    );
    expect(cluster.problems.map(({ message }) => message)).toEqual([
      'the values file `$values/apps/wep.yaml` does not exist',
    ]);
    expect(cluster.helmReleases[0]?.release.valuesIncomplete).toBe(true);
  });
});

describe('directory sources', () => {
  const FILES = {
    'web/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
    'web/sub/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n',
  };
  const names = (options: string) =>
    load(`source:\n  repoURL: ${URL}\n  path: web\n${options}`, FILES)
      .resources.ofKind('ConfigMap')
      .map(({ name }) => name);
  it.each([
    ['the top level only', '', ['a']],
    ['recurse', '  directory: {recurse: true}\n', ['a', 'b']],
    ['include', '  directory: {recurse: true, include: "sub/*"}\n', ['b']],
    ['exclude', '  directory: {recurse: true, exclude: "*.yaml"}\n', []],
  ])('%s', (_, options, expected) => expect(names(options)).toEqual(expected));

  it('lookups see what overrides in the Application make, and only that', () => {
    const cluster = load(
      `source:\n  repoURL: ${URL}\n  path: web\n  kustomize: {namePrefix: x-}\n`,
      { ...FILES, 'web/kustomization.yaml': 'resources: [a.yaml]\n' },
    );
    const status = (name: string) =>
      cluster.resources.find({ group: '', kind: 'ConfigMap', namespace: 'web', name }).status;
    expect([status('x-a'), status('a')]).toEqual(['found', 'absent']);
  });
});

describe('kustomize overrides of a source', () => {
  const FILES = {
    'web/kustomization.yaml':
      'resources: [web.yaml]\nimages:\n  - {name: example.com/web, newTag: "1"}\n',
    'web/web.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n        - {name: web, image: "example.com/web:0"}\n',
  };
  const source = (kustomize: string) =>
    `source:\n  repoURL: ${URL}\n  path: web\n  kustomize:\n${kustomize.replace(/^(?=.)/gm, '    ')}`;

  it.each<[string, string, string]>([
    ['a tag', 'example.com/web:2', 'example.com/web:2'],
    ['another name', 'example.com/web=registry:5000/other:3', 'registry:5000/other:3'],
    [
      'a name with a port and no tag',
      'example.com/web=registry:5000/other',
      'registry:5000/other:0',
    ],
    ['a digest', 'example.com/web@sha256:abc', 'example.com/web@sha256:abc'],
  ])('images: %s', (_, image_, expected) => {
    const cluster = load(source(`images: ["${image_}"]\n`), FILES);
    expect(image(cluster)?.text).toBe(expected);
    expect(image(cluster)?.origin.file.path).toBe('app.yaml');
  });

  it('names, replicas, labels, patches', () => {
    const cluster = load(
      source(
        'namePrefix: a-\nnameSuffix: -b\nreplicas: [{name: web, count: 3}]\ncommonAnnotations: {x: "1"}\ncommonLabels: {y: "2"}\nlabelWithoutSelector: true\npatches:\n  - target: {kind: Deployment}\n    patch: |-\n      - {op: add, path: /spec/paused, value: true}\n',
      ),
      FILES,
    );
    const value = deployment(cluster)?.value;
    const at = (...path: string[]) => {
      const found = get(value, ...path);
      return found?.kind === 'scalar' ? found.value : found;
    };
    expect(deployment(cluster)?.name).toBe('a-web-b');
    expect(at('spec', 'replicas')).toBe(3);
    expect(at('spec', 'paused')).toBe(true);
    expect(at('metadata', 'annotations', 'x')).toBe('1');
    expect(at('metadata', 'labels', 'y')).toBe('2');
    expect(at('spec', 'selector', 'matchLabels', 'y')).toBeUndefined();
    expect(cluster.builds.flatMap(({ unknowable }) => unknowable)).toEqual([]);
  });

  it('what is not understood may change anything', () => {
    const cluster = load(source('newField: x\n'), FILES);
    expect(cluster.builds.flatMap(({ unknowable }) => unknowable)).toHaveLength(1);
  });

  it('.argocd-source files change all but where the source is, the one of the Application last', () => {
    const cluster = load(source('namePrefix: a-\n'), {
      ...FILES,
      'web/.argocd-source.yaml':
        'path: elsewhere\nkustomize: {images: ["example.com/web:8"], nameSuffix: -s}\n',
      'web/.argocd-source-web.yaml': 'kustomize: {images: ["example.com/web:9"]}\n',
      'web/.argocd-source-other.yaml': 'kustomize: {namePrefix: no-}\n',
    });
    expect(deployment(cluster)?.name).toBe('a-web-s');
    expect(image(cluster)?.text).toBe('example.com/web:9');
    expect(image(cluster)?.origin.file.path).toBe('web/.argocd-source-web.yaml');
  });
});

describe('what has no directory in this repository', () => {
  const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: web}\n';
  const files = {
    'bootstrap/kustomization.yaml': 'resources: [settings.yaml]\n',
    'bootstrap/settings.yaml': settings,
  };
  const find = (cluster: ReturnType<typeof load>, name: string) =>
    cluster.resources.find({ group: '', kind: 'ConfigMap', namespace: 'web', name }).status;

  it('a chart does not take in the kustomizations that are here', () => {
    const cluster = load(`sources:\n${CHART}`, files);
    expect(cluster.standalone.map(({ directory }) => directory)).toEqual(['bootstrap']);
    expect(cluster.applicationOf('bootstrap/settings.yaml')).toBeUndefined();
    expect(cluster.applicationOf('app.yaml')?.name.text).toBe('web');
  });

  it('what another repository deploys is not known', () => {
    const other = `sources:\n- repoURL: ${URL}\n  path: a\n- repoURL: ${URL}\n  path: b\n- repoURL: https://example.com/other.git\n  path: c\n`;
    const cluster = load(other, { ...files, 'a/a.yaml': settings, 'b/.gitkeep': '' });
    expect(find(cluster, 'settings')).toBe('found');
    expect(find(cluster, 'other')).toBe('unknowable');
  });
});
