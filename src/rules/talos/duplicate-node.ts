import type { LocatedScalar } from '../../model/located.ts';
import type { TalosNode } from '../../model/talos.ts';
import { withoutPrefixLength } from '../../net/addresses.ts';
import { basename } from '../../source/tree.ts';
import { type Rule, type RuleContext, see } from '../rule.ts';

export const duplicateNode: Rule = {
  id: 'talos/duplicate-node',
  severity: 'error',
  summary:
    "One hostname, address or disk identity on two nodes, or a hostname that differs from its file's name.",
  rationale:
    'Kubernetes knows a node by its hostname: two machines with one name fight for one Node object. Two machines with one address are reachable only by chance.',
  remedy: "Correct the value that was copied from another node's patch.",
  reference:
    'https://docs.siderolabs.com/talos/v1.12/reference/configuration/network/hostnameconfig',
  check({ cluster, report }) {
    const { nodes } = cluster;
    once(nodes, 'hostname', ({ hostname }) => (hostname ? [hostname] : []), report);
    once(nodes, 'address', ({ addresses }) => addresses, report);
    once(nodes, 'disk', ({ diskIdentities }) => diskIdentities, report);
    const twice = new Set(sharedHostnames(nodes));
    for (const { name, file, hostname } of nodes) {
      if (!hostname || hostname.origin.file.path !== file || twice.has(hostname.text)) continue;
      const [host] = hostname.text.split('.');
      if (host === name || hostname.text === name) continue;
      report({
        at: hostname,
        message: `the hostname ${hostname.text} is not the name of its file, ${basename(file)}`,
      });
    }
  },
};

function sharedHostnames(nodes: readonly TalosNode[]): string[] {
  const names = nodes.flatMap(({ hostname }) => hostname?.text ?? []);
  return names.filter((name, i) => names.indexOf(name) !== i);
}

function once(
  nodes: readonly TalosNode[],
  what: string,
  valuesOf: (node: TalosNode) => readonly LocatedScalar[],
  report: RuleContext['report'],
): void {
  const owners = new Map<string, { node: TalosNode; at: LocatedScalar }>();
  for (const node of nodes) {
    for (const at of valuesOf(node)) {
      const key = withoutPrefixLength(at.text);
      const first = owners.get(key);
      if (!first) owners.set(key, { node, at });
      else if (first.node !== node) {
        // One line in a patch for several nodes is one mistake.
        if (first.at.origin.file === at.origin.file && first.at.origin.start === at.origin.start) {
          continue;
        }
        report({
          at,
          message: `${node.name} has the ${what} ${key} of ${first.node.name}`,
          related: [see(first.at, `${first.node.name} has it here`)],
        });
      }
    }
  }
}
