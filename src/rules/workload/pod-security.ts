import type { Cluster } from '../../model/cluster/cluster.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import {
  baselineBreaches,
  type Enforcement,
  enforcedIn,
  namespaceObject,
  restrictedBreaches,
  talosDefault,
} from '../../model/cluster/workloads/pod-security.ts';
import { hostUseOf } from '../../model/cluster/workloads/privileged-charts.ts';
import type { Workload } from '../../model/cluster/workloads/workloads.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { listing } from '../../text/plural.ts';
import { entriesAt, getString } from '../../yaml/access.ts';
import { type LocatedScalar, oncePerPlace } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const podSecurity: Rule = {
  id: 'workload/pod-security',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A pod that the Pod Security level of its namespace refuses, or a label for that level that is none.',
  rationale:
    'Talos enforces `baseline` in every namespace but kube-system: the Deployment or DaemonSet is there and healthy to look at, and its pods are never made. The reason is in an event of the ReplicaSet only.',
  remedy:
    'Give the namespace the label `pod-security.kubernetes.io/enforce: privileged` (its Namespace, or `managedNamespaceMetadata` of the Application), or do without what is refused.',
  reference: 'https://docs.siderolabs.com/kubernetes-guides/security/pod-security',
  check({ cluster, report }) {
    const fallback = talosDefault(cluster.talos);
    const enforced = new Map<string, ReturnType<typeof enforcedIn>>();
    for (const label of oncePerPlace(otherLabels(cluster), ({ origin }) => origin))
      report({
        at: label,
        message: `\`${label.text}\` is not a label of Pod Security: the namespace keeps the level that it has without`,
        help: `Write \`pod-security.kubernetes.io/${/(enforce|audit|warn)/.exec(label.text.slice(label.text.indexOf('/')))?.[1]}\`.`,
      });
    for (const finding of byChart(cluster, enforced, fallback)) report(finding);
    for (const workload of cluster.workloads) {
      const { namespace, resource } = workload;
      for (const label of podLevelLabels(workload)) {
        report({
          at: label,
          severity: 'warning',
          message: `on a pod \`${label.text}\` does nothing: the level is the namespace's`,
          help: `Label the namespace \`${namespace}\` instead.`,
        });
      }
      // Where a kustomization by itself names no namespace, whoever applies it does.
      if (isPlaceholder(namespace) || resource.namespace === undefined) continue;
      if (!enforced.has(namespace))
        enforced.set(namespace, enforcedIn(namespace, fallback, cluster));
      const rule = enforced.get(namespace);
      if (!rule || rule.level === 'privileged') continue;
      const [first, ...others] = baselineBreaches(workload);
      if (!first) {
        const finding = rule.level === 'restricted' ? unfit(workload, rule) : undefined;
        if (finding) report(finding);
        continue;
      }
      const whole = namespaceObject(cluster.resources, namespace);
      const what = [...new Set([first, ...others].map(item => item.what))];
      const name = whole && getString(whole.value, 'metadata', 'name');
      report({
        at: first.at,
        message: `${describe(resource)} uses ${listing(what)}, which the namespace's level \`${rule.level}\` refuses: no pod is made`,
        help: `Label the namespace \`${namespace}\` with \`pod-security.kubernetes.io/enforce: privileged\`.`,
        doubt: rule.doubt,
        related: [
          ...(rule.at ? [see(rule.at, 'the level')] : []),
          ...(name && !rule.at ? [see(name, 'the namespace has no such label')] : []),
        ],
      });
    }
  },
};

/** What a pod needs that `restricted` takes. */
function unfit(workload: Workload, { at, doubt }: Enforcement): Report | undefined {
  const [first, ...others] = restrictedBreaches(workload);
  if (!first) return undefined;
  const what = [...new Set([first, ...others].map(item => item.what))];
  return {
    at: first.at,
    message: `${describe(workload.resource)} has ${listing(what)}, which the namespace's level \`restricted\` refuses: no pod is made`,
    help: `Add what is missing, or label the namespace \`${workload.namespace}\` with \`pod-security.kubernetes.io/enforce: baseline\`.`,
    doubt,
    related: at && [see(at, 'the level')],
  };
}

/** Labels of namespaces that look like those of Pod Security, and are none. */
function otherLabels({ resources, applications }: Cluster): LocatedScalar[] {
  const labels = [
    ...resources
      .ofKind('Namespace', '')
      .flatMap(({ value }) => entriesAt(value, 'metadata', 'labels')),
    ...applications.flatMap(({ value }) =>
      entriesAt(value, 'spec', 'syncPolicy', 'managedNamespaceMetadata', 'labels'),
    ),
  ];
  return labels.flatMap(({ key, value }) => {
    const isLevel =
      value.kind === 'scalar' && /^(?:privileged|baseline|restricted)$/.test(value.text);
    const isLike =
      /(?:^|[/.-])(?:security|psa|pod-security)[\w.-]*\/(?:enforce|audit|warn)\w*$/.test(key.text);
    const isOne = /^pod-security\.kubernetes\.io\/(?:enforce|audit|warn)$/.test(key.text);
    return isLevel && isLike && !isOne ? [key] : [];
  });
}

/** Labels of a pod template that only a namespace is asked for. */
const podLevelLabels = ({ resource }: Workload): LocatedScalar[] =>
  entriesAt(resource.value, 'spec', 'template', 'metadata', 'labels').flatMap(({ key }) =>
    /^pod-security\.kubernetes\.io\/(?:enforce|audit|warn)$/.test(key.text) ? [key] : [],
  );

/** Releases whose chart is not at hand, by what is known of their charts. */
function byChart(
  cluster: Cluster,
  enforced: Map<string, ReturnType<typeof enforcedIn>>,
  fallback: ReturnType<typeof talosDefault>,
): Report[] {
  return cluster.helmReleases.flatMap(({ release, rendering }): Report[] => {
    const { namespace, chart } = release;
    const what =
      rendering.by === 'repository' || rendering.by === 'store' ? undefined : hostUseOf(release);
    if (what === undefined || namespace === undefined || isPlaceholder(namespace)) return [];
    if (!enforced.has(namespace)) enforced.set(namespace, enforcedIn(namespace, fallback, cluster));
    const rule = enforced.get(namespace);
    if (!rule || rule.level === 'privileged') return [];
    return [
      {
        at: chart,
        message: `the chart \`${chart.text}\` uses ${what}, which the level \`${rule.level}\` of the namespace \`${namespace}\` refuses: those pods are never made`,
        help: `Label the namespace \`${namespace}\` with \`pod-security.kubernetes.io/enforce: privileged\`.`,
        doubt: rule.doubt ?? 'values or a newer version of the chart may do without',
        related: rule.at ? [see(rule.at, 'the level')] : undefined,
      },
    ];
  });
}
