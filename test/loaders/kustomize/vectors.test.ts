import { describe, expect, it } from 'vitest';
import { type BuildOptions, buildApp } from '../../../src/loaders/app-build.ts';
import { buildKustomization } from '../../../src/loaders/kustomize/build.ts';
import type { AppBuild } from '../../../src/model/app-build.ts';
import type { HelmRelease } from '../../../src/model/release.ts';
import { get, type Plain, textAt, toPlain } from '../../../src/yaml/access.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { type MemoryTreeOptions, memoryTree } from '../../support/memory-tree.ts';
import { wordsOf } from '../../support/words.ts';

// What the real kustomize does with small inputs, as observed by running it. Unless a case says
// otherwise, the kustomization is o/kustomization.yaml beside a ConfigMap a (x.yaml), a ConfigMap b
// (y.yaml) and a Deployment web (dep.yaml).

const manifest = (kind: string, name: string, more = '', apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;
const configMap = (name: string, more = '') => manifest('ConfigMap', name, more);
const FILES = {
  'o/x.yaml': configMap('a'),
  'o/y.yaml': configMap('b'),
  'o/dep.yaml': manifest(
    'Deployment',
    'web',
    'spec: {template: {spec: {containers: [{name: web, image: "nginx:1.0"}]}}}\n',
    'apps/v1',
  ),
};

interface Case {
  readonly id: string;
  readonly title: string;
  readonly kustomization?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly tree?: MemoryTreeOptions;
  readonly options?: BuildOptions;
  /** `kind name` of the result, in order. */
  readonly objects?: readonly string[];
  /** The messages of the problems. */
  readonly problems?: readonly RegExp[];
  readonly check?: (build: AppBuild) => void;
}

function build({ kustomization, files = {}, tree, options }: Omit<Case, 'id' | 'title'>): AppBuild {
  const own = kustomization === undefined ? {} : { 'o/kustomization.yaml': kustomization };
  const sources = openSources(memoryTree({ ...FILES, ...own, ...files }, tree));
  return buildKustomization(sources, 'o', options);
}

const plainOf = (built: AppBuild, index = 0): Plain => {
  const resource = built.resources[index];
  return resource ? toPlain(resource.value) : null;
};
const at = (built: AppBuild, path: readonly (string | number)[], index = 0): unknown => {
  const value = get(built.resources[index]?.value, ...path);
  return value && toPlain(value);
};

const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'];
const image = (expected: string) => (built: AppBuild) => expect(at(built, IMAGE)).toBe(expected);
const patchFor = (name: string, more = '') =>
  `patches:\n- ${more}patch: |-\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: ${name}}\n    data: {k: v}\n`;
const jsonPatch = (op: string) =>
  `resources: [x.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: '[${op}]'\n`;
const releaseOf = (built: AppBuild): HelmRelease | undefined => built.releases[0]?.release;
const chartObject = (namespace: string) => {
  const { documents } = parseYaml({
    path: 'chart.yaml',
    text: configMap('from-chart', `  namespace: ${namespace}\n`),
  });
  const value = documents[0]?.value;
  return value?.kind === 'map' ? [{ value, partial: false }] : [];
};

const CASES: readonly Case[] = [
  { id: 'V1', title: 'no kustomization file', problems: [/no kustomization.yaml/] },
  {
    id: 'V2',
    title: 'two kustomization files',
    kustomization: 'resources: [x.yaml]',
    files: { 'o/kustomization.yml': 'resources: [y.yaml]' },
    problems: [/both kustomization.yaml and kustomization.yml/],
  },
  {
    id: 'V3',
    title: 'Kustomization.yaml, in the wrong case',
    files: { 'o/Kustomization.yaml': 'resources: [x.yaml]' },
    problems: [/no kustomization.yaml/],
    check: ({ problems }) =>
      expect(problems[0]?.help).toContain('`Kustomization.yaml` is not accepted'),
  },
  { id: 'V4', title: 'an empty file', kustomization: '# nothing\n', problems: [/is empty/] },
  {
    id: 'V4',
    title: 'only apiVersion and kind',
    kustomization: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n',
    problems: [/is empty/],
  },
  { id: 'V5', title: 'resources: []', kustomization: 'resources: []' },
  { id: 'V5', title: 'namespace alone', kustomization: 'namespace: x' },
  {
    id: 'V6',
    title: 'an unknown field',
    kustomization: 'resource: [x.yaml]\nresources: [y.yaml]',
    objects: ['ConfigMap b'],
    problems: [/unknown field resource/],
    check: ({ problems }) => expect(problems[0]?.help).toBe('Did you mean `resources`?'),
  },
  {
    id: 'V7',
    title: 'field names in another case',
    kustomization: 'Resources: [x.yaml]\nNAMEPREFIX: p-',
    objects: ['ConfigMap p-a'],
  },
  {
    id: 'V8',
    title: 'a duplicate key: the last one wins',
    kustomization: 'resources: [x.yaml]\nresources: [y.yaml]',
    objects: ['ConfigMap b'],
  },
  {
    id: 'V9',
    title: 'a string where a list belongs',
    kustomization: 'resources: x.yaml',
    problems: [/resources must be a list/],
  },
  {
    id: 'V10',
    title: 'the same file twice',
    kustomization: 'resources: [x.yaml, ./x.yaml]',
    objects: ['ConfigMap a'],
    problems: [/ConfigMap a is already in the build/],
  },
  {
    id: 'V11',
    title: 'a file of comments',
    kustomization: 'resources: [x.yaml, c.yaml]',
    files: { 'o/c.yaml': '# nothing\n' },
    objects: ['ConfigMap a'],
  },
  {
    id: 'V12',
    title: 'a file that is no object',
    kustomization: 'resources: [f.yaml]',
    files: { 'o/f.yaml': 'foo: bar\n' },
    problems: [/without kind/],
  },
  {
    id: 'V13',
    title: 'an object without apiVersion',
    kustomization: 'resources: [f.yaml]',
    files: { 'o/f.yaml': 'kind: Foo\nmetadata: {name: f}\n' },
    objects: ['Foo f'],
  },
  {
    id: 'V14',
    title: 'generateName only',
    kustomization: 'resources: [f.yaml]',
    files: { 'o/f.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: f-}\n' },
    problems: [/Job without metadata.name/],
  },
  {
    id: 'V15',
    title: 'no namespace is namespace default',
    kustomization: 'resources: [x.yaml, d.yaml]',
    files: { 'o/d.yaml': configMap('a', '  namespace: default\n') },
    objects: ['ConfigMap a'],
    problems: [/already in the build/],
  },
  {
    id: 'V16',
    title: 'the same name in two namespaces',
    kustomization: 'resources: [x.yaml, q.yaml]',
    files: { 'o/q.yaml': configMap('a', '  namespace: q\n') },
    objects: ['ConfigMap a', 'ConfigMap a'],
  },
  {
    id: 'V17',
    title: 'the namespace makes two objects one',
    kustomization: 'namespace: z\nresources: [x.yaml, q.yaml]',
    files: { 'o/q.yaml': configMap('a', '  namespace: q\n') },
    objects: ['ConfigMap a'],
    problems: [/ConfigMap z\/a is already in the build/],
  },
  {
    id: 'V18',
    title: 'two versions of a kind are two objects',
    kustomization: 'resources: [f.yaml]',
    files: {
      'o/f.yaml': `${manifest('Foo', 'a', '', 'g/v1')}---\n${manifest('Foo', 'a', '', 'g/v1beta1')}`,
    },
    objects: ['Foo a', 'Foo a'],
  },
  {
    id: 'V19',
    title: 'a file outside of the directory',
    kustomization: 'resources: [../x.yaml]',
    files: { 'x.yaml': configMap('outside') },
    objects: ['ConfigMap outside'],
    problems: [/not in or below/],
    check: ({ problems }) => expect(problems[0]?.rule).toBe('argocd/load-restrictor'),
  },
  {
    id: 'V19',
    title: 'and with the restriction lifted',
    kustomization: 'resources: [../x.yaml]',
    files: { 'x.yaml': configMap('outside') },
    options: { loadRestrictor: 'none' },
    objects: ['ConfigMap outside'],
  },
  {
    id: 'V20',
    title: 'a directory outside',
    kustomization: 'resources: [../base]',
    files: { 'base/kustomization.yaml': 'resources: [z.yaml]', 'base/z.yaml': configMap('z') },
    objects: ['ConfigMap z'],
  },
  {
    id: 'V21',
    title: 'a link to a file outside',
    kustomization: 'resources: [l.yaml]',
    files: { 'base/z.yaml': configMap('z') },
    tree: { links: { 'o/l.yaml': 'base/z.yaml' } },
    objects: ['ConfigMap z'],
    problems: [/not in or below/],
  },
  {
    id: 'V21',
    title: 'a link to a directory outside',
    kustomization: 'resources: [b]',
    files: { 'base/kustomization.yaml': 'resources: [z.yaml]', 'base/z.yaml': configMap('z') },
    tree: { links: { 'o/b': 'base' } },
    objects: ['ConfigMap z'],
  },
  {
    id: 'V22',
    title: 'itself',
    kustomization: 'resources: [., x.yaml]',
    objects: ['ConfigMap a'],
    problems: [/cycle/],
  },
  {
    id: 'V22',
    title: 'its parent directory',
    kustomization: 'resources: [..]',
    files: { 'kustomization.yaml': 'resources: [o]' },
    problems: [/cycle/],
  },
  {
    id: 'V23',
    title: 'a base through two overlays',
    kustomization: 'resources: [../b, ../c]',
    files: {
      'd/kustomization.yaml': 'resources: [z.yaml]',
      'd/z.yaml': configMap('z'),
      'b/kustomization.yaml': 'resources: [../d]',
      'c/kustomization.yaml': 'resources: [../d]',
    },
    objects: ['ConfigMap z'],
    problems: [/already in the build/],
  },
  {
    id: 'V23',
    title: 'which rename it',
    kustomization: 'resources: [../b, ../c]',
    files: {
      'd/kustomization.yaml': 'resources: [z.yaml]',
      'd/z.yaml': configMap('z'),
      'b/kustomization.yaml': 'namePrefix: b-\nresources: [../d]',
      'c/kustomization.yaml': 'namePrefix: c-\nresources: [../d]',
    },
    objects: ['ConfigMap b-z', 'ConfigMap c-z'],
  },
  {
    id: 'V23',
    title: 'a reference that could mean the object of either',
    kustomization: 'nameSuffix: -y\nresources: [../b, ../d]',
    files: {
      'd/kustomization.yaml': 'resources: [z.yaml, p.yaml]',
      'd/z.yaml': configMap('z'),
      'd/p.yaml': manifest('Pod', 'p', 'spec: {volumes: [{name: v, configMap: {name: z}}]}\n'),
      'b/kustomization.yaml': 'nameSuffix: -x\nresources: [../d]',
    },
    problems: [/^z could mean ConfigMap z-x-y or ConfigMap z-y$/],
  },
  {
    id: 'V24',
    title: 'a glob',
    kustomization: 'resources: ["*.yaml"]',
    problems: [/does not exist/],
  },
  {
    id: 'V25',
    title: 'a cluster-scoped custom resource gets the namespace',
    kustomization: 'namespace: tgt\nresources: [g.yaml]',
    files: { 'o/g.yaml': manifest('GatewayClass', 'g', '', 'gateway.networking.k8s.io/v1') },
    objects: ['GatewayClass g'],
    check: built => expect(built.resources[0]?.namespace).toBe('tgt'),
  },
  {
    id: 'V26',
    title: 'a Namespace is renamed',
    kustomization: 'namespace: tgt\nresources: [n.yaml]',
    files: { 'o/n.yaml': manifest('Namespace', 'foo') },
    objects: ['Namespace tgt'],
    check: built => expect(built.resources[0]?.namespace).toBeUndefined(),
  },
  {
    id: 'V27',
    title: 'subjects named default move',
    kustomization: 'namespace: tgt\nresources: [r.yaml]',
    files: {
      'o/r.yaml': manifest(
        'ClusterRoleBinding',
        'r',
        'subjects: [{kind: ServiceAccount, name: default}, {kind: ServiceAccount, name: other, namespace: q}]\n',
        'rbac.authorization.k8s.io/v1',
      ),
    },
    objects: ['ClusterRoleBinding r'],
    check: built => {
      expect(at(built, ['subjects', 0, 'namespace'])).toBe('tgt');
      expect(at(built, ['subjects', 1, 'namespace'])).toBe('q');
    },
  },
  {
    id: 'V28',
    title: 'references of routes do not follow',
    kustomization: 'namePrefix: p-\nresources: [r.yaml]',
    files: {
      'o/r.yaml': `${manifest('Service', 's')}---\n${manifest('HTTPRoute', 'r', 'spec: {rules: [{backendRefs: [{name: s}]}]}\n', 'gateway.networking.k8s.io/v1')}`,
    },
    objects: ['Service p-s', 'HTTPRoute p-r'],
    check: built => expect(at(built, ['spec', 'rules', 0, 'backendRefs', 0, 'name'], 1)).toBe('s'),
  },
  {
    id: 'V29',
    title: 'an image name is an expression',
    kustomization: 'resources: [dep.yaml]\nimages: [{name: n.inx, newTag: "2"}]',
    objects: ['Deployment web'],
    check: image('nginx:2'),
  },
  {
    id: 'V30',
    title: 'an image name is not normalised',
    kustomization: 'resources: [dep.yaml]\nimages: [{name: docker.io/library/nginx, newTag: "2"}]',
    objects: ['Deployment web'],
    check: image('nginx:1.0'),
  },
  {
    id: 'V31',
    title: 'tag and digest',
    kustomization:
      'resources: [dep.yaml]\nimages: [{name: nginx, newTag: "2", digest: "sha256:abc"}]',
    objects: ['Deployment web'],
    check: image('nginx:2@sha256:abc'),
  },
  {
    id: 'V32',
    title: 'a number as tag',
    kustomization: 'resources: [dep.yaml]\nimages: [{name: nginx, newTag: 2}]',
    objects: ['Deployment web'],
    problems: [/images\[0\].newTag must be a string, but is the number 2/],
  },
  {
    id: 'V33',
    title: 'replicas of nothing',
    kustomization: 'resources: [dep.yaml]\nreplicas: [{name: nope, count: 2}]',
    objects: ['Deployment web'],
    problems: [/nothing named nope has replicas/],
  },
  {
    id: 'V34',
    title: 'a patch for what is not there',
    kustomization: `resources: [x.yaml]\n${patchFor('zz')}`,
    objects: ['ConfigMap a'],
    problems: [/there is no ConfigMap zz/],
  },
  {
    id: 'V35',
    title: 'the same with a target',
    kustomization: `resources: [x.yaml]\n${patchFor('zz', 'target: {name: zz}\n  ')}`,
    objects: ['ConfigMap a'],
    check: built => expect(at(built, ['data'])).toBeUndefined(),
  },
  {
    id: 'V36a',
    title: 'a list of a custom resource is replaced',
    kustomization:
      'resources: [f.yaml]\npatches:\n- patch: |-\n    apiVersion: g/v1\n    kind: Foo\n    metadata: {name: f}\n    spec: {list: [{name: c}]}\n',
    files: { 'o/f.yaml': manifest('Foo', 'f', 'spec: {list: [{name: a}, {name: b}]}\n', 'g/v1') },
    objects: ['Foo f'],
    check: built => expect(at(built, ['spec', 'list'])).toEqual([{ name: 'c' }]),
  },
  {
    id: 'V36b',
    title: 'a patch must name the namespace that the manifest has',
    kustomization: `resources: [q.yaml]\n${patchFor('a')}`,
    files: { 'o/q.yaml': configMap('a', '  namespace: q\n') },
    objects: ['ConfigMap a'],
    problems: [/there is no ConfigMap a/],
  },
  {
    id: 'V36b',
    title: 'but not one that a base has set',
    kustomization: `resources: [../base]\n${patchFor('z')}`,
    files: {
      'base/kustomization.yaml': 'namespace: q\nresources: [z.yaml]',
      'base/z.yaml': configMap('z'),
    },
    objects: ['ConfigMap z'],
    check: built => expect(at(built, ['data', 'k'])).toBe('v'),
  },
  {
    id: 'V36c',
    title: 'two documents without target',
    kustomization: 'resources: [x.yaml, y.yaml]\npatches: [{path: p.yaml}]',
    files: {
      'o/p.yaml': `${configMap('a', 'data: {k: v}\n')}---\n${configMap('b', 'data: {k: v}\n')}`,
    },
    objects: ['ConfigMap a', 'ConfigMap b'],
    check: built =>
      expect([at(built, ['data', 'k']), at(built, ['data', 'k'], 1)]).toEqual(['v', 'v']),
  },
  {
    id: 'V36c',
    title: 'two documents with target',
    kustomization: 'resources: [x.yaml]\npatches: [{path: p.yaml, target: {kind: ConfigMap}}]',
    files: { 'o/p.yaml': `${configMap('a')}---\n${configMap('b')}` },
    objects: ['ConfigMap a'],
    problems: [/several strategic merge patches/],
  },
  {
    id: 'V36',
    title: 'target names match as a whole',
    kustomization: `resources: [aaa.yaml]\n${patchFor('a', 'target: {name: a}\n  ')}`,
    files: { 'o/aaa.yaml': configMap('aaa') },
    objects: ['ConfigMap aaa'],
    check: built => expect(at(built, ['data'])).toBeUndefined(),
  },
  {
    id: 'V36',
    title: 'and are expressions',
    kustomization: `resources: [aaa.yaml]\n${patchFor('a', 'target: {name: a.*}\n  ')}`,
    files: { 'o/aaa.yaml': configMap('aaa') },
    objects: ['ConfigMap aaa'],
    check: built => expect(at(built, ['data', 'k'])).toBe('v'),
  },
  {
    id: 'V37',
    title: 'JSON patch: replace adds',
    kustomization: jsonPatch(
      '{"op": "add", "path": "/data", "value": {}}, {"op": "replace", "path": "/data/zz", "value": "1"}',
    ),
    objects: ['ConfigMap a'],
    check: built => expect(at(built, ['data', 'zz'])).toBe('1'),
  },
  {
    id: 'V38',
    title: 'JSON patch: remove of nothing',
    kustomization: jsonPatch('{"op": "remove", "path": "/metadata/zz"}'),
    objects: ['ConfigMap a'],
    problems: [/nothing to remove at \/metadata|nothing to remove at \/zz/],
  },
  {
    id: 'V38',
    title: 'a JSON patch that starts with [ must be JSON',
    kustomization: jsonPatch('{op: add, path: /x, value: 1}'),
    objects: ['ConfigMap a'],
    problems: [/starts with \[/],
  },
  {
    id: 'V39',
    title: 'the hash of a ConfigMap',
    kustomization: 'configMapGenerator: [{name: g, literals: [a=b]}]',
    objects: ['ConfigMap g-4h2mbtbbt6'],
  },
  {
    id: 'V40',
    title: 'the hash of a Secret',
    kustomization: 'secretGenerator: [{name: a, literals: [a=b]}]',
    objects: ['Secret a-k695gkmbtk'],
    check: built => expect(plainOf(built)).toMatchObject({ type: 'Opaque', data: { a: 'Yg==' } }),
  },
  {
    id: 'V41',
    title: 'a generator for what is there',
    kustomization: 'resources: [x.yaml]\nconfigMapGenerator: [{name: a, literals: [a=b]}]',
    objects: ['ConfigMap a'],
    problems: [/ConfigMap a is already in the build/],
  },
  {
    id: 'V41',
    title: 'which merges into it',
    kustomization:
      'resources: [x.yaml]\nconfigMapGenerator: [{name: a, behavior: merge, literals: [a=b]}]',
    objects: ['ConfigMap a'],
    check: built => expect(at(built, ['data', 'a'])).toBe('b'),
  },
  {
    id: 'V42',
    title: 'an unknown behavior creates',
    kustomization: 'configMapGenerator: [{name: g, behavior: foo, literals: [a=b]}]',
    objects: ['ConfigMap g-4h2mbtbbt6'],
  },
  {
    id: 'V43',
    title: 'a literal without =',
    kustomization: 'configMapGenerator: [{name: g, literals: [noequals, a=b]}]',
    objects: ['ConfigMap g-4h2mbtbbt6'],
    problems: [/noequals is not a literal/],
  },
  {
    id: 'V44',
    title: 'quotes and equals signs in literals',
    kustomization: `configMapGenerator: [{name: g, literals: ['a="q"', c=d=e]}]`,
    check: built => expect(at(built, ['data'])).toEqual({ a: 'q', c: 'd=e' }),
  },
  {
    id: 'V45',
    title: 'a Component under resources',
    kustomization: 'resources: [../c, x.yaml]',
    files: { 'c/kustomization.yaml': 'kind: Component\nnamePrefix: c-' },
    objects: ['ConfigMap a'],
    problems: [/is a Component/],
  },
  {
    id: 'V45',
    title: 'a Component twice',
    kustomization: 'resources: [x.yaml]\ncomponents: [../c, ../c]',
    files: { 'c/kustomization.yaml': 'kind: Component\nnamePrefix: c-' },
    objects: ['ConfigMap c-c-a'],
  },
  {
    id: 'V46',
    title: 'helmCharts where Helm is off',
    kustomization: 'helmCharts: [{name: c, repo: "https://charts.example.com"}]',
    options: { enableHelm: false },
    problems: [/--enable-helm/],
  },
  {
    id: 'V47',
    title: 'a number as chart version',
    kustomization: 'helmCharts: [{name: c, repo: "https://charts.example.com", version: 1.0}]',
    problems: [/helmCharts\[0\].version must be a string/],
  },
  {
    id: 'V48',
    title: 'KSOPS: plugins may be on, so its Secrets are unknowable',
    kustomization: 'generators: [ksops.yaml]',
    files: {
      'o/ksops.yaml': manifest('ksops', 'k', 'files: [s.yaml]\n', 'viaduct.ai/v1'),
      'o/s.yaml': manifest('Secret', 's', 'sops: {mac: x}\n'),
    },
    check: ({ unknowable }) => {
      expect(unknowable.map(({ reason, kinds }) => [reason, [...(kinds ?? [])]])).toEqual([
        ['the plugin ksops makes objects when it runs', ['Secret']],
      ]);
    },
  },
  {
    id: 'V49',
    title: 'a local-config object',
    kustomization: 'resources: [x.yaml, l.yaml]',
    files: {
      'o/l.yaml': configMap('l', '  annotations: {config.kubernetes.io/local-config: "true"}\n'),
    },
    objects: ['ConfigMap a'],
  },
  {
    id: 'V50',
    title: 'a quoted "No" stays a string',
    kustomization: 'resources: [p.yaml]',
    files: {
      'o/p.yaml': manifest(
        'CiliumLoadBalancerIPPool',
        'p',
        'spec: {allowFirstLastIPs: "No"}\n',
        'cilium.io/v2',
      ),
    },
    check: built => expect(at(built, ['spec', 'allowFirstLastIPs'])).toBe('No'),
  },
  {
    id: 'V51',
    title: 'what a chart makes is not moved, from 5.8.0 on',
    kustomization: 'namespace: o\nresources: [../base]',
    files: {
      'base/kustomization.yaml':
        'namespace: b\nhelmCharts: [{name: c, releaseName: r, repo: "https://charts.example.com"}]\n',
    },
    options: {
      renderRelease: ({ namespace = 'none' }) => ({
        objects: chartObject(namespace),
        complete: 'all',
        problems: [],
      }),
    },
    objects: ['ConfigMap from-chart'],
    check: built => {
      expect(releaseOf(built)?.namespace).toBe('b');
      expect(built.resources[0]?.namespace).toBe('b');
    },
  },
  {
    id: 'V51',
    title: 'but is before that',
    kustomization: 'namespace: o\nresources: [../base]',
    files: {
      'base/kustomization.yaml':
        'namespace: b\nhelmCharts: [{name: c, releaseName: r, repo: "https://charts.example.com"}]\n',
    },
    options: {
      kustomizeVersion: '5.7.1',
      renderRelease: ({ namespace = 'none' }) => ({
        objects: chartObject(namespace),
        complete: 'all',
        problems: [],
      }),
    },
    objects: ['ConfigMap from-chart'],
    check: built => {
      expect(releaseOf(built)?.namespace).toBeUndefined();
      expect(built.resources[0]?.namespace).toBe('o');
    },
  },
  {
    id: 'V52',
    title: 'additionalValuesFiles win over valuesInline',
    kustomization:
      'helmCharts: [{name: c, repo: "https://charts.example.com", valuesFile: v.yaml, valuesInline: {a: inline, b: inline}, additionalValuesFiles: [w.yaml]}]',
    files: { 'o/v.yaml': 'a: file\nb: file\nc: file\n', 'o/w.yaml': 'a: more\n' },
    check: built => {
      const values = releaseOf(built)?.values;
      expect(['a', 'b', 'c'].map(key => textAt(values, key))).toEqual(['more', 'inline', 'file']);
    },
  },
];

describe('kustomize builds as observed', () => {
  it.each(CASES.map(one => [`${one.id} ${one.title}`, one] as const))('%s', (_name, one) => {
    const built = build(one);
    const { resources, problems } = built;
    expect(problems.map(({ message }) => message)).toHaveLength(one.problems?.length ?? 0);
    for (const [i, expected] of (one.problems ?? []).entries()) {
      expect(wordsOf(problems[i]?.message ?? '')).toMatch(expected);
    }
    if (one.objects)
      expect(resources.map(({ kind, name }) => `${kind} ${name}`)).toEqual(one.objects);
    one.check?.(built);
  });

  it('has every vector', () => {
    const ids = new Set(CASES.map(({ id }) => id.replace(/[abc]$/, '')));
    expect(ids.size).toBe(52);
  });

  it('V3 is a plain directory for Argo CD', () => {
    const files = { ...FILES, 'o/Kustomization.yaml': 'resources: [x.yaml]' };
    expect(buildApp(openSources(memoryTree(files)), 'o').type).toBe('directory');
  });
});
