import type { Cluster } from '../../model/cluster/cluster.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import { BUILT_IN_ROLES, isOfKubernetes, RBAC } from '../../model/rbac.ts';
import { code } from '../../text/code.ts';
import { slipOf } from '../../text/nearest.ts';
import { getEntry, getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Report, type Rule, see, toPlace } from '../rule.ts';

export const roleBinding: Rule = {
  id: 'workload/role-binding',
  scope: 'cluster',
  severity: 'error',
  summary: 'A binding that the API refuses, or that binds a role or account that nothing makes.',
  rationale:
    'The API refuses a ServiceAccount without a namespace or with an apiGroup; a binding of what does not exist gives no rights, and the workload is told `forbidden`.',
  remedy:
    "Write the subject's namespace, leave its `apiGroup` out, and name a role and an account that exist.",
  reference:
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding',
  check({ cluster, report }) {
    for (const kind of ['RoleBinding', 'ClusterRoleBinding'])
      for (const binding of cluster.resources.ofKind(kind, RBAC)) {
        if (binding.partial) continue;
        for (const subject of itemsAt(binding.value, 'subjects')) {
          const finding =
            textAt(subject, 'kind') === 'ServiceAccount'
              ? (refusedAccount(binding, subject) ?? absentAccount(cluster, binding, subject))
              : refusedSubject(subject);
          if (finding) report(finding);
        }
        const role = absentRole(cluster, binding);
        if (role) report(role);
      }
  },
};

/**
 * The account of a RoleBinding is of the binding's own namespace where it says none.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/apis/rbac/validation/validation.go
 */
function refusedAccount({ kind }: ClusterResource, subject: LocatedValue): Report | undefined {
  const group = getString(subject, 'apiGroup');
  const name = getString(subject, 'name');
  if (group && group.text !== '')
    return {
      at: group,
      message: 'a ServiceAccount has no `apiGroup`: the API refuses the binding',
      help: 'Remove it.',
    };
  if (!name || kind === 'RoleBinding' || (textAt(subject, 'namespace') ?? '') !== '')
    return undefined;
  return {
    at: name,
    message: `the ServiceAccount \`${name.text}\` is bound without its namespace: the API refuses the binding`,
    help: 'Add its namespace.',
  };
}

function refusedSubject(subject: LocatedValue): Report | undefined {
  const group = getString(subject, 'apiGroup');
  if (!group || group.text === '' || group.text === RBAC) return undefined;
  return {
    at: group,
    message: `the \`apiGroup\` of a ${textAt(subject, 'kind') ?? 'subject'} is \`${RBAC}\`: the API refuses another`,
  };
}

/** Operators make accounts for what they run: only one that was surely meant otherwise is reported. */
function absentAccount(
  { resources }: Cluster,
  binding: ClusterResource,
  subject: LocatedValue,
): Report | undefined {
  const name = getString(subject, 'name');
  const namespace = textAt(subject, 'namespace') ?? binding.namespace ?? '';
  if (!name || name.text === 'default' || isOfKubernetes(namespace)) return undefined;
  const sought = { group: '', kind: 'ServiceAccount', namespace };
  const known = resources.names(sought);
  const elsewhere = resources
    .ofKind('ServiceAccount', '')
    .find(account => account.name === name.text && account.namespace !== namespace);
  const gone = missing(resources.find({ ...sought, name: name.text }));
  if (!gone) return undefined;
  const meant = slipOf(name.text, known);
  if (meant === undefined && !elsewhere) return undefined;
  const place = elsewhere && getEntry(subject, 'namespace')?.value;
  return {
    at: place ?? name,
    severity: 'warning',
    message: `nothing makes the ServiceAccount \`${namespace}/${name.text}\` to which ${describe(binding)} gives rights`,
    help: meant
      ? `Did you mean \`${meant}\`?`
      : elsewhere && `There is one in the namespace \`${elsewhere.namespace}\`.`,
    related: elsewhere && [see(elsewhere.value, describe(elsewhere))],
    doubt: gone.doubt,
    missing: `ServiceAccount ${namespace}/${name.text}`,
  };
}

/** Roles that every cluster has for people. */
const USER_ROLES = ['cluster-admin', 'admin', 'edit', 'view'];

function absentRole({ resources }: Cluster, binding: ClusterResource): Report | undefined {
  const name = getString(binding.value, 'roleRef', 'name');
  const kind = textAt(binding.value, 'roleRef', 'kind') ?? '';
  if (!name || !['Role', 'ClusterRole'].includes(kind) || BUILT_IN_ROLES.test(name.text))
    return undefined;
  const namespace = kind === 'Role' ? (binding.namespace ?? 'default') : undefined;
  const sought = { group: RBAC, kind, namespace };
  const gone = missing(resources.find({ ...sought, name: name.text }));
  if (!gone) return undefined;
  const elsewhere =
    kind === 'Role'
      ? resources.ofKind(kind, RBAC).find(role => role.name === name.text)
      : undefined;
  const meant = slipOf(name.text, [...resources.names(sought), ...USER_ROLES]);
  // Charts and operators bring ClusterRoles along, of any name.
  if (kind === 'ClusterRole' && gone.doubt !== undefined && meant === undefined) return undefined;
  const where = namespace === undefined ? '' : `${namespace}/`;
  return {
    at: toPlace(name),
    message: `nothing makes the ${kind} ${code(`${where}${name.text}`)} that ${describe(binding)} binds`,
    help: meant
      ? `Did you mean \`${meant}\`?`
      : elsewhere && `There is one in the namespace \`${elsewhere.namespace}\`.`,
    related: elsewhere && [see(elsewhere.value, describe(elsewhere))],
    doubt: gone.doubt,
    missing: `${kind} ${where}${name.text}`,
  };
}
