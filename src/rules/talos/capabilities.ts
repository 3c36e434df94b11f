import { describe } from '../../model/cluster/objects/owned.ts';
import {
  dropsCapabilities,
  refusedByCilium,
  refusedCapabilities,
} from '../../model/cluster/workloads/capabilities.ts';
import type { Rule } from '../rule.ts';

export const capabilities: Rule = {
  id: 'talos/capabilities',
  scope: 'cluster',
  severity: 'error',
  summary: 'A container that asks for a capability which Talos gives to no pod.',
  rationale:
    'Talos takes `SYS_MODULE` and `SYS_BOOT` from the container runtime. A container that adds one of them does not start: `unable to apply caps: operation not permitted`. Cilium asks for `SYS_MODULE` unless its values leave it out.',
  remedy:
    'Remove the capability: what a pod would load by it, Talos loads from `machine.kernel.modules` or has built in. For Cilium write the lists of `securityContext.capabilities` without it.',
  reference: 'https://docs.siderolabs.com/talos/v1.12/learn-more/process-capabilities',
  check({ cluster, report }) {
    if (!dropsCapabilities(cluster.talos)) return;
    for (const { resource, containers, initContainers } of cluster.workloads) {
      for (const at of [...containers, ...initContainers].flatMap(refusedCapabilities)) {
        report({
          at,
          message: `Talos gives \`${at.text}\` to no pod: a container of ${describe(resource)} can't start with it`,
          help: 'Remove it, and load the module by `machine.kernel.modules`.',
        });
      }
    }
    for (const cilium of cluster.cilium) {
      const refused = refusedByCilium(cilium);
      const [first] = refused;
      if (refused.length === 0) continue;
      report({
        at: first ?? cilium.at('securityContext', 'capabilities'),
        message: first
          ? `Talos gives \`${first.text}\` to no pod: Cilium can't start with it`
          : "Talos gives `SYS_MODULE` to no pod, and the chart's own lists have it: Cilium can't start",
        help: 'Write `securityContext.capabilities.ciliumAgent` and `cleanCiliumState` without `SYS_MODULE`.',
      });
    }
  },
};
