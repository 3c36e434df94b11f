import { describe } from '../../model/cluster/objects/owned.ts';
import { excessRequests, operatedRequests } from '../../model/cluster/workloads/resource-limits.ts';
import { code } from '../../text/code.ts';
import { type Rule, see } from '../rule.ts';

export const resources: Rule = {
  id: 'workload/resources',
  scope: 'cluster',
  severity: 'error',
  summary: 'A container that requests more of a resource than its limit.',
  rationale:
    'The API refuses such a pod. The Deployment is accepted where only the pod is checked, and then has no pods.',
  remedy:
    'Raise the limit, or ask for less. Check the unit: `10` is ten cores, `10m` a hundredth of one.',
  reference:
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits',
  check({ cluster, report }) {
    for (const workload of cluster.workloads) {
      for (const { container, resource, request, limit } of excessRequests(workload)) {
        // What the chart sets is not what is to be changed.
        const [at, other, word] = request.origin.made
          ? [limit, request, 'request']
          : [request, limit, 'limit'];
        if (at.origin.made) continue;
        report({
          at,
          message: `the container ${code(container ?? '?')} of ${describe(workload.resource)} requests \`${request.text}\` of \`${resource}\`, and its limit is \`${limit.text}\`: the API refuses the pod`,
          help: 'Raise the limit, or lower the request.',
          related: [see(other, `the ${word}`)],
        });
      }
    }
    for (const resource of cluster.resources.deployed) {
      for (const { resource: name, request, limit } of operatedRequests(resource)) {
        if (request.origin.made || limit.origin.made) continue;
        report({
          at: request,
          message: `${describe(resource)} requests \`${request.text}\` of \`${name}\`, and its limit is \`${limit.text}\`: the API refuses the pods that its operator makes`,
          help: 'Raise the limit, or lower the request.',
          related: [see(limit, 'the limit')],
        });
      }
    }
  },
};
