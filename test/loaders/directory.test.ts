import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchGobwas } from '../../src/glob/gobwas.ts';
import { buildApp, detectType } from '../../src/loaders/app-build.ts';
import { buildDirectory, type DirectoryOptions } from '../../src/loaders/directory.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

const manifest = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const FILES = {
  'app/a.yaml': manifest('a'),
  'app/b.yml': manifest('b'),
  'app/c.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}',
  'app/.hidden.yaml': manifest('hidden'),
  'app/README.md': '# no manifest',
  'app/sub/d.yaml': manifest('d'),
  'app/sub/deeper/e.yaml': manifest('e'),
  'other/f.yaml': manifest('f'),
};

/** Whether a path matches, by the globs of `include` and `exclude`. */
const compileGlob = (pattern: string) => (path: string) => matchGobwas(pattern, path) === 'match';

function build(options: DirectoryOptions = {}, files: Readonly<Record<string, string>> = FILES) {
  const { resources, problems, unknowable } = buildDirectory(
    openSources(memoryTree(files)),
    'app',
    options,
  );
  return {
    names: resources.map(({ name }) => name),
    problems: problems.map(({ message }) => message),
    unknowable: unknowable.map(({ reason }) => reason),
  };
}

describe('a directory source', () => {
  it.each<[string, DirectoryOptions, readonly string[]]>([
    ['holds the manifests of its top level, hidden ones too', {}, ['hidden', 'a', 'b', 'c']],
    ['and of what lies below on demand', { recurse: true }, ['hidden', 'a', 'b', 'c', 'd', 'e']],
    ['includes by glob', { include: '*.yml' }, ['b']],
    ['whose star crosses slashes', { recurse: true, include: 's*e.yaml' }, ['e']],
    ['with alternatives', { include: '{a,c}.*' }, ['a', 'c']],
    ['excludes by glob', { recurse: true, exclude: 'sub/*' }, ['hidden', 'a', 'b', 'c']],
    ['exclude wins over include', { include: 'a.yaml', exclude: 'a*' }, []],
  ])('%s', (_name, options, expected) => {
    expect(build(options)).toEqual({ names: expected, problems: [], unknowable: [] });
  });

  it('expands lists', () => {
    const list = `kind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: x}}\n- {kind: B, metadata: {name: z}}\n`;
    expect(build({}, { 'app/l.yaml': list }).names).toEqual(['x', 'z']);
  });

  it('passes over other YAML, such as Helm values', () => {
    expect(build({}, { 'app/values.yaml': 'image: {tag: "1"}\n', ...FILES }).problems).toEqual([]);
  });

  it('refuses a broken manifest', () => {
    const text = 'apiVersion: v1\nkinds: x\nmetadata: {name: x, kind: y}\n'.replace(
      'kinds:',
      '"kind:":',
    );
    expect(build({}, { 'app/x.yaml': `${text}# kind:\n` }).problems).toHaveLength(1);
  });

  it('skips a file that says so', () => {
    const text = `# +argocd:skip-file-rendering\n${manifest('x')}`;
    expect(build({}, { 'app/x.yaml': text }).names).toEqual([]);
  });

  it('does not evaluate Jsonnet, nor guess what an unreadable manifest holds', () => {
    const broken = `${manifest('x')}data: [\n`;
    expect(build({}, { 'app/x.jsonnet': '{}', 'app/y.yaml': broken }).unknowable).toEqual([
      'app/x.jsonnet is Jsonnet: nothing is evaluated',
      "app/y.yaml can't be parsed",
    ]);
  });
});

describe('the type of a directory', () => {
  it.each([
    ['kustomization.yaml', 'kustomize'],
    ['kustomization.yml', 'kustomize'],
    ['Kustomization', 'kustomize'],
    ['Kustomization.yaml', 'directory'],
    ['Chart.yaml', 'helm'],
    ['MyChart.yaml', 'helm'],
    ['chart.yaml', 'directory'],
    ['sub/kustomization.yaml', 'directory'],
  ])('with %s is %s', (name, expected) => {
    expect(detectType(openSources(memoryTree({ [`app/${name}`]: '' })), 'app')).toBe(expected);
  });

  it('with a chart and a kustomization is kustomize', () => {
    const files = { 'app/Chart.yaml': '', 'app/kustomization.yaml': '' };
    expect(detectType(openSources(memoryTree(files)), 'app')).toBe('kustomize');
  });

  it('can be given', () => {
    const sources = openSources(memoryTree(FILES));
    const { type, unknowable } = buildApp(sources, 'app', { type: 'plugin' });
    expect([type, unknowable.length]).toEqual(['plugin', 1]);
  });
});

describe('a glob', () => {
  it.each([
    ['*', 'a/b', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['{a,b{c,d}}', 'bd', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['*.yaml', 'a.yml', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected);
  });

  it('ends quickly whatever the pattern', () => {
    const match = compileGlob(`${'*a'.repeat(200)}b`);
    expect(match('a'.repeat(2000))).toBe(false);
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, text) => {
        compileGlob(pattern)(text);
      }),
    );
  });
});
