import { matchesName } from '../../config/rule-names.ts';
import type { Application } from '../../model/application.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { code, codes } from '../../text/code.ts';
import { own } from '../../text/own.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getString } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const namespace: Rule = {
  id: 'policy/namespace',
  severity: 'error',
  since: '0.1.0',
  summary:
    'An application that deploys to a namespace that the policy does not have for its category.',
  rationale:
    "Network policies, quotas, secrets and people's rights are of a namespace: an application in another one has those of somebody else.",
  remedy:
    'Deploy to a namespace of the category, or add the namespace to the category in the policy.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/',
  policy: true,
  check({ cluster, policy, report }) {
    const used = cluster.applications.flatMap(application => {
      const allowed = own(policy.categories ?? {}, application.category ?? '')?.namespaces;
      if (!allowed) return [];
      return namespacesOf(application)
        .filter(({ at }) => !isPlaceholder(at.text))
        .filter(({ at }) => !allowed.some(glob => matchesName(at.text, glob)))
        .map(item => ({ application, allowed, ...item }));
    });
    for (const { application, allowed, at, what } of used) {
      const { category = '' } = application;
      const pinned = policy.place('categories', category, 'namespaces');
      report({
        at,
        message: `${what} is in the namespace \`${at.text}\`, but ${policy.source('categories', category, 'namespaces')} has ${codes(allowed, 'and')} for \`${category}\``,
        related: pinned && [see(pinned, 'pinned here')],
        application,
      });
    }
  },
};

interface Used {
  readonly at: LocatedScalar;
  readonly what: string;
}

/** The destination's, and those that objects name. */
function namespacesOf({ name, destination, resources }: Application): Used[] {
  const objects = resources.flatMap((resource): Used[] => {
    const at = getString(resource.value, 'metadata', 'namespace');
    return at && at.text !== destination.namespace?.text ? [{ at, what: describe(resource) }] : [];
  });
  return [
    ...(destination.namespace
      ? [{ at: destination.namespace, what: `the Application ${code(name.text)}` }]
      : []),
    ...objects,
  ];
}
