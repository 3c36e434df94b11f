import { parseQuantity } from '../model/quantity.ts';
import { codes } from '../text/code.ts';
import { entriesAt, get, itemsAt } from '../yaml/access.ts';
import {
  headOf,
  type LocatedMap,
  type LocatedScalar,
  type LocatedValue,
  placeOf,
} from '../yaml/located.ts';
import { customErrors } from './custom.ts';
import type { PolicyError } from './policy-error.ts';
import { crossed, requirementErrors } from './requirement-errors.ts';
import { SCOPE_KEYS } from './scope.ts';
import {
  address,
  argocdVersion,
  capacity,
  domain,
  exportPath,
  helmVersion,
  host,
  imageSource,
  kubernetesVersion,
  kustomizeVersion,
  labelPair,
  namespace,
  namespaceGlob,
  objectName,
  range,
  repositoryUrl,
  source,
  tag,
  talosVersion,
  type ValueCheck,
  versionRange,
} from './value-kinds.ts';

/** `*` is every key or item. */
type Pattern = readonly string[];

const VALUES: readonly (readonly [Pattern, ValueCheck])[] = [
  [['loadBalancer', 'ranges', '*'], range],
  [['loadBalancer', 'pools', '*'], range],
  [['loadBalancer', 'pools', '*', '*'], range],
  [['gateways', '*', 'address'], address],
  [['gateways', '*', 'namespace'], namespace],
  [['gateways', '*', 'class'], objectName],
  [['gateways', '*', 'target'], host],
  [['domains', '*'], domain],
  [['externalDns', 'label'], labelPair],
  [['storage', 'classes', '*', 'capacity'], capacity],
  [['storage', 'nfs', 'servers', '*'], host],
  [['storage', 'nfs', 'exports', '*'], exportPath],
  [['storage', 'backup', '*'], objectName],
  [['applications', '*', 'storageClass'], objectName],
  [['storage', 'claims', '*', 'class'], objectName],
  [['storage', 'claims', '*', 'class', '*'], objectName],
  [['storage', 'claims', '*', 'minSize'], capacity],
  [['storage', 'claims', '*', 'maxSize'], capacity],
  [['applications', '*', 'claims', '*', 'class'], objectName],
  [['applications', '*', 'claims', '*', 'class', '*'], objectName],
  [['applications', '*', 'claims', '*', 'minSize'], capacity],
  [['applications', '*', 'claims', '*', 'maxSize'], capacity],
  [['charts', '*'], versionRange],
  [['images', '*'], tag],
  [['images', '*', '*'], tag],
  [['sources', 'charts', '*'], source],
  [['sources', 'remotes', '*'], source],
  [['sources', 'images', '*'], imageSource],
  [['categories', '*', 'namespaces', '*'], namespaceGlob],
  [['talos', 'version'], talosVersion],
  [['talos', 'kubernetes'], kubernetesVersion],
  [['talos', 'nodes', '*', 'version'], talosVersion],
  [['talos', 'nodes', '*', 'kubernetes'], kubernetesVersion],
  [['talos', 'lan', '*'], range],
  [['argocd', 'repositories', '*'], repositoryUrl],
  [['argocd', 'version'], argocdVersion],
  [['helm', 'version'], helmVersion],
  [['kustomize', 'version'], kustomizeVersion],
  [['repository', '*'], repositoryUrl],
  [['rules', 'placement/namespace-mismatch', 'allow', '*'], namespace],
];

const KEYS: readonly (readonly [Pattern, ValueCheck])[] = [
  [['loadBalancer', 'reserved'], range],
  [['gateways'], objectName],
  [['storage', 'classes'], objectName],
];

/**
 * Values that no rule could enforce, and what contradicts itself. A policy whose values are of the
 * wrong type is left to the schema.
 */
export const valueErrors = (policy: LocatedMap): PolicyError[] => [
  ...ownErrors(policy),
  ...placedTwice(policy),
  ...customErrors(policy),
  ...itemsAt(policy, 'overrides').flatMap(item =>
    item.kind === 'map' ? [...ownErrors(item), ...withoutScope(item)] : [],
  ),
];

