import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inferredPolicy } from '../../src/cli/init.ts';
import { POLICY_FILE } from '../../src/cli/policy-file.ts';
import { openRepositoryOf } from '../../src/cli/repository.ts';
import { makePolicy } from '../../src/config/load.ts';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import type { FileTree } from '../../src/source/tree.ts';
import { openWorkTree } from '../../src/source/work-tree.ts';
import { corpus } from '../support/corpus.ts';
import { fixturesOf } from '../support/fixture.ts';
import { memoryTree } from '../support/memory-tree.ts';

const findings = (tree: FileTree, text: string) => {
  const outcome = lint({ tree, policyFile: { path: POLICY_FILE, text }, rules });
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return outcome.report.findings.map(({ ruleId, at, message }) => [ruleId, at.file.path, message]);
};

/** What holds for every repository: the policy is valid, and reports nothing that is new. */
function checkLaws(tree: FileTree): void {
  const text = inferredPolicy(tree);
  expect(makePolicy({ path: POLICY_FILE, text }, 'pitower')).toMatchObject({ preset: 'inferred' });
  expect(findings(tree, text)).toEqual(findings(tree, 'extends: inferred\n'));
}

describe('the inferred policy is valid, and the repository agrees with it', {
  timeout: 60_000,
}, () => {
  const folders = rules.filter(({ policy }) => policy).flatMap(({ id }) => fixturesOf(id));
  it('there are fixtures of rules that need a policy', () => {
    expect(folders.length).toBeGreaterThan(20);
  });
  it.each(folders)('%s', folder => checkLaws(openWorkTree(folder, { root: folder })));
  it('for pitower', () => checkLaws(openRepositoryOf(['pitower']).tree));
  it.skipIf(!corpus('home-ops'))('for a real repository (skipped where it is absent)', () => {
    checkLaws(openRepositoryOf([corpus('home-ops') ?? '']).tree);
  });
});

it('leaves out what no policy may say', () => {
  const gateway = (name: string, target: string) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: ${name}\n  namespace: edge\n  annotations: {external-dns.alpha.kubernetes.io/target: "${target}"}\nspec: {gatewayClassName: envoy, listeners: []}\n`;
  const text = inferredPolicy(
    memoryTree({
      'kustomization.yaml': 'kind: Kustomization\nresources: [one.yaml, two.yaml]\n',
      'one.yaml': gateway('one', 'one.example.com'),
      'two.yaml': gateway('two', '${TARGET}'),
    }),
  );
  expect(text).toContain('target: one.example.com');
  expect(text).not.toContain('TARGET');
});

it('pins what is declared', () => {
  const text = inferredPolicy(openRepositoryOf(['pitower']).tree);
  for (const line of [
    'extends: inferred',
    '    - 192.168.0.220-192.168.0.239',
    '    address: 192.168.0.239',
    '      - kube-prometheus-stack',
    '  label: external-dns.alpha.kubernetes.io/enabled=true',
    '    ceph-block: {}',
    '  mode: dsr',
    '  version: v1.12.4',
  ]) {
    expect(text.split('\n').map(written => written.replace(/ # .*/, ''))).toContain(line);
  }
});

const COMPANY = 'fixtures/policies/company/repository';
const HOME = 'fixtures/policies/home/repository';

/** Each value of a policy that says where it was read, with the line that it points at. */
function sourced(folder: string, text: string): { value: string; source: string }[] {
  const lineAt = (where: string) => {
    const [path = '', line = ''] = where.split(':');
    return readFileSync(join(folder, path), 'utf8').split('\n')[Number(line) - 1] ?? '';
  };
  const behind = [...text.matchAll(/^[^#\n]*[ ](\S+) # (\S+:\d+)$/gm)];
  const above = [...text.matchAll(/^ +# (\S+:\d+)\n +(\S+): \{\}$/gm)];
  return [
    ...behind.map(([, value = '', where = '']) => ({ value, source: lineAt(where) })),
    ...above.map(([, where = '', value = '']) => ({ value, source: lineAt(where) })),
  ];
}

describe('says where each value was read', () => {
  it.each([
    ['pitower', 17],
    [COMPANY, 20],
    [HOME, 6],
  ])('%s', (folder, least) => {
    const tree =
      folder === 'pitower'
        ? openRepositoryOf([folder]).tree
        : openWorkTree(folder, { root: folder });
    const values = sourced(folder, inferredPolicy(tree));
    expect(values.length).toBeGreaterThanOrEqual(least);
    for (const { value, source } of values) {
      // A range begins with its first address.
      const [first = ''] = /^(?:\d+\.){3}\d+/.exec(value) ?? [value];
      expect([value, source]).toEqual([value, expect.stringContaining(first)]);
    }
  });
});

it('pins what differs from cluster to cluster in an override of each', () => {
  const text = inferredPolicy(openWorkTree(COMPANY, { root: COMPANY }));
  const policy = makePolicy({ path: POLICY_FILE, text }, 'inferred');
  expect(policy).toMatchObject({
    gateways: { customers: { namespace: 'edge', class: 'edge' } },
    scoped: [{}, {}],
  });
  expect(text.replace(/ # .*/g, '')).toContain(`  - clusters:
      - fra
    loadBalancer:
      ranges:
        - 10.30.8.10-10.30.8.19
        - 10.30.8.20-10.30.8.29
        - 10.30.8.30-10.30.9.39
    gateways:
      customers:
        address: 10.30.8.10
`);
});

it('for the policies that users wrote', () => {
  for (const folder of [COMPANY, HOME]) checkLaws(openWorkTree(folder, { root: folder }));
});

it('writes what the repository contradicts as a comment', () => {
  const patch = (version: string) =>
    `machine:\n  install:\n    image: factory.talos.dev/installer/${'a'.repeat(64)}:${version}\n`;
  const recipe = 'upgrade:\n  talosctl upgrade --image factory.talos.dev/installer/x:v1.12.3\n';
  const text = inferredPolicy(
    memoryTree({
      'talos/patches/nodes/one.yaml': patch('v1.12.4'),
      'talos/patches/nodes/two.yaml': patch('v1.12.4'),
      justfile: recipe,
    }),
  );
  expect(text).toContain('# talos:\n#   version: v1.12.4 # talos/patches/nodes/one.yaml:3\n');
});
