import { describe } from '../../model/cluster/objects/owned.ts';
import type { Workload } from '../../model/cluster/workloads/workloads.ts';
import { code } from '../../text/code.ts';
import { getString } from '../../yaml/access.ts';
import type { Report, Rule } from '../rule.ts';

export const restartPolicy: Rule = {
  id: 'workload/restart-policy',
  scope: 'cluster',
  severity: 'error',
  summary: 'A `restartPolicy` that the API refuses for the kind of workload.',
  rationale:
    'Pods of a Job end, so theirs is OnFailure or Never, and the default of pods, Always, is refused; pods of a Deployment, StatefulSet, DaemonSet or ReplicaSet are always restarted. The sync fails at the object.',
  remedy:
    'Write OnFailure or Never in the pod template of a Job or CronJob; leave it out elsewhere.',
  reference: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template',
  check({ cluster, report }) {
    for (const workload of cluster.workloads) {
      const finding = workload.resource.partial ? undefined : problem(workload);
      if (finding) report(finding);
    }
  },
};

const KNOWN = ['Always', 'OnFailure', 'Never'];

function problem({ resource, podSpec }: Workload): Report | undefined {
  const written = getString(podSpec, 'restartPolicy');
  // What is none of the three is said by schema/invalid.
  if (resource.kind === 'Pod' || (written && !KNOWN.includes(written.value))) return undefined;
  const policy = written?.value ?? 'Always';
  const isRun = resource.kind === 'Job' || resource.kind === 'CronJob';
  if ((policy !== 'Always') === isRun) return undefined;
  const does = written ? `has ${code(`restartPolicy: ${policy}`)}` : 'has no `restartPolicy`';
  return {
    at: written ?? podSpec,
    message: `${describe(resource)} ${does}, which the API refuses`,
    help: isRun ? 'Write `OnFailure` or `Never`.' : 'Its pods are always restarted: leave it out.',
  };
}
