import { entriesAt, getScalar, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { TalosNode } from '../../talos.ts';

/** A label that a pod's node must have, and the values of which it must have one. */
export interface NodeTerm {
  readonly key: string;
  readonly values: readonly LocatedScalar[];
}

const AFFINITY = ['affinity', 'nodeAffinity'] as const;
const REQUIRED = ['requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'] as const;

/**
 * What a pod asks of its node by value: its node selector, and its required affinity where that is one
 * term; of several terms any will do.
 */
export function nodeTerms(podSpec: LocatedValue): NodeTerm[] {
  const selector = entriesAt(podSpec, 'nodeSelector').flatMap(({ key, value }) =>
    value.kind === 'scalar' ? [{ key: key.text, values: [value] }] : [],
  );
  return [...selector, ...affinityTerms(itemsAt(podSpec, ...AFFINITY, ...REQUIRED))];
}

/** The same of Rook's placements, which are node affinities by the daemons' names. */
export const placementTerms = (value: LocatedValue): NodeTerm[] =>
  entriesAt(value, 'spec', 'placement').flatMap(({ value: placement }) =>
    affinityTerms(itemsAt(placement, 'nodeAffinity', ...REQUIRED)),
  );

const affinityTerms = (terms: readonly LocatedValue[]): NodeTerm[] =>
  terms.length !== 1
    ? []
    : itemsAt(terms[0], 'matchExpressions').flatMap(expression => {
        const key = textAt(expression, 'key');
        const values = itemsAt(expression, 'values').flatMap(item =>
          item.kind === 'scalar' ? [item] : [],
        );
        const isIn = textAt(expression, 'operator') === 'In';
        return key !== undefined && isIn && values.length > 0 ? [{ key, values }] : [];
      });

const HOSTNAME = 'kubernetes.io/hostname';

/**
 * The values that machines give a label; undefined where others may give it, too: only what some
 * machine's configuration sets is the machines' own.
 */
export function labelValues(
  nodes: readonly TalosNode[],
  key: string,
): ReadonlySet<string> | undefined {
  if (key === HOSTNAME) {
    const names = nodes.map(({ hostname }) => hostname?.text);
    // A machine that gets its name elsewhere may have any.
    return names.includes(undefined)
      ? undefined
      : new Set(names.flatMap(name => (name ? [name, name.split('.')[0] ?? name] : [])));
  }
  const values = nodes.flatMap(
    ({ machine }) => getScalar(machine, 'machine', 'nodeLabels', key)?.text ?? [],
  );
  return values.length === 0 ? undefined : new Set(values);
}
