import { isOfPlatform } from '../../model/cluster/delivery/landing.ts';
import { hostsOfObject, hostsOfRelease } from '../../model/cluster/network/host-references.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';
import { serviceProblem } from '../service-reference.ts';

export const host: Rule = {
  id: 'service/host',
  scope: 'cluster',
  severity: 'warning',
  general: true,
  summary:
    "A host such as `name.namespace.svc` in values or objects that no Service has, or a port that its Service doesn't have.",
  rationale:
    'The name does not resolve, or the connection is refused: alerts are not delivered, data sources stay empty, and only the log of the caller says so.',
  remedy: "Write the Service's name, its namespace and one of its ports.",
  reference: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#services',
  check({ cluster, report }) {
    const references = [
      ...cluster.helmReleases.flatMap(({ release }) => hostsOfRelease(release)),
      ...cluster.resources.deployed.flatMap(hostsOfObject),
    ];
    for (const reference of oncePerPlace(references, ({ nameAt }) => nameAt)) {
      // What the distribution brings is nowhere in the repository.
      if (isOfPlatform(reference.namespace)) continue;
      const finding = serviceProblem(cluster, reference);
      if (finding) report(finding);
    }
  },
};
