import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { positionAt } from '../../src/source/text.ts';
import { memoryTree } from '../support/memory-tree.ts';

const POOL =
  'apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: lan}\nspec:\n  blocks: [{cidr: 192.0.2.0/28}]\n';
const service = (name: string, address: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: web\n  annotations:\n    lbipam.cilium.io/ips: ${address}\nspec:\n  type: LoadBalancer\n  ports:\n    - name: http\n      port: 80\n`;

function findings(rendered: string) {
  const tree = memoryTree({
    'kustomization.yaml': 'kind: Kustomization\nresources: [pool.yaml, web.yaml]\n',
    'pool.yaml': POOL,
    'web.yaml': service('web', '192.0.2.99'),
  });
  const outcome = lint({
    tree,
    policyFile: undefined,
    rules,
    rendered: [{ path: '<stdin>', text: rendered }],
  });
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return outcome.report.findings.map(
    ({ ruleId, at }) => `${at.file.path}:${positionAt(at.file, at.start).line} ${ruleId}`,
  );
}

describe('rendered manifests', () => {
  it('an object and field that the sources have: said there', () => {
    expect(findings(service('web', '192.0.2.99'))).toEqual(['web.yaml:7 loadbalancer/ip-in-pool']);
  });

  it('a field that differs: said in what was rendered', () => {
    expect(findings(service('web', '192.0.2.98'))).toEqual(['<stdin>:7 loadbalancer/ip-in-pool']);
  });

  it('an object that only the tools made', () => {
    expect(findings(`${service('other', '192.0.2.97')}---\n`)).toEqual([
      '<stdin>:7 loadbalancer/ip-in-pool',
      'web.yaml:7 loadbalancer/ip-in-pool',
    ]);
  });

  it('what is no YAML is a finding', () => {
    expect(findings('a: [1\n')).toContain('<stdin>:2 yaml/syntax');
  });
});
