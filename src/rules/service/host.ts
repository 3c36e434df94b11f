import type { Cluster } from '../../model/cluster/cluster.ts';
import { isOfPlatform } from '../../model/cluster/delivery/landing.ts';
import {
  type HostReference,
  hostsOfObject,
  hostsOfRelease,
  hostsWithoutKind,
} from '../../model/cluster/network/host-references.ts';
import {
  shortHostsOfMaps,
  shortHostsOfRelease,
  shortHostsOfWorkload,
} from '../../model/cluster/workloads/short-hosts.ts';
import type { Workload } from '../../model/cluster/workloads/workloads.ts';
import { itemsAt, textAt } from '../../yaml/access.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';
import { serviceProblem } from '../service-reference.ts';

export const host: Rule = {
  id: 'service/host',
  scope: 'cluster',
  severity: 'warning',
  general: true,
  summary:
    "A host such as `name.namespace.svc`, or `http://name` of a pod, that no Service of the namespace has, or a port that its Service doesn't have.",
  rationale:
    'The name does not resolve, or the connection is refused: alerts are not delivered, data sources stay empty, and only the log of the caller says so.',
  remedy: "Write the Service's name, its namespace and one of its ports.",
  reference: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#services',
  check({ cluster, report }) {
    const references = [
      ...cluster.helmReleases.flatMap(({ release }) => hostsOfRelease(release)),
      ...cluster.resources.deployed.flatMap(hostsOfObject),
    ];
    const names = new Set(cluster.services.map(({ name }) => name));
    const namespaces = new Set(cluster.resources.deployed.map(({ namespace }) => namespace));
    // The repository would have the Service: it deploys into the namespace, or has a Service of the name elsewhere.
    // What the distribution brings is in no repository.
    const isOurs = ({ namespace, name }: HostReference) =>
      !isOfPlatform(namespace) && (names.has(name) || namespaces.has(namespace));
    for (const reference of oncePerPlace(references, ({ nameAt }) => nameAt)) {
      if (!isOurs(reference)) continue;
      const finding = serviceProblem(cluster, reference);
      if (finding) report(finding);
    }
    const without = hostsWithoutKind(
      cluster.resources.deployed,
      cluster.helmReleases.map(({ release }) => release),
    );
    for (const { name, namespace, nameAt } of oncePerPlace(without, ({ nameAt: at }) => at)) {
      if (!names.has(name) && !namespaces.has(namespace)) continue;
      report({
        at: nameAt,
        message: `\`${name}.${namespace}.cluster.local\` is not a name of the cluster's DNS: \`svc\` is missing`,
        help: `Write \`${name}.${namespace}.svc.cluster.local\`.`,
      });
    }
    const short = [
      ...cluster.helmReleases.flatMap(({ release }) => shortHostsOfRelease(release, names)),
      ...cluster.workloads.flatMap(workload => [
        ...shortHostsOfWorkload(workload, names),
        ...shortHostsOfMaps(workload, mapsOf(cluster, workload), names),
      ]),
    ];
    for (const reference of oncePerPlace(short, ({ nameAt }) => nameAt)) {
      if (!namespaces.has(reference.namespace)) continue;
      const finding = serviceProblem(cluster, reference);
      if (finding)
        report(finding.missing ? { ...finding, doubt: finding.doubt ?? SHORT } : finding);
    }
  },
};

/** The ConfigMaps of which a pod gets all entries as variables. */
const mapsOf = (cluster: Cluster, { namespace, containers, initContainers }: Workload) =>
  [...containers, ...initContainers].flatMap(({ value }) =>
    itemsAt(value, 'envFrom').flatMap(item => {
      const name = textAt(item, 'configMapRef', 'name');
      const answer = name === undefined ? undefined : cluster.configMap(namespace, name);
      return answer?.status === 'found' ? answer.value : [];
    }),
  );

/** A name without dots, or with one, is not only the cluster's. */
const SHORT = 'a machine of the network may have this name too';
