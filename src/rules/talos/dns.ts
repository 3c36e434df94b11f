import type { Cluster } from '../../model/cluster/cluster.ts';
import { type Missing, missing } from '../../model/lookup.ts';
import { getScalar, nearestEntry } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const dns: Rule = {
  id: 'talos/dns',
  scope: 'cluster',
  severity: 'warning',
  summary: 'CoreDNS disabled in Talos while nothing else provides it, or deployed by both.',
  rationale:
    "Without CoreDNS no pod resolves a name. With two of them Talos and Argo CD overwrite each other's Deployment, Service and ConfigMap.",
  remedy:
    'Set `cluster.coreDNS.disabled: true` in Talos exactly when the repository deploys CoreDNS in kube-system.',
  reference: 'https://docs.siderolabs.com/talos/v1.12/reference/configuration/v1alpha1/config',
  check({ cluster, report }) {
    const planes = cluster.nodes.filter(({ role }) => role === 'controlplane');
    const machine = planes.find(node => node.machine)?.machine;
    if (!machine || cluster.applications.length === 0) return;
    const disabled = getScalar(machine, 'cluster', 'coreDNS', 'disabled');
    const own = coreDns(cluster);
    const none = disabled?.value === true && !own ? noDns(cluster) : undefined;
    if (disabled && none) {
      report({
        at: disabled,
        message: 'CoreDNS is disabled in Talos, and nothing in the repository provides it',
        help: 'Deploy CoreDNS in kube-system, or take the setting away.',
        doubt: none.doubt,
      });
    }
    if (disabled?.value !== true && own && cluster.talos.unchecked.length === 0) {
      report({
        at: disabled ?? nearestEntry(machine, 'cluster', 'coreDNS')?.key ?? machine,
        message: 'Talos deploys CoreDNS, and so does the repository',
        help: 'Set `cluster.coreDNS.disabled: true`.',
        related: [see(own, "the repository's CoreDNS")],
      });
    }
  },
};

/** The cluster's own DNS: CoreDNS elsewhere than in kube-system serves something else. */
function coreDns({ resources }: Cluster): LocatedValue | undefined {
  const dns = resources.deployed.find(
    ({ kind, name, namespace = KUBE_DNS.namespace, release }) =>
      namespace === KUBE_DNS.namespace &&
      (release?.chart.text === 'coredns' || (kind === KUBE_DNS.kind && name === KUBE_DNS.name)),
  );
  return dns?.release?.chart ?? dns?.value;
}

/** The Service that pods ask; other repositories and charts that nobody here knows may make it. */
const KUBE_DNS = { group: '', kind: 'Service', namespace: 'kube-system', name: 'kube-dns' };

/** Something that is not CoreDNS may answer under its own name, too; external-dns answers nobody. */
const noDns = ({ applications, resources }: Cluster): Missing | undefined =>
  applications.some(({ name }) => /(?<!external-?)dns/.test(name.text))
    ? undefined
    : missing(resources.find(KUBE_DNS));
