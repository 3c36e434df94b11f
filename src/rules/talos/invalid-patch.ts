import { talosVersion, wholeVersion } from '../../model/talos.ts';
import type { Rule } from '../rule.ts';

export const invalidPatch: Rule = {
  id: 'talos/invalid-patch',
  severity: 'error',
  summary:
    'A patch that Talos does not accept, or a configuration that it would refuse once patched.',
  rationale:
    'Talos refuses unknown fields at any depth, documents its version does not have, and fields that contradict each other. The node keeps its old configuration, or never gets its first.',
  remedy:
    'Correct the field. `talosctl validate --mode metal --strict` shows the same for the patched configuration.',
  reference:
    'https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/system-configuration/patching',
  check({ cluster, policy, report }) {
    const version = talosVersion(cluster.talos, wholeVersion(policy.talos?.version));
    for (const problem of cluster.talos.refusals(version)) report(problem);
  },
};
