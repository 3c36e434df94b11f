import { booleanAt, get, textAt } from '../../../yaml/access.ts';
import type { HelmRelease } from '../../release.ts';

/** What a chart's pods use of the host by default, and the values that turn those pods off. */
interface HostUse {
  readonly what: string;
  /** Where one of these is false, the pods are not there. */
  readonly offBy?: readonly (readonly string[])[];
  /** Where one of these is set, the pods are in another namespace. */
  readonly movedBy?: readonly (readonly string[])[];
  /** Where one of these is not true, the pods are not there. */
  readonly onBy?: readonly string[];
}

/**
 * Charts whose default pods the level `baseline` refuses, each as its own templates and values.yaml have it:
 * for releases whose chart is not at hand.
 *
 * @see https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus-node-exporter/values.yaml
 * @see https://github.com/longhorn/charts/blob/v1.10.x/charts/longhorn/templates/daemonset-sa.yaml
 * @see https://github.com/falcosecurity/charts/blob/master/charts/falco/templates/pod-template.tpl
 * @see https://github.com/vmware-tanzu/helm-charts/blob/main/charts/velero/templates/node-agent-daemonset.yaml
 * @see https://github.com/metallb/metallb/blob/main/charts/metallb/templates/speaker.yaml
 * @see https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/charts/latest/csi-driver-nfs/templates/csi-nfs-node.yaml
 * @see https://github.com/kubernetes-csi/csi-driver-smb/blob/master/charts/latest/csi-driver-smb/templates/csi-smb-node.yaml
 * @see https://github.com/grafana/helm-charts/blob/main/charts/promtail/values.yaml
 */
const CHARTS: Readonly<Record<string, HostUse>> = {
  'csi-driver-nfs': { what: "the host's network and directories" },
  'csi-driver-smb': { what: "the host's network and directories" },
  falco: {
    what: 'directories of the host and a privileged container',
    offBy: [['controller', 'daemonset']],
  },
  'kube-prometheus-stack': {
    what: "node-exporter with the host's network, processes and directories",
    offBy: [
      ['nodeExporter', 'enabled'],
      ['prometheus-node-exporter', 'enabled'],
    ],
    movedBy: [['prometheus-node-exporter', 'namespaceOverride']],
  },
  longhorn: { what: 'directories of the host and privileged containers' },
  metallb: { what: "the speaker with the host's network", offBy: [['speaker', 'enabled']] },
  'prometheus-node-exporter': { what: "the host's network, processes and directories" },
  promtail: { what: 'directories of the host' },
  velero: { what: 'the node agent with directories of the host', onBy: ['deployNodeAgent'] },
};

/** What the pods of a release use of the host, by its chart's name; undefined where nothing is known. */
export function hostUseOf({ chart, values, valuesIncomplete }: HelmRelease): string | undefined {
  const known = Object.hasOwn(CHARTS, chart.text) ? CHARTS[chart.text] : undefined;
  if (!known || valuesIncomplete) return undefined;
  if (
    known.offBy?.some(
      path => booleanAt(values, ...path) === false || get(values, ...path)?.kind === 'map',
    ) ||
    known.movedBy?.some(path => textAt(values, ...path) !== undefined)
  )
    return undefined;
  return known.onBy && booleanAt(values, ...known.onBy) !== true ? undefined : known.what;
}
