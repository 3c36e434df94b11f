import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../../src/loaders/app-build.ts';
import { toPlain } from '../../../src/yaml/access.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const directory = fc.constantFrom('a', 'b', 'c/d', '');
const scalar = fc.oneof(
  fc.constantFrom('x.yaml', '../a', '../b', '.', '..', 'c/d', './y.yaml', '../x.yaml', '/abs'),
  fc.constantFrom('https://example.com/x', 'k=v', 'f=x.yaml', '', '(a+)+$', '[', 'ConfigMap', 'p-'),
  fc.constantFrom('$patch', '__proto__', 'constructor', 'toString'),
  fc.string({ maxLength: 12 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const patchText = fc.constantFrom(
  '- {op: remove, path: /metadata/name}',
  '[{"op": "add", "path": "", "value": null}]',
  '[{"op": "move", "from": "/metadata", "path": "/spec/-"}]',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n$patch: delete',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: [1]',
  'kind: List\nitems: [{}, 1, {kind: X}]',
  ': bad: [',
);
const { any } = fc.letrec(tie => ({
  any: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('any'), { maxLength: 3 }), tie('map')),
  map: fc.dictionary(
    fc.constantFrom(
      'name',
      'path',
      'patch',
      'target',
      'kind',
      'pairs',
      'select',
      'targets',
      'source',
      'fieldPaths',
      'literals',
      'files',
      'envs',
      'newTag',
      'count',
      '__proto__',
    ),
    tie('any'),
    { maxKeys: 4 },
  ),
}));
const strings = fc.array(scalar, { maxLength: 4 });
const kustomization = fc.record(
  {
    kind: fc.constantFrom('Kustomization', 'Component', 'Other'),
    resources: strings,
    components: strings,
    namespace: scalar,
    namePrefix: scalar,
    nameSuffix: scalar,
    commonLabels: any,
    labels: any,
    images: fc.oneof(any, fc.array(fc.record({ name: scalar, newTag: scalar }))),
    replicas: any,
    patches: fc.oneof(
      any,
      fc.array(fc.record({ patch: patchText, target: fc.record({ kind: scalar, name: scalar }) })),
      fc.array(fc.record({ patch: patchText })),
    ),
    patchesStrategicMerge: fc.oneof(strings, fc.array(patchText)),
    configMapGenerator: fc.oneof(
      any,
      fc.array(fc.record({ name: scalar, behavior: scalar, literals: strings, files: strings })),
    ),
    helmCharts: fc.array(fc.record({ name: scalar, valuesFile: scalar, valuesInline: any })),
    replacements: fc.oneof(
      any,
      fc.array(
        fc.record({
          source: fc.record({ kind: scalar, fieldPath: scalar }),
          targets: fc.array(
            fc.record({
              select: fc.record({ kind: scalar }),
              fieldPaths: fc.array(
                fc.constantFrom(
                  'data.k',
                  'data.[a=b].c',
                  '',
                  'metadata.name.x',
                  '*.0',
                  '-1',
                  '[',
                  'data.j.k',
                ),
              ),
              options: fc.record({ create: fc.boolean(), delimiter: fc.constantFrom('', '.') }),
            }),
          ),
        }),
      ),
    ),
    generators: strings,
    configurations: strings,
    sortOptions: any,
    generatorOptions: any,
  },
  { requiredKeys: [] },
);
const manifest = fc.oneof(
  fc.constantFrom(
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: n}\ndata: {k: v, j: "{\\"k\\": 1}"}\n',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {template: {spec: {containers: [{name: a, image: b}, null, 1]}}}\n',
    'kind: List\nitems: [{kind: A, metadata: {name: x}}, 3]\n',
    '- 1\n',
    'kind: [x]\nmetadata: y\n',
    'a: &a [*a]\n',
  ),
  fc.string({ maxLength: 30 }),
);
const files = fc.dictionary(
  fc
    .tuple(directory, fc.constantFrom('kustomization.yaml', 'x.yaml', 'y.yaml', 'Chart.yaml'))
    .map(([dir, name]) => (dir === '' ? name : `${dir}/${name}`)),
  fc.oneof(
    kustomization.map(value => JSON.stringify(value)),
    manifest,
  ),
  { minKeys: 1, maxKeys: 8 },
);

