import { getScalar, stringMapAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { type Gathered, report, unsettled } from '../context/gathered.ts';
import { compilePattern, type Match } from '../fields/pattern.ts';
import { type Id, type Item, idOf, originalId } from '../items/item.ts';
import { parseLabelSelector } from './labels-selector.ts';

const NAMES = ['group', 'version', 'kind', 'name', 'namespace'] as const;

/** Chooses objects by type, name, namespace, labels and annotations. */
export interface Selector {
  /** By type, and by any of the given identities' name and namespace. */
  matchesId(ids: readonly Id[]): boolean;
  matchesMarks(item: Item): boolean;
  /** Whether anything of the identity is asked for. */
  readonly hasId: boolean;
  /** Whether labels or annotations are asked for. */
  readonly hasMarks: boolean;
  /** False where it has a mistake that is reported. */
  readonly isSound: boolean;
}

/**
 * Reads a selector; each field is a regular expression that must match as a whole. What is wrong
 * with it is reported, and it selects nothing.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/types/selector.go
 */
export function readSelector(gathered: Gathered, selector: LocatedMap): Selector {
  const patterns = new Map<string, Match>();
  const before = gathered.problems.length;
  for (const name of NAMES) {
    const scalar = getScalar(selector, name);
    if (!scalar || scalar.text === '') continue;
    patterns.set(name, certain(gathered, scalar));
  }
  const marks = (['labelSelector', 'annotationSelector'] as const).map(name => {
    const scalar = getScalar(selector, name);
    const match = parseLabelSelector(scalar?.text ?? '');
    if (!match && scalar) report(gathered, scalar, `\`${scalar.text}\` is not a label selector`);
    return { path: name === 'labelSelector' ? 'labels' : 'annotations', match };
  });
  const isMatch = (name: (typeof NAMES)[number], text: string): boolean =>
    patterns.get(name)?.(text) ?? !patterns.has(name);
  return {
    hasId: patterns.size > 0,
    hasMarks: ['labelSelector', 'annotationSelector'].some(name => getScalar(selector, name)?.text),
    isSound: gathered.problems.length === before,
    matchesId: ids =>
      ids.some(id =>
        (['group', 'version', 'kind'] as const).every(name => isMatch(name, id[name])),
      ) &&
      ids.some(id => isMatch('name', id.name)) &&
      ids.some(id => isMatch('namespace', id.namespace)),
    matchesMarks: ({ value }) =>
      marks.every(({ path, match }) => match?.(stringMapAt(value, 'metadata', path)) ?? false),
  };
}

/** A pattern whose answer is always known: where it isn't, nothing matches and the build says so. */
function certain(gathered: Gathered, scalar: LocatedScalar): Match {
  const match = compilePattern(scalar.text);
  if (!match) {
    report(gathered, scalar, `\`${scalar.text}\` is not a regular expression that Go accepts`);
    return () => false;
  }
  let isNoted = false;
  return text => {
    const result = match(text);
    if (result === undefined && !isNoted) {
      isNoted = true;
      unsettled(gathered, scalar, `what \`${scalar.text}\` matches is not worked out`);
    }
    return result ?? false;
  };
}

/** Whether a patch's target selects an object, under its present or its original name. */
export function selects(selector: Selector, item: Item): boolean {
  const current = idOf(item);
  const { name, namespace } = originalId(item);
  const original = { ...current, name, namespace };
  return selector.matchesId([original, current]) && selector.matchesMarks(item);
}
