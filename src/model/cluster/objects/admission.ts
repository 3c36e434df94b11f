import { get, itemsAt, stringMapAt, textAt, textsAt } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from './owned.ts';
import type { ResourceIndex } from './resources.ts';
import { matchesSelector } from './selectors.ts';

export const ADMISSION_GROUP = 'admissionregistration.k8s.io';

/** A ValidatingAdmissionPolicy with one of the bindings that put it in force. */
export interface BoundPolicy {
  readonly policy: ClusterResource;
  readonly binding: ClusterResource;
  readonly actions: readonly string[];
}

/** The policies that bindings of the repository put in force. */
export const boundPolicies = (index: ResourceIndex): BoundPolicy[] =>
  index.ofKind('ValidatingAdmissionPolicyBinding', ADMISSION_GROUP).flatMap(binding =>
    index
      .ofKind('ValidatingAdmissionPolicy', ADMISSION_GROUP)
      .filter(policy => policy.name === textAt(binding.value, 'spec', 'policyName'))
      .map(policy => ({
        policy,
        binding,
        actions: textsAt(binding.value, 'spec', 'validationActions'),
      })),
  );

/**
 * The operation that an object is first met with; undefined where the constraints don't meet it, or where that
 * can't be told. An object is made before it is changed.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#match-constraints
 */
export function operationOn(
  { policy, binding }: BoundPolicy,
  resource: ClusterResource,
  index: ResourceIndex,
): 'CREATE' | 'UPDATE' | undefined {
  const constraints = get(policy.value, 'spec', 'matchConstraints');
  const narrower = get(binding.value, 'spec', 'matchResources');
  const operations = operationsOf(constraints, resource);
  if (operations.length === 0 || !isSelected(constraints, resource, index)) return undefined;
  if (narrower) {
    const isNamed = itemsAt(narrower, 'resourceRules').length > 0;
    if (isNamed && operationsOf(narrower, resource).length === 0) return undefined;
    if (isExcluded(narrower, resource) || !isSelected(narrower, resource, index)) return undefined;
  }
  if (operations.some(name => name === 'CREATE' || name === '*')) return 'CREATE';
  return operations.includes('UPDATE') ? 'UPDATE' : undefined;
}

const operationsOf = (
  constraints: LocatedValue | undefined,
  resource: ClusterResource,
): string[] =>
  isExcluded(constraints, resource)
    ? []
    : itemsAt(constraints, 'resourceRules').flatMap(rule =>
        isNamedBy(rule, resource) ? textsAt(rule, 'operations') : [],
      );

const isExcluded = (constraints: LocatedValue | undefined, resource: ClusterResource): boolean =>
  itemsAt(constraints, 'excludeResourceRules').some(rule => isNamedBy(rule, resource));

function isNamedBy(
  rule: LocatedValue,
  { group, version, kind, name, namespace }: ClusterResource,
): boolean {
  const has = (key: string, text: string) => {
    const listed = textsAt(rule, key);
    return listed.includes('*') || listed.includes(text);
  };
  const names = textsAt(rule, 'resourceNames');
  const scope = textAt(rule, 'scope') ?? '*';
  const isOfScope = scope === '*' || (scope === 'Namespaced') === (namespace !== undefined);
  return (
    has('apiGroups', group) &&
    has('apiVersions', version) &&
    (has('resources', pluralOf(kind)) || textsAt(rule, 'resources').includes('*/*')) &&
    isOfScope &&
    (names.length === 0 || names.includes(name))
  );
}

/** What the API calls a kind's objects; Kubernetes' own and most others follow the rules of English. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints') return name;
  if (/(?:s|x|z|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** Whether the selectors choose an object; what can't be told is no. */
function isSelected(
  constraints: LocatedValue | undefined,
  resource: ClusterResource,
  index: ResourceIndex,
): boolean {
  const own = get(constraints, 'objectSelector');
  if (own && !matchesSelector(own, stringMapAt(resource.value, 'metadata', 'labels'))) return false;
  const selector = get(constraints, 'namespaceSelector');
  if (!selector || isEmpty(selector)) return true;
  const { namespace } = resource;
  if (namespace === undefined) return resource.kind !== 'Namespace';
  const found = index.find({ group: '', kind: 'Namespace', namespace: undefined, name: namespace });
  const labels =
    found.status === 'found'
      ? stringMapAt(found.value.value, 'metadata', 'labels')
      : new Map<string, string>();
  labels.set('kubernetes.io/metadata.name', namespace);
  const isKnown = found.status === 'found' || asksForName(selector);
  return isKnown && matchesSelector(selector, labels) === true;
}

const isEmpty = (selector: LocatedValue): boolean =>
  selector.kind === 'map' && selector.entries.size === 0;

const asksForName = (selector: LocatedValue): boolean =>
  [
    ...stringMapAt(selector, 'matchLabels').keys(),
    ...itemsAt(selector, 'matchExpressions').flatMap(item => textAt(item, 'key') ?? []),
  ].every(key => key === 'kubernetes.io/metadata.name');