describe('whatever the files hold', () => {
  it('a build ends, throws nothing and is the same twice', () => {
    fc.assert(
      fc.property(files, directory, (tree, at) => {
        const run = () => {
          const { resources, problems } = buildApp(openSources(memoryTree(tree)), at);
          return JSON.stringify([
            resources.map(({ value }) => toPlain(value)),
            problems.map(({ message, at: place }) => [message, place.file.path, place.start]),
          ]);
        };
        expect(run()).toBe(run());
      }),
      { numRuns: 1500 },
    );
  });

  it('problems point into their files', () => {
    fc.assert(
      fc.property(files, directory, (tree, at) => {
        for (const { at: place } of buildApp(openSources(memoryTree(tree)), at).problems) {
          expect(place.start).toBeGreaterThanOrEqual(0);
          expect(place.end).toBeGreaterThanOrEqual(place.start);
          expect(place.end).toBeLessThanOrEqual(place.file.text.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('order', () => {
  const manifestOf = (kind: string, name: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}}\n`;
  const names = ['a', 'b', 'c', 'd'];

  it('of resources and of building does not change the result', () => {
    const tree = (order: readonly string[]) =>
      memoryTree({
        'o/kustomization.yaml': `resources: [${order.map(name => `${name}.yaml`).join(', ')}, ../base]\nnamespace: n\nnamePrefix: p-\n`,
        'base/kustomization.yaml': 'resources: [z.yaml]\n',
        'base/z.yaml': manifestOf('Service', 'z'),
        ...Object.fromEntries(names.map(name => [`o/${name}.yaml`, manifestOf('ConfigMap', name)])),
      });
    const result = (order: readonly string[], first: string) => {
      const sources = openSources(tree(order));
      buildApp(sources, first);
      return buildApp(sources, 'o').resources.map(({ value }) => toPlain(value));
    };
    const expected = result(names, 'o');
    fc.assert(
      fc.property(
        fc.shuffledSubarray(names, { minLength: 4 }),
        fc.constantFrom('o', 'base'),
        (order, first) => {
          expect(result(order, first)).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('limits', () => {
  it('a base that doubles at each level is cut off', () => {
    const files: Record<string, string> = {
      'l0/kustomization.yaml': 'resources: [x.yaml]',
      'l0/x.yaml': 'kind: A\nmetadata: {name: x}',
    };
    for (let level = 1; level < 30; level++) {
      for (const side of ['a', 'b']) {
        files[`l${level}${side}/kustomization.yaml`] =
          `namePrefix: ${side}\nresources: [../l${level - 1}]`;
      }
      files[`l${level}/kustomization.yaml`] = `resources: [../l${level}a, ../l${level}b]`;
    }
    const { problems } = buildApp(openSources(memoryTree(files)), 'l19');
    expect(problems.map(({ rule }) => rule)).toContain('internal/too-large');
  });

  it('components that double at each level are cut off', () => {
    const files: Record<string, string> = { 'o/kustomization.yaml': 'components: [../c9]' };
    for (let level = 0; level < 30; level++) {
      const below = level === 0 ? '' : `components: [../c${level - 1}, ../c${level - 1}]`;
      files[`c${level}/kustomization.yaml`] = `kind: Component\nnamePrefix: p\n${below}`;
    }
    files['o/kustomization.yaml'] = 'components: [../c29]';
    const { problems } = buildApp(openSources(memoryTree(files)), 'o');
    expect(problems.map(({ rule }) => rule)).toContain('internal/too-large');
  });

  it('an expression that would backtrack forever takes linear time, and its answer is known', () => {
    const { unknowable } = buildApp(
      openSources(
        memoryTree({
          'o/kustomization.yaml':
            'resources: [x.yaml]\npatches: [{target: {name: (a+)+b}, patch: "[]"}]',
          'o/x.yaml': `kind: A\nmetadata: {name: ${'a'.repeat(60)}}`,
        }),
      ),
      'o',
    );
    expect(unknowable).toEqual([]);
  });
});
