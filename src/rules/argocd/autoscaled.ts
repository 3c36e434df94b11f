import { healsItself, ignoresReplicas } from '../../model/cluster/delivery/ignored-differences.ts';
import { applicationOf, describe } from '../../model/cluster/objects/owned.ts';
import { own } from '../../text/own.ts';
import { getScalar, textAt } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

export const autoscaled: Rule = {
  id: 'argocd/autoscaled',
  scope: 'cluster',
  severity: 'warning',
  summary:
    'A number of replicas in a manifest that an autoscaler also sets, in an Application that heals itself.',
  rationale:
    'Argo CD sets the replicas back to those of the manifest as soon as the autoscaler has changed them: pods come and go without end.',
  remedy: 'Leave `replicas` out of the manifest, or ignore the difference at /spec/replicas.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/#leaving-room-for-imperativeness',
  check({ cluster, report }) {
    for (const scaler of cluster.resources.deployed) {
      const path = own(SCALERS, scaler.kind);
      if (path === undefined) continue;
      const kind = textAt(scaler.value, 'spec', 'scaleTargetRef', 'kind') ?? path;
      const name = textAt(scaler.value, 'spec', 'scaleTargetRef', 'name');
      const target = cluster.workloads.find(
        ({ resource, namespace }) =>
          resource.kind === kind && resource.name === name && namespace === scaler.namespace,
      )?.resource;
      const application = target && applicationOf(target);
      const replicas = getScalar(target?.value, 'spec', 'replicas');
      if (!target || !application || !replicas || replicas.origin.made) continue;
      if (!healsItself(application) || ignoresReplicas(application, target)) continue;
      report({
        at: replicas,
        message: `Argo CD sets the replicas of ${describe(target)} back to \`${replicas.text}\` whenever ${describe(scaler)} has changed them`,
        help: 'Leave `replicas` out, or add `ignoreDifferences` for `/spec/replicas`.',
        related: [see(scaler.value, describe(scaler))],
      });
    }
  },
};

/** What sets replicas, with the kind that it means where it names none. */
const SCALERS: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: 'Deployment',
  ScaledObject: 'Deployment',
};
