import { itemsAt, stringMapAt, textAt, textsAt } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';

/** Kubernetes label selector: matchLabels and matchExpressions, all of them. */
export function matchesSelector(
  selector: LocatedValue | undefined,
  labels: ReadonlyMap<string, string>,
  labelsIncomplete = false,
): boolean | undefined {
  let sure = true;
  for (const [key, value] of stringMapAt(selector, 'matchLabels')) {
    if (labels.get(key) === value) continue;
    if (!labelsIncomplete) return false;
    sure = false;
  }
  for (const expression of itemsAt(selector, 'matchExpressions')) {
    if (matchesExpression(expression, labels)) continue;
    if (!labelsIncomplete) return false;
    sure = false;
  }
  return sure ? true : undefined;
}

function matchesExpression(expression: LocatedValue, labels: ReadonlyMap<string, string>): boolean {
  const actual = labels.get(textAt(expression, 'key') ?? '');
  const values = textsAt(expression, 'values');
  switch (textAt(expression, 'operator')) {
    case 'In':
      return actual !== undefined && values.includes(actual);
    case 'NotIn':
      return actual === undefined || !values.includes(actual);
    case 'Exists':
      return actual !== undefined;
    case 'DoesNotExist':
      return actual === undefined;
    default:
      return false;
  }
}
