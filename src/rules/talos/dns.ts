import { getScalar, nearestEntry } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { LocatedValue } from '../../model/located.ts';
import { type Rule, see } from '../rule.ts';

export const dns: Rule = {
  id: 'talos/dns',
  severity: 'warning',
  summary: 'CoreDNS disabled in Talos while nothing else provides it, or deployed by both.',
  rationale:
    "Without CoreDNS no pod resolves a name. With two of them Talos and Argo CD overwrite each other's Deployment, Service and ConfigMap.",
  remedy:
    'Set cluster.coreDNS.disabled: true in Talos exactly when the repository deploys CoreDNS in kube-system.',
  reference: 'https://docs.siderolabs.com/talos/v1.12/reference/configuration/v1alpha1/config',
  check({ cluster, report }) {
    const planes = cluster.nodes.filter(({ role }) => role === 'controlplane');
    const machine = planes.find(node => node.machine)?.machine;
    if (!machine || cluster.applications.length === 0) return;
    const disabled = getScalar(machine, 'cluster', 'coreDNS', 'disabled');
    const own = coreDns(cluster);
    if (disabled?.value === true && !own && !mayHaveDns(cluster)) {
      report({
        at: disabled,
        message: 'CoreDNS is disabled in Talos, and nothing in the repository provides it',
        help: 'Deploy CoreDNS in kube-system, or take the setting away.',
      });
    }
    if (disabled?.value !== true && own && cluster.talos.unchecked.length === 0) {
      report({
        at: disabled ?? nearestEntry(machine, 'cluster', 'coreDNS')?.key ?? machine,
        message: 'Talos deploys CoreDNS, and so does the repository',
        help: 'Set cluster.coreDNS.disabled: true.',
        related: [see(own, "the repository's CoreDNS")],
      });
    }
  },
};

/** The cluster's own DNS: CoreDNS elsewhere than in kube-system serves something else. */
function coreDns(cluster: Cluster): LocatedValue | undefined {
  const release = cluster.helmReleases.find(
    ({ release: { chart, namespace } }) =>
      chart.text === 'coredns' && (namespace ?? 'kube-system') === 'kube-system',
  );
  if (release) return release.release.chart;
  const service = cluster.services.find(
    ({ resource }) => resource.namespace === 'kube-system' && resource.name === 'kube-dns',
  );
  return service?.resource.value;
}

/** Applications of other repositories, and charts nobody here knows, may bring any DNS. */
const mayHaveDns = (cluster: Cluster): boolean =>
  cluster.applications.some(({ name, builds }) => builds.length === 0 || /dns/.test(name.text));