const ownErrors = (policy: LocatedMap): PolicyError[] => [
  ...VALUES.flatMap(([pattern, check]) =>
    valuesAt(policy, pattern).flatMap(value => errorOf(value, value.text, check)),
  ),
  ...KEYS.flatMap(([pattern, check]) =>
    keysAt(policy, pattern).flatMap(key => errorOf(key, key.text, check)),
  ),
  ...requirementErrors(policy),
  ...claimErrors(policy),
];

/** Claims that can be of no size. */
const claimErrors = (policy: LocatedMap): PolicyError[] =>
  [
    get(policy, 'storage', 'claims'),
    ...entriesAt(get(policy, 'applications')).map(({ value }) => get(value, 'claims')),
  ].flatMap(claims =>
    entriesAt(claims).flatMap(({ value }) => {
      const limits = ['minSize', 'maxSize'].map(name => get(value, name));
      const sizes = limits.map(limit =>
        limit?.kind === 'scalar' ? parseQuantity(limit.text) : undefined,
      );
      return crossed(limits, sizes);
    }),
  );

/** An override for everything is none: what it says belongs to the policy itself. */
const withoutScope = (override: LocatedMap): PolicyError[] =>
  SCOPE_KEYS.some(key => get(override, key) !== undefined)
    ? []
    : [
        {
          at: headOf(override) ?? placeOf(override),
          message: 'the override does not say what it is for',
          help: `Accepted: one or more of ${codes(SCOPE_KEYS)}, each a list of names or globs.`,
        },
      ];

/**
 * A part of a policy without the values and keys that no policy may have: what a repository declares may be a
 * placeholder, or wrong.
 *
 * @param path where the part stands in the policy
 */
export function withoutErrors(part: unknown, path: Pattern): unknown {
  if (typeof part === 'string') return checkOf(VALUES, path)?.(part) ? undefined : part;
  if (Array.isArray(part)) {
    const kept = part.filter(item => withoutErrors(item, [...path, '*']) !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof part !== 'object' || part === null) return part;
  const isKey = (key: string) => checkOf(KEYS, path)?.(key) === undefined;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key]) => isKey(key))
      .map(([key, value]) => [key, withoutErrors(value, [...path, key])])
      .filter(([, value]) => value !== undefined),
  );
}

const checkOf = (checks: typeof VALUES, path: Pattern): ValueCheck | undefined =>
  checks.find(
    ([pattern]) =>
      pattern.length === path.length &&
      pattern.every((step, i) => step === '*' || step === path[i]),
  )?.[1];

function errorOf(at: LocatedScalar, text: string, check: ValueCheck): PolicyError[] {
  const wrong = check(text);
  return wrong ? [{ at: placeOf(at), ...wrong }] : [];
}

/** The strings at a path of a pattern. */
function valuesAt(value: LocatedValue, [step, ...rest]: Pattern): LocatedScalar[] {
  if (step === undefined) {
    return value.kind === 'scalar' && typeof value.value === 'string' ? [value] : [];
  }
  const next =
    step !== '*'
      ? [get(value, step)]
      : value.kind === 'sequence'
        ? value.items
        : value.kind === 'map'
          ? [...value.entries.values()].map(entry => entry.value)
          : [];
  return next.flatMap(child => (child ? valuesAt(child, rest) : []));
}

const keysAt = (policy: LocatedMap, path: Pattern): LocatedScalar[] => {
  const map = get(policy, ...path);
  return map?.kind === 'map' ? [...map.entries.values()].map(({ key }) => key) : [];
};

/** An application belongs to one category: two of them would both report it. */
function placedTwice(policy: LocatedMap): PolicyError[] {
  const placed = new Map<string, string[]>();
  return keysAt(policy, ['categories']).flatMap(({ text: category }) =>
    valuesAt(policy, ['categories', category, 'applications', '*']).flatMap(name => {
      const before = placed.get(name.text) ?? [];
      placed.set(name.text, [...before, category]);
      if (before.length === 0) return [];
      return [
        {
          at: placeOf(name),
          message: before.includes(category)
            ? `\`${name.text}\` is listed twice in \`${category}\``
            : `\`${name.text}\` is listed in \`${category}\`, but already in ${codes(before)}`,
          help: 'List it in the one category that it belongs to.',
        },
      ];
    }),
  );
}
