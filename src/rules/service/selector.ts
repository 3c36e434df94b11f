import type { Cluster } from '../../model/cluster/cluster.ts';
import type { Service } from '../../model/cluster/network/services.ts';
import { describe, isMadeWith } from '../../model/cluster/objects/owned.ts';
import type { Workload } from '../../model/cluster/workloads/workloads.ts';
import { type Lookup, missing } from '../../model/lookup.ts';
import { get, getMap } from '../../yaml/access.ts';
import { isReported } from '../reported.ts';
import { type Report, type Rule, see, toPlace } from '../rule.ts';

export const selector: Rule = {
  id: 'service/selector',
  scope: 'cluster',
  severity: 'error',
  summary: 'A selector that matches no workload of its namespace.',
  rationale:
    'The Service gets no endpoints: every connection to it is refused or times out, though it looks healthy.',
  remedy: 'Write the labels that the pod template has; they must all be there.',
  reference:
    'https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes',
  check({ cluster, report }) {
    for (const service of cluster.services) {
      const { namespace, selector: wanted, type } = service;
      if (type === 'ExternalName' || wanted.size === 0 || isBesideCharts(service)) continue;
      const answer = cluster.pods.select(namespace, wanted);
      const twin = answer.status === 'unknowable' ? twinOf(service, cluster) : undefined;
      const gone = twin ? { doubt: unanswered(answer) } : missing(answer);
      const finding = gone && toReport(service, cluster);
      if (finding && !isReported(cluster, finding.at)) report({ ...finding, doubt: gone.doubt });
    }
  },
};

/** Whether whoever applies it says its namespace, and charts are installed with it: its pods may be theirs. */
const isBesideCharts = ({ resource: { owner, value } }: Service): boolean =>
  owner.type === 'kustomization' &&
  owner.build.releases.length > 0 &&
  get(value, 'metadata', 'namespace') === undefined;

/**
 * The workload that is written with a Service and bears its name: it is meant, whatever else may run in the
 * namespace. Undefined where a chart or an operator has a say in its labels.
 */
const twinOf = (
  { resource, namespace, name }: Service,
  { workloads }: Cluster,
): Workload | undefined => {
  if (resource.release) return undefined;
  const twins = workloads.filter(
    workload => workload.namespace === namespace && workload.resource.name === name,
  );
  const [twin, ...others] = twins;
  const isWritten = twin && !twin.resource.release && !twin.resource.partial;
  return isWritten && others.length === 0 && isMadeWith(twin.resource, resource) ? twin : undefined;
};

const unanswered = (answer: Lookup<unknown>): string | undefined =>
  answer.status === 'unknowable' ? answer.reason : undefined;

/** Among more workloads than these, the closest one is not looked for. */
const MAX_COMPARED = 500;

function toReport({ resource, namespace, selector: wanted }: Service, cluster: Cluster) {
  const map = getMap(resource.value, 'spec', 'selector');
  if (!map) return undefined;
  const misses = ({ podLabels }: Workload) =>
    [...wanted].filter(([key, value]) => podLabels.get(key) !== value);
  const elsewhere = cluster.workloads.find(({ podLabels }) =>
    [...wanted].every(([key, value]) => podLabels.get(key) === value),
  );
  const near = cluster.workloads.length > MAX_COMPARED ? [] : cluster.workloads;
  const [closest] = near
    .filter(workload => workload.namespace === namespace)
    .sort((a, b) => misses(a).length - misses(b).length);
  const [first, ...others] = closest ? misses(closest) : [];
  const entry = first && others.length === 0 ? map.entries.get(first[0]) : undefined;
  const has = first && closest?.podLabels.get(first[0]);
  const labels = [...wanted].map(([key, value]) => `${key}=${value}`).join(', ');
  const report: Report = {
    at: entry?.value ?? toPlace(map),
    message: `${describe(resource)} selects no pods: no workload in \`${namespace}\` has the labels \`${labels}\``,
    help: elsewhere
      ? `${describe(elsewhere.resource)} has them: move the Service to the namespace \`${elsewhere.namespace}\`, or select pods of its own.`
      : has !== undefined && entry && closest
        ? `${describe(closest.resource)} has \`${first?.[0]}=${has}\`.`
        : undefined,
    related: [elsewhere, entry && closest].flatMap(workload =>
      workload ? [see(workload.resource.value, describe(workload.resource))] : [],
    ),
  };
  return report;
}
