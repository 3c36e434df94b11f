import { describe, expect, it } from 'vitest';
import { makePolicy } from '../../src/config/load.ts';
import { loadCluster } from '../../src/loaders/repository.ts';
import type { Repository } from '../../src/model/cluster/repository.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

function load(files: Readonly<Record<string, string>>, policyText = '{}'): Repository {
  const policy = makePolicy({ path: '.pitower-lint.yaml', text: policyText }, 'inferred');
  if (!('preset' in policy)) throw new Error(JSON.stringify(policy));
  return loadCluster(openSources(memoryTree(files)), policy, () => {});
}

const application = (name: string, path: string, destination: string, kind = ''): string => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://example.com/cluster.git, path: ${path}${kind}}
  destination: {${destination}, namespace: web}
`;

const OWN = 'server: https://kubernetes.default.svc';
const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n';
const list = (...resources: string[]) =>
  `kind: Kustomization\nresources: [${resources.join(', ')}]\n`;

const secret = (name: string, server: string) => `
apiVersion: v1
kind: Secret
metadata: {name: ${name}, labels: {argocd.argoproj.io/secret-type: cluster}}
stringData: {name: ${name}, server: "${server}"}
`;

const names = ({ clusters }: Repository): string[] => clusters.map(({ name }) => name);
const applicationsOf = ({ clusters }: Repository) =>
  Object.fromEntries(
    clusters.map(({ name, cluster }) => [name, cluster.applications.map(item => item.name.text)]),
  );

const two = (a: string, b: string) => ({
  'argocd/a.yaml': application('a', 'a', a),
  'argocd/b.yaml': application('b', 'b', b),
  'a/settings.yaml': settings,
  'b/settings.yaml': settings,
});

describe('how many clusters there are', () => {
  it.each([
    ['in-cluster and its address', OWN, 'name: in-cluster', []],
    ['an address with and without a slash', OWN, 'server: https://kubernetes.default.svc/', []],
    ['one external address', 'server: https://a:6443', 'server: https://a:6443/', []],
    ['a name that may be that of in-cluster', OWN, 'name: home', []],
    ['a name and an address that may be one', 'server: https://a:6443', 'name: home', []],
    ['a name to be filled in', OWN, "name: '${CLUSTER}'", []],
    ['in-cluster and an address', OWN, 'server: https://a:6443', ['https://a:6443', 'in-cluster']],
    ['two names', 'name: a', 'name: b', ['a', 'b']],
  ])('%s', (_, a, b, expected) => {
    expect(names(load(two(a, b)))).toEqual(expected);
  });

  it('what only holds Applications is none', () => {
    const repository = load({
      'root.yaml': application('root', 'argocd', OWN),
      ...two('server: https://a:6443', 'server: https://a:6443'),
    });
    expect(names(repository)).toEqual([]);
    expect(repository.applications).toHaveLength(3);
  });

  it('a Secret joins name and address', () => {
    const files = two('server: https://a:6443', 'name: spoke');
    expect(names(load({ ...files, 's.yaml': secret('spoke', 'https://a:6443') }))).toEqual([]);
    expect(names(load({ ...files, 's.yaml': secret('spoke', 'https://b:6443') }))).toEqual([
      'https://a:6443',
      'spoke',
    ]);
  });

  it('so does the template of an ExternalSecret, and the policy', () => {
    const files = two('server: https://a:6443', 'name: spoke');
    const external = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: spoke}
spec:
  target:
    template:
      metadata: {labels: {argocd.argoproj.io/secret-type: cluster}}
      data: {name: spoke, server: "https://a:6443", config: "{{ .config }}"}
`;
    expect(names(load({ ...files, 's.yaml': external }))).toEqual([]);
    const policy = 'applicationSets: {clusters: [{name: spoke, server: "https://a:6443"}]}';
    expect(names(load(files, policy))).toEqual([]);
  });

  it('a Secret renames the cluster that Argo CD runs in', () => {
    const files = { 's.yaml': secret('hub', 'https://kubernetes.default.svc') };
    expect(names(load({ ...two(OWN, 'name: hub'), ...files }))).toEqual([]);
    expect(names(load({ ...two('name: in-cluster', 'name: spoke'), ...files }))).toEqual([
      'hub',
      'spoke',
    ]);
  });
});

