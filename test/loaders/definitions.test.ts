import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { LOCK_FILE, lockText } from '../../src/store/lock.ts';
import { keepArchive, openStore } from '../../src/store/store.ts';
import { packedChart } from '../support/chart-servers.ts';
import { memoryTree } from '../support/memory-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'pitower-lint-definitions-'));
afterAll(() => rmSync(folder, { recursive: true }));

const definition = (schema: unknown, versions = 'v1') => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.example.com}
spec:
  group: example.com
  names: {kind: Boat, plural: boats}
  scope: Namespaced
  versions:
    - name: ${versions}
      served: true
      storage: true
      schema: {openAPIV3Schema: ${JSON.stringify(schema)}}
`;

const BERTH = {
  type: 'object',
  properties: { spec: { type: 'object', properties: { berth: { type: 'integer' } } } },
};

const boat = (spec: string) =>
  `apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: tern}\nspec: ${spec}\n`;

function flaws(files: Record<string, string>): string[] {
  const names = Object.keys(files);
  const tree = memoryTree({
    ...files,
    'kustomization.yaml': `resources: [${names.join()}]\n`,
  });
  const outcome = lint({ tree, policyFile: undefined, rules });
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return outcome.report.findings.flatMap(({ ruleId, message }) =>
    ruleId === 'schema/invalid' ? [message] : [],
  );
}

describe('definitions of custom resources', () => {
  it.each(['crds/boat.yaml', 'templates/boat.yaml'])(
    'are read in a packed chart where it brings them: %s',
    path => {
      const bytes = packedChart('harbour', {
        'Chart.yaml': 'apiVersion: v2\nname: harbour\nversion: 1.0.0\n',
        [path]: definition(BERTH),
      });
      const sha256 = keepArchive(folder, bytes);
      const reference = {
        name: 'harbour',
        repository: 'https://charts.example.com',
        version: '1.0.0',
      };
      const tree = memoryTree({
        'kustomization.yaml': `resources: [boat.yaml]
helmCharts:
  - name: harbour
    repo: https://charts.example.com
    version: 1.0.0
    releaseName: harbour
    includeCRDs: true
`,
        'boat.yaml': boat('{berth: east}'),
        [LOCK_FILE]: lockText([{ ...reference, sha256 }]),
      });
      const outcome = lint({ tree, policyFile: undefined, rules, charts: openStore([folder]) });
      const messages =
        outcome.status === 'linted' ? outcome.report.findings.map(({ message }) => message) : [];
      expect(messages).toContain('Boat `spec.berth` must be a number, and it is a string');
    },
  );

  it('say together what each of several says', () => {
    const files = { 'a.yaml': definition(BERTH), 'boat.yaml': boat('{berth: east}') };
    const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    expect(flaws(files)).toHaveLength(1);
    expect(flaws({ ...files, 'b.yaml': definition(open).replace('boats.', 'other.') })).toEqual([]);
  });

  it('are doubted where Argo CD deploys the object and not them', () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: harbour, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://github.com/example/home, path: harbour, targetRevision: main}
  destination: {name: in-cluster, namespace: harbour}
  syncPolicy: {syncOptions: [CreateNamespace=true]}
`;
    const tree = memoryTree({
      'argocd/harbour.yaml': application,
      'harbour/boat.yaml': boat('{berth: east}'),
      'bootstrap/kustomization.yaml': 'resources: [boats.yaml]\n',
      'bootstrap/boats.yaml': definition(BERTH),
    });
    const outcome = lint({ tree, policyFile: undefined, rules });
    const found = outcome.status === 'linted' ? outcome.report.findings : [];
    expect(found.filter(({ ruleId }) => ruleId === 'schema/invalid')).toMatchObject([
      { message: 'Boat `spec.berth` must be a number, and it is a string', confidence: 'likely' },
    ]);
  });

  it.each([
    ['a pattern that is none', { type: 'string', pattern: '(' }],
    ['a pattern that would take for ever elsewhere', { type: 'string', pattern: '^(a+)+$' }],
    [
      'expressions that loop',
      {
        type: 'string',
        'x-kubernetes-validations': Array.from({ length: 3000 }, (_, i) => ({
          rule: `[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, [1,2,3,4,5,6,7,8,9].all(d, [1,2,3,4,5,6,7,8,9].all(e, ${i} < 0)))))`,
        })),
      },
    ],
    [
      'alternatives without end',
      {
        type: 'string',
        anyOf: Array.from({ length: 300_000 }, () => ({ pattern: 'x' })),
      },
    ],
    ['a schema that is no map', 7],
    ['a name from the prototype', { type: 'constructor', enum: 3, pattern: 4, oneOf: 'x' }],
  ])('are taken in time: %s', (_, berth) => {
    const schema = {
      type: 'object',
      properties: { spec: { type: 'object', properties: { berth } } },
    };
    const started = performance.now();
    const text = `{berth: ${'a'.repeat(5000)}!}`;
    const found = flaws({ 'a.yaml': definition(schema), 'boat.yaml': boat(text) });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(found.length).toBeLessThan(3001);
  });
});
