import { describe, expect, it } from 'vitest';
import { makePolicy } from '../../src/config/load.ts';
import { matchesName } from '../../src/config/rule-names.ts';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { positionAt } from '../../src/source/text.ts';
import { memoryTree } from '../support/memory-tree.ts';

const APPLICATIONS = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  generators:
    - git: {repoURL: https://github.com/example/repo.git, revision: main, directories: [{path: apps/*/*}]}
  template:
    metadata: {name: '{{path.basename}}'}
    spec:
      project: default
      source: {repoURL: https://github.com/example/repo.git, targetRevision: main, path: '{{path}}'}
      destination: {server: https://kubernetes.default.svc, namespace: '{{path[1]}}'}
`;

const service = (address: string) => `apiVersion: v1
kind: Service
metadata:
  name: entry
  annotations: {lbipam.cilium.io/ips: ${address}}
spec: {type: LoadBalancer, selector: {app: x}, ports: [{port: 80}]}
`;

const build = 'resources: [service.yaml, gone.yaml]\n';

const TREE = memoryTree({
  'argocd/all.yaml': APPLICATIONS,
  'apps/media/alpha/kustomization.yaml': build,
  'apps/media/alpha/service.yaml': service('10.0.0.5'),
  'apps/tools/beta/kustomization.yaml': build,
  'apps/tools/beta/service.yaml': service('10.0.1.5'),
});

/** What is found under a policy: severity, rule and application. */
function found(text: string, severities?: ReadonlyMap<string, 'info' | 'off'>): string[] {
  const outcome = lint({
    tree: TREE,
    policyFile: { path: '.pitower-lint.yaml', text },
    rules: rules.filter(({ id }) =>
      ['kustomize/missing-file', 'loadbalancer/ip-in-pool', 'policy/unmatched'].includes(id),
    ),
    ...(severities && { severities }),
  });
  if (outcome.status !== 'linted') throw new Error(JSON.stringify(outcome));
  return outcome.report.findings.map(
    ({ severity, ruleId, application: name, message }) =>
      `${severity} ${ruleId} ${name ?? message}`,
  );
}

const MISSING = ['error kustomize/missing-file alpha', 'error kustomize/missing-file beta'];

describe('overrides', () => {
  it.each([
    ['{files: [apps/media/], rules: {kustomize: info}}'],
    ['{files: ["apps/**/alpha/*.yaml"], rules: {kustomize: info}}'],
    ['{applications: [alpha], rules: {kustomize/missing-file: info}}'],
    ['{applications: ["al*"], rules: {"*": info}}'],
    ['{categories: [media], rules: {kustomize: info}}'],
    ['{namespaces: [media], rules: {kustomize: info}}'],
    ['{categories: [media, gone*], applications: [alpha], rules: {kustomize: info}}'],
  ])('%s is of a part only', override => {
    const all = found(`overrides: [${override}]`);
    expect(all.filter(line => line.includes('missing-file'))).toEqual([
      'info kustomize/missing-file alpha',
      MISSING[1],
    ]);
  });

  it('all conditions must hold', () => {
    expect(
      found('overrides: [{categories: [media], applications: [beta], rules: {kustomize: off}}]'),
    ).toEqual(MISSING);
  });

  it("the last that matches wins, over the rule's own entry of the policy too", () => {
    expect(
      found(`rules: {kustomize/missing-file: error}
overrides:
  - {categories: ['*'], rules: {kustomize/missing-file: off}}
  - {applications: [beta], rules: {kustomize: warning}}`),
    ).toEqual(['warning kustomize/missing-file beta']);
  });

  it('turns a rule on for a part', () => {
    expect(
      found(
        'rules: {kustomize: off}\noverrides: [{applications: [beta], rules: {kustomize: error}}]',
      ),
    ).toEqual([MISSING[1]]);
  });

  it('the command line wins', () => {
    const severities = new Map([['kustomize/missing-file', 'info' as const]]);
    expect(
      found('overrides: [{applications: [beta], rules: {kustomize: off}}]', severities),
    ).toEqual(['info kustomize/missing-file alpha', 'info kustomize/missing-file beta']);
  });

  it('pins other values for a part, and says where', () => {
    const text = `rules: {kustomize: off}
loadBalancer: {ranges: [10.0.0.0/24]}
`;
    expect(found(text)).toEqual(['error loadbalancer/ip-in-pool beta']);
    expect(
      found(`${text}overrides: [{categories: [tools], loadBalancer: {ranges: [10.0.1.0/24]}}]`),
    ).toEqual([]);
    expect(
      found(`${text}overrides: [{categories: [media], loadBalancer: {ranges: [10.0.2.0/24]}}]`),
    ).toEqual(['error loadbalancer/ip-in-pool alpha', 'error loadbalancer/ip-in-pool beta']);
  });

  it('what an override is for and is not there is said with the nearest name', () => {
    expect(
      found(`rules: {kustomize: off}
overrides: [{applications: [alfa], categories: [medja], files: [app/], rules: {helm: off}}]`),
    ).toEqual([
      'warning policy/unmatched there is no application `alfa` in the repository: this entry checks nothing',
      'warning policy/unmatched there is no category `medja` in the repository: this entry checks nothing',
      'warning policy/unmatched there is no file `app/` in the repository: this entry checks nothing',
    ]);
  });

  it.each([
    ['overrides: [{rules: {helm: off}}]', '1:14: the override does not say what it is for'],
    ['overrides: [{files: [a], rules: {hellm: off}}]', '1:34: unknown rule `hellm`'],
    [
      'overrides: [{files: [a], loadBalancer: {ranges: [x]}}]',
      '1:50: `x` is not a range of addresses',
    ],
    ['overrides: [{files: [a], root: b}]', '1:26: unknown key `root`'],
  ])('%s is an error', (text, error) => {
    const made = makePolicy({ path: 'p', text }, 'inferred');
    const errors = 'preset' in made ? [] : made;
    expect(
      errors.map(({ at, message }) => {
        const { line, column } = positionAt(at.file, at.start);
        return `${line}:${column}: ${message}`;
      }),
    ).toEqual([error]);
  });
});

describe('names with stars', () => {
  it.each([
    ['media', 'media', true],
    ['media', 'med*', true],
    ['media', '*', true],
    ['media', '*d*a', true],
    ['media', 'm*x', false],
    ['media', 'media*a', false],
    ['aa', 'a*a', true],
    ['a', 'a*a', false],
    ['a.b', 'a?b', false],
    ['', '*', true],
  ])('%s is %s: %s', (name, glob, expected) => {
    expect(matchesName(name, glob)).toBe(expected);
  });

  it('many stars cost next to nothing', () => {
    const started = performance.now();
    matchesName('a'.repeat(100_000), `${'*a'.repeat(2000)}b`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
