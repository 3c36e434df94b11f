import type { Cilium } from '../../model/cluster/network/cilium.ts';
import { code } from '../../text/code.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const mode: Rule = {
  id: 'loadbalancer/mode',
  scope: 'cluster',
  severity: 'error',
  summary: 'Cilium values that contradict the policy, or that Cilium itself refuses to start with.',
  rationale:
    "Mode and algorithm decide how traffic reaches a pod and whether connections survive a node's failure. DSR over a VXLAN tunnel, which is the chart's default, keeps the agents from starting.",
  remedy:
    'Set `loadBalancer.mode`, `loadBalancer.algorithm` and `kubeProxyReplacement` as the policy says, or change the policy; for DSR set `routingMode: native`.',
  reference: 'https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/',
  check({ cluster, policy, report }) {
    const wanted = policy.cilium ?? {};
    for (const cilium of cluster.cilium) {
      if (cilium.release.valuesIncomplete) continue;
      const actual = {
        mode: cilium.value('loadBalancer', 'mode')?.text ?? 'snat',
        algorithm: cilium.value('loadBalancer', 'algorithm')?.text ?? 'random',
        kubeProxyReplacement: cilium.replacesKubeProxy,
      };
      for (const key of ['mode', 'algorithm', 'kubeProxyReplacement'] as const) {
        const expected = wanted[key];
        if (expected === undefined || expected === actual[key]) continue;
        const pinned = policy.place('cilium', key);
        const path = key === 'kubeProxyReplacement' ? [key] : ['loadBalancer', key];
        report({
          at: cilium.at(...path),
          message: `\`${path.join('.')}\` is \`${actual[key]}\`, but ${policy.source('cilium', key)} wants \`${expected}\``,
          help: `Write ${code(String(expected))}, or change the policy.`,
          related: pinned && [see(pinned, 'pinned here')],
        });
      }
      const refused = refusedCombination(cilium, actual.mode);
      if (refused) report(refused);
    }
  },
};

/** The agent's start-up check of DSR against routing and tunnel protocol. */
function refusedCombination(cilium: Cilium, mode: string): Report | undefined {
  if (mode !== 'dsr' && mode !== 'hybrid') return undefined;
  const routing =
    cilium.value('routingMode')?.text ??
    (cilium.value('tunnel')?.text === 'disabled' ? 'native' : 'tunnel');
  const protocol = cilium.value('tunnelProtocol')?.text || 'vxlan';
  const dispatch = cilium.value('loadBalancer', 'dsrDispatch')?.text ?? 'opt';
  const at = cilium.at('loadBalancer', 'mode');
  if (dispatch === 'geneve' && protocol !== 'geneve') {
    return {
      at,
      message: `\`${mode}\` with \`dsrDispatch: geneve\` needs \`tunnelProtocol: geneve\`, not ${code(protocol)}: the agents don't start`,
      help: 'Set `tunnelProtocol: geneve`.',
    };
  }
  if (routing === 'tunnel' && dispatch !== 'geneve') {
    return {
      at,
      message: `\`${mode}\` with \`dsrDispatch: ${dispatch}\` does not work over a ${protocol} tunnel, and \`routingMode\` is \`tunnel\`: the agents don't start`,
      help: 'Set `routingMode: native` (with `ipv4NativeRoutingCIDR`), or `tunnelProtocol` and `dsrDispatch: geneve`.',
    };
  }
  return undefined;
}
