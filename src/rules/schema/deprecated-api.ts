import { unservedUses } from '../../model/cluster/delivery/served-apis.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import type { Rule } from '../rule.ts';

export const deprecatedApi: Rule = {
  id: 'schema/deprecated-api',
  severity: 'warning',
  summary: 'An `apiVersion` that the cluster no longer serves, or does not serve yet.',
  rationale:
    "The API server has no such kind: the sync of the application fails at it. Which versions are gone follows from the Kubernetes release that Talos' configuration pins, else from the oldest that its Talos version supports, else from 1.25, which every cluster has left behind; of custom resources, from the version of the chart that brings them.",
  remedy: 'Move to the version that is named, and look at what changed in its fields.',
  reference: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  check({ cluster, report }) {
    for (const { at, resource, release, isNew, instead } of unservedUses(cluster)) {
      report({
        at,
        message: `\`${resource.apiVersion}\`${isNew && !instead ? ` of ${resource.kind}` : ''} is not served ${isNew ? 'before' : 'since'} ${release}: ${describe(resource)} can't be applied`,
        help: instead
          ? `Use \`${instead}\`.`
          : isNew
            ? 'Move the chart to a version that brings it.'
            : 'There is nothing in its place.',
      });
    }
  },
};
