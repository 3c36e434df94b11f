import type { TalosNode } from '../../model/talos.ts';
import { isOfOneLink, withoutPrefixLength } from '../../net/addresses.ts';
import { basename } from '../../source/tree.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { oncePerPlace } from '../../yaml/located.ts';
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
  check({ cluster: { nodes }, report }) {
    const hostnames = owned(nodes, ({ hostname }) => (hostname ? [hostname] : []));
    const shared = once('hostname', hostnames, report);
    once(
      'address',
      // Any node may have the same of those for its own use.
      owned(nodes, ({ addresses }) =>
        addresses.filter(({ text }) => !isOfOneLink(withoutPrefixLength(text))),
      ),
      report,
    );
    once(
      'disk',
      owned(nodes, ({ diskIdentities }) => diskIdentities),
      report,
    );
    for (const { node, at } of hostnames) {
      const { name, file } = node;
      // A file for one machine is called like it; one for all of them is not.
      if (nodes.some(other => other !== node && other.file === file)) continue;
      if (at.origin.file.path !== file || shared.has(at.text)) continue;
      const [host = ''] = at.text.split('.');
      if (host === name || at.text === name || isWithWord(name, host)) continue;
      report({
        at,
        message: `the hostname \`${at.text}\` is not the name of its file, \`${basename(file)}\``,
      });
    }
  },
};

/** Whether a file's name adds to the host's what kind of file it is: `cp-1-patch`. */
const isWithWord = (name: string, host: string): boolean =>
  name.startsWith(host) && /^[-_.][a-z]+$/.test(name.slice(host.length));

/** What a node has for its own. */
interface Owned {
  readonly node: TalosNode;
  readonly at: LocatedScalar;
}

/** What is filled in later may be another one for each node. */
const owned = (
  nodes: readonly TalosNode[],
  valuesOf: (node: TalosNode) => readonly LocatedScalar[],
): Owned[] =>
  nodes.flatMap(node =>
    valuesOf(node).flatMap(at => (isPlaceholder(at.text) ? [] : [{ node, at }])),
  );

/** Reports what several nodes have, and says what that is. */
function once(
  what: string,
  values: readonly Owned[],
  report: RuleContext['report'],
): ReadonlySet<string> {
  const owners = new Map<string, Owned>();
  const shared = new Set<string>();
  // One line in a patch for several nodes is no copy.
  for (const { node, at } of oncePerPlace(values, value => value.at.origin)) {
    const key = withoutPrefixLength(at.text);
    const first = owners.get(key);
    if (!first) owners.set(key, { node, at });
    else if (first.node !== node) {
      shared.add(key);
      report({
        at,
        message: `\`${node.name}\` has the ${what} \`${key}\` of \`${first.node.name}\``,
        related: [see(first.at, `\`${first.node.name}\` has it here`)],
      });
    }
  }
  return shared;
}
