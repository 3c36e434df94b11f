import type { Cluster } from '../../model/cluster/cluster.ts';
import {
  dashboardSidecars,
  MONITORS,
  monitoringStacks,
} from '../../model/cluster/network/monitoring.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { code } from '../../text/code.ts';
import { own } from '../../text/own.ts';
import { getEntry, getScalar, getString } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const monitor: Rule = {
  id: 'service/monitor',
  scope: 'cluster',
  severity: 'warning',
  habit: { of: 'warning', most: 6, becomes: 'info' },
  summary: "A ServiceMonitor, rule or dashboard that the monitoring stack's selectors skip.",
  rationale:
    'The stack selects only what has the label of its own release, unless its values say otherwise: nothing is scraped, no alert fires, and nothing is logged about it.',
  remedy:
    'Give the object the label, or set `serviceMonitorSelectorNilUsesHelmValues: false` (and so for rules, probes and PodMonitors).',
  reference:
    'https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/platform/troubleshooting.md',
  check({ cluster, report }) {
    for (const finding of [...skippedMonitors(cluster), ...skippedDashboards(cluster)])
      report(finding);
  },
};

function skippedMonitors({ helmReleases, resources }: Cluster): Report[] {
  const stacks = monitoringStacks(
    helmReleases.map(({ release }) => release),
    resources.deployed,
  );
  const [first] = stacks ?? [];
  if (!stacks || !first) return [];
  return resources.deployed.flatMap((object): Report[] => {
    const isMonitor =
      own(MONITORS, object.kind) !== undefined && object.group === 'monitoring.coreos.com';
    // A chart knows which labels it sets; of a model nobody does.
    if (!isMonitor || object.partial) return [];
    const reasons = stacks.map(stack => stack.skips(object));
    const [wanted] = reasons;
    if (wanted === undefined || reasons.includes(undefined)) return [];
    const { value } = object;
    const at = getEntry(value, 'metadata', 'labels')?.key ?? getString(value, 'metadata', 'name');
    if (!at || at.origin.made) return [];
    return [
      {
        at,
        message: `Prometheus of kube-prometheus-stack skips ${describe(object)}: it selects \`${wanted}\``,
        help: `Add the label \`${wanted}\`, or let the stack select everything.`,
        related: [see(first.release.chart, 'the stack')],
      },
    ];
  });
}

function skippedDashboards({ helmReleases, resources }: Cluster): Report[] {
  const sidecars = dashboardSidecars(helmReleases.map(({ release }) => release));
  const [first] = sidecars ?? [];
  if (!sidecars || !first) return [];
  return resources.ofKind('ConfigMap', '').flatMap((object): Report[] => {
    const mark = getScalar(object.value, 'metadata', 'labels', first.label);
    if (!mark || mark.origin.made) return [];
    const { namespace } = object;
    const isTaken = sidecars.some(
      sidecar =>
        (sidecar.labelValue === undefined || sidecar.labelValue === mark.text) &&
        (sidecar.namespace === undefined || sidecar.namespace === namespace),
    );
    if (isTaken || sidecars.some(({ label }) => label !== first.label)) return [];
    const isValue = first.labelValue !== undefined && first.labelValue !== mark.text;
    return [
      {
        at: mark,
        message: isValue
          ? `Grafana skips ${describe(object)}: its sidecar takes ${code(`${first.label}: "${first.labelValue}"`)}`
          : `Grafana skips ${describe(object)}: its sidecar searches the namespace \`${first.namespace}\` alone`,
        help: isValue
          ? `Write ${code(`"${first.labelValue}"`)}.`
          : 'Move it there, or set `sidecar.dashboards.searchNamespace: ALL`.',
        related: [see(first.release.chart, 'the chart of Grafana')],
      },
    ];
  });
}
