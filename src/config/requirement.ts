import { parseQuantity } from '../model/quantity.ts';
import { code, codes } from '../text/code.ts';
import { isPlaceholder } from '../text/placeholder.ts';
import type { LocatedValue } from '../yaml/located.ts';
import type { Accepted, Requirement, ValueRequirement } from './requirements.ts';
import { matchesName } from './rule-names.ts';

/**
 * What is wrong with a value for a requirement, in words that follow its name; undefined where nothing is, or where
 * that can't be told.
 */
export function brokenBy(
  requirement: Requirement,
  value: LocatedValue | undefined,
): string | undefined {
  const isThere = value !== undefined && !(value.kind === 'scalar' && value.value === null);
  if (requirement === 'forbidden') return isThere ? 'is forbidden' : undefined;
  if (requirement === 'required') return isThere ? undefined : 'is required';
  if (!isThere) return missing(requirement);
  return value.kind === 'scalar' && !isPlaceholder(value.text)
    ? refused(requirement, value)
    : undefined;
}

const missing = ({ optional, not, is, min, max }: ValueRequirement): string | undefined => {
  // What may not be something need not be there.
  const asksForNothing = [is, min, max].every(part => part === undefined) && not !== undefined;
  return optional || asksForNothing ? undefined : 'is required';
};

type Scalar = Extract<LocatedValue, { kind: 'scalar' }>;

function refused({ is, not, min, max }: ValueRequirement, value: Scalar): string | undefined {
  const written = `is ${code(value.text)}`;
  if (is !== undefined && ![is].flat().some(accepted => isAccepted(accepted, value)))
    return `${written}, not ${codes([is].flat().map(String), 'or')}`;
  const unwanted = not === undefined ? [] : [not].flat();
  const hit = unwanted.find(one => isAccepted(one, value));
  if (hit !== undefined) return `${written}, and may not be ${code(String(hit))}`;
  const amount = parseQuantity(value.text);
  if (amount === undefined) return undefined;
  const [least, most] = [min, max].map(limit => parseQuantity(String(limit)));
  if (least !== undefined && amount < least) return `${written}, less than ${code(String(min))}`;
  if (most !== undefined && amount > most) return `${written}, more than ${code(String(max))}`;
  return undefined;
}

/** Texts are globs; numbers and booleans are themselves, so that `"true"` is not `true`. */
const isAccepted = (accepted: Accepted, { value, text }: Scalar): boolean =>
  typeof accepted === 'string'
    ? typeof value === 'string' && matchesName(text, accepted)
    : accepted === value;
