import type { Cilium } from '../../model/cluster/network/cilium.ts';
import type { TalosNode } from '../../model/talos.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { listing } from '../../text/plural.ts';
import { getMap, getScalar, nearestEntry, numberAt } from '../../yaml/access.ts';
import type { LocatedMap, LocatedScalar } from '../../yaml/located.ts';
import { type Rule, type RuleContext, see } from '../rule.ts';

/** The port of KubePrism where the configuration doesn't say another. */
const KUBE_PRISM = 7445;
const API_SERVER = 6443;

export const cni: Rule = {
  id: 'talos/cni',
  scope: 'cluster',
  severity: 'error',
  summary:
    'Talos and Cilium disagree on who is the CNI, who replaces kube-proxy, or where the API server is reached.',
  rationale:
    "With Talos' Flannel or kube-proxy beside Cilium there are two data planes; without either there are no Services. Cilium's agents only start when they reach the API server, on every node at the same local port.",
  remedy:
    "Set `cluster.network.cni.name: none` and `cluster.proxy.disabled: true` in Talos where Cilium replaces both, and `k8sServiceHost: localhost` with KubePrism's port in Cilium.",
  reference: 'https://docs.siderolabs.com/kubernetes-guides/cni/deploying-cilium',
  check(context) {
    const { cluster } = context;
    const [main] = cluster.cilium;
    if (!main) return;
    // Workers don't read these sections.
    const planes = cluster.nodes.filter(({ role }) => role === 'controlplane');
    for (const machine of distinct(planes)) {
      checkCni(context, machine, main);
      checkProxy(context, machine, main);
    }
    for (const cilium of cluster.cilium) checkApiServer(context, cilium);
  },
};

/** One configuration per written value: what all nodes share is said once. */
function distinct(nodes: readonly TalosNode[]): LocatedMap[] {
  const seen = new Map<string, LocatedMap>();
  for (const { machine } of nodes) {
    if (!machine) continue;
    const values = [
      getScalar(machine, 'cluster', 'network', 'cni', 'name'),
      getScalar(machine, 'cluster', 'proxy', 'disabled'),
    ];
    const key = values.map(value => `${value?.origin.file.path} ${value?.origin.start}`).join();
    if (!seen.has(key)) seen.set(key, machine);
  }
  return [...seen.values()];
}

function checkCni(
  { cluster, report }: RuleContext,
  machine: LocatedMap,
  { release }: Cilium,
): void {
  const name = getScalar(machine, 'cluster', 'network', 'cni', 'name');
  if (name && (name.text === 'none' || name.text === 'custom' || isPlaceholder(name.text))) return;
  if (!name && cluster.talos.unchecked.length > 0) return;
  report({
    at: name ?? nearestEntry(machine, 'cluster', 'network')?.key ?? machine,
    message: name
      ? `Talos' CNI is \`${name.text}\`, but Cilium is installed`
      : 'Talos installs Flannel unless `cluster.network.cni.name` is `none`, and Cilium is installed too',
    help: 'Set `cluster.network.cni.name: none`.',
    related: [see(release.chart, 'Cilium')],
  });
}

function checkProxy(
  { cluster, report }: RuleContext,
  machine: LocatedMap,
  { release, replacesKubeProxy, at }: Cilium,
): void {
  const disabled = getScalar(machine, 'cluster', 'proxy', 'disabled');
  if (disabled && typeof disabled.value !== 'boolean') return;
  if (release.valuesIncomplete || (!disabled && cluster.talos.unchecked.length > 0)) return;
  const isDisabled = disabled?.value === true;
  if (isDisabled === replacesKubeProxy) return;
  report({
    at: disabled ?? nearestEntry(machine, 'cluster', 'proxy')?.key ?? machine,
    message: replacesKubeProxy
      ? 'Talos runs kube-proxy unless `cluster.proxy.disabled` is `true`, and Cilium replaces it'
      : 'Talos runs no kube-proxy, and Cilium does not replace it: Services lead nowhere',
    help: replacesKubeProxy
      ? 'Set `cluster.proxy.disabled: true`.'
      : "Set `kubeProxyReplacement: true` in Cilium's values.",
    related: [see(at('kubeProxyReplacement'), "Cilium's setting")],
  });
}

/** Cilium's way to the API server against what listens on every node. */
function checkApiServer({ cluster, report }: RuleContext, cilium: Cilium): void {
  const host = cilium.value('k8sServiceHost')?.text;
  const port = numberAt(cilium.value('k8sServicePort'));
  if (port === undefined || (host !== 'localhost' && host !== '127.0.0.1')) return;
  const isTemplated = cluster.talos.unchecked.length > 0;
  const deaf = cluster.nodes.filter(node => !listens(node, port, isTemplated));
  const [first] = deaf;
  if (!first) return;
  const prism = kubePrismOf(first);
  const state = prism.isOn ? `has port ${prism.port}` : 'is off';
  report({
    at: cilium.at('k8sServicePort'),
    message:
      port === API_SERVER
        ? `only control planes listen on \`${host}:${port}\`: Cilium can't start on ${names(deaf)}`
        : `nothing listens on \`${host}:${port}\`: KubePrism ${state} on ${names(deaf)}`,
    help: prism.isOn
      ? `Use KubePrism's port, ${prism.port}.`
      : `Turn KubePrism on, and use its port, ${prism.port}.`,
    related: prism.at && [see(prism.at, 'KubePrism')],
  });
}

/** Whether something on the node answers for the API server at a local port; yes where unknown. */
function listens(node: TalosNode, port: number, isTemplated: boolean): boolean {
  if (port === API_SERVER && node.role !== 'worker') return true;
  const prism = kubePrismOf(node);
  if (prism.at ? isPlaceholder(prism.at.text) : isTemplated) return true;
  return prism.isOn && prism.port === port;
}

interface KubePrism {
  readonly isOn: boolean;
  readonly port: number;
  /** What says so; undefined where it is the default. */
  readonly at: LocatedScalar | undefined;
}

/** Talos' own load balancer for the API server, as generated configurations have it: on. */
function kubePrismOf({ machine }: TalosNode): KubePrism {
  const prism = getMap(machine, 'machine', 'features', 'kubePrism');
  const [enabled, port] = [getScalar(prism, 'enabled'), getScalar(prism, 'port')];
  const isOn = enabled?.value !== false;
  return { isOn, port: numberAt(port) || KUBE_PRISM, at: isOn ? port : enabled };
}

function names(nodes: readonly TalosNode[]): string {
  const shown = nodes.slice(0, 3).map(({ name }) => name);
  const rest = nodes.length - shown.length;
  return listing(rest > 0 ? [...shown, `${rest} more`] : shown);
}