describe('several Argo CDs', () => {
  const patched = (environment: string) => `kind: Kustomization
resources: [../base]
patches:
  - target: {kind: Application, name: web}
    patch: '[{op: replace, path: /spec/source/path, value: web/${environment}}]'
`;
  const overlays = {
    'argocd/base/kustomization.yaml': list('web.yaml', 'same.yaml'),
    'argocd/base/web.yaml': application('web', 'web/base', OWN),
    'argocd/base/same.yaml': application('same', 'same', OWN),
    'argocd/dev/kustomization.yaml': patched('dev'),
    'argocd/prod/kustomization.yaml': patched('prod'),
    'web/dev/settings.yaml': settings,
    'web/prod/settings.yaml': settings,
    'same/settings.yaml': settings,
  };

  it('overlays of Applications are one each', () => {
    expect(applicationsOf(load(overlays))).toEqual({ dev: ['same', 'web'], prod: ['same', 'web'] });
  });

  it('so are roots that deploy one overlay each, in files of their own', () => {
    const repository = load({
      ...overlays,
      'roots/root-dev.yaml': application('root', 'argocd/dev', OWN),
      'roots/root-prod.yaml': application('root', 'argocd/prod', OWN),
    });
    expect(applicationsOf(repository)).toEqual({
      dev: ['same', 'web', 'root'].sort(),
      prod: ['same', 'web', 'root'].sort(),
    });
  });

  it('so are roots in folders of one layout, even where they share little', () => {
    const root = (name: string, folder: string) => application(name, `${folder}/apps`, OWN);
    const apps = (folder: string, ...own: string[]) =>
      Object.fromEntries(
        ['dns', ...own].flatMap(name => [
          [`${folder}/apps/${name}.yaml`, application(name, `${folder}/${name}`, OWN)],
          [`${folder}/${name}/settings.yaml`, settings],
        ]),
      );
    const shared = ['prod', 'foundry'].map(folder =>
      apps(folder, ...Array.from({ length: 9 }, (_, i) => `${folder}-${i}`)),
    );
    const repository = load({
      'prod/start/root.yaml': root('root', 'prod'),
      'foundry/start/root.yaml': root('root-foundry', 'foundry'),
      ...shared[0],
      ...shared[1],
    });
    expect(names(repository)).toEqual(['foundry', 'prod']);
  });

  it('not what one set makes for several directories', () => {
    const set = `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: roots, namespace: argocd}
spec:
  goTemplate: true
  generators:
    - list: {elements: [{env: dev}, {env: prod}]}
  template:
    metadata: {name: 'root-{{ .env }}'}
    spec:
      project: default
      source: {repoURL: https://example.com/cluster.git, path: 'argocd/{{ .env }}'}
      destination: {server: https://kubernetes.default.svc, namespace: argocd}
`;
    expect(names(load({ ...overlays, 'set.yaml': set }))).toEqual([]);
  });

  it('not what is there first, and then another Application replaces', () => {
    const repository = load({
      ...two(OWN, OWN),
      'bootstrap/kustomization.yaml': list('argocd.yaml'),
      'bootstrap/argocd.yaml': application('argocd', 'system', OWN),
      'root.yaml': application('root', 'argocd', OWN),
      'argocd/argocd.yaml': application('argocd', 'system/full', OWN),
      'system/settings.yaml': settings,
      'system/full/settings.yaml': settings,
    });
    expect(names(repository)).toEqual([]);
  });

  it('not one Application that is there again elsewhere, as when it moved', () => {
    const files = (second: string) => ({
      'apps/web/application.yaml': application('web', 'apps/web', OWN),
      'apps/web/settings.yaml': settings,
      [`${second}/application.yaml`]: application('web', second, OWN),
      [`${second}/settings.yaml`]: settings,
    });
    expect(names(load(files('gitops/apps/web')))).toEqual([]);
    // Side by side they may well be of two environments.
    expect(names(load(files('prod/web')))).toEqual(['apps', 'prod']);
  });

  it('a hub gives each spoke Applications of its own', () => {
    const repository = load({
      'hub/root-a.yaml': application('root-a', 'spokes/a', 'name: a'),
      'hub/root-b.yaml': application('root-b', 'spokes/b', 'name: b'),
      'spokes/a/web.yaml': application('web', 'web/a', OWN),
      'spokes/b/web.yaml': application('web', 'web/b', OWN),
      'web/a/settings.yaml': settings,
      'web/b/settings.yaml': settings,
    });
    expect(applicationsOf(repository)).toEqual({
      a: ['root-a', 'web'],
      b: ['root-b', 'web'],
    });
  });
});

describe('what is applied by hand', () => {
  const files = {
    'clusters/east/argocd/a.yaml': application('a', 'clusters/east/a', 'name: east'),
    'clusters/west/argocd/b.yaml': application('b', 'clusters/west/b', 'name: west'),
    'clusters/east/a/settings.yaml': settings,
    'clusters/west/b/settings.yaml': settings,
    'clusters/east/first/kustomization.yaml': list('settings.yaml'),
    'clusters/east/first/settings.yaml': settings,
    'first/kustomization.yaml': list('settings.yaml'),
    'first/settings.yaml': settings,
  };
  const first = (repository: Repository) =>
    Object.fromEntries(
      repository.clusters.map(({ name, cluster }) => [
        name,
        cluster.standalone.map(({ directory }) => directory),
      ]),
    );

  it('belongs to the cluster of its folder, else to all', () => {
    expect(first(load(files))).toEqual({ east: ['clusters/east/first', 'first'], west: ['first'] });
  });

  it('belongs to the cluster that the policy says', () => {
    const policy =
      'applicationSets: {clusters: [{name: west, server: "https://w", files: [/first/]}]}';
    expect(first(load(files, policy))).toEqual({
      east: ['clusters/east/first'],
      west: ['first'],
    });
  });
});
