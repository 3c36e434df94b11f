import { describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../../src/config/load.ts';
import { loadCluster } from '../../src/loaders/repository.ts';
import { get } from '../../src/model/access.ts';
import { openSources } from '../../src/source/sources.ts';
import { positionAt } from '../../src/source/text.ts';
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

  it('a values file that is not there is a finding, and the values are not the whole truth', () => {
    const cluster = load(
      `sources:\n${CHART}  helm:\n    valueFiles: [$values/apps/wep.yaml]\n- repoURL: ${URL}\n  ref: values\n- repoURL: ${URL}\n  path: extra\n`,
      { 'extra/a.yaml': 'a: 1\n' },
    );
    expect(cluster.problems.map(({ message }) => message)).toEqual([
      'the values file "$values/apps/wep.yaml" does not exist',
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

  it('overrides in the Application make lookups unknowable', () => {
    const cluster = load(
      `source:\n  repoURL: ${URL}\n  path: web\n  kustomize: {namePrefix: x-}\n`,
      { ...FILES, 'web/kustomization.yaml': 'resources: [a.yaml]\n' },
    );
    expect(
      cluster.resources.find({ group: '', kind: 'ConfigMap', namespace: 'web', name: 'x-a' })
        .status,
    ).toBe('unknowable');
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
