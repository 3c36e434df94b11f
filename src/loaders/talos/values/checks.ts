import { isPlaceholder } from '../../../text/placeholder.ts';
import { getScalar, textAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { Refuse } from '../patch-markers.ts';
import { scalarsAt, valuesAt } from './select.ts';

/** What the rules of a kind ask of a merged document. */
export type Check = (document: LocatedMap, refuse: Refuse) => void;

/** Fields without which a document of a kind is refused. */
export const needs =
  (...fields: readonly string[]): Check =>
  (document, refuse) => {
    const missing = fields.filter(field => valuesAt(document, field).length === 0);
    if (missing.length === 0) return;
    refuse({ at: document, message: `${textAt(document, 'kind')} needs ${missing.join(' and ')}` });
  };

/** A text that says something: not empty, and nobody fills it in later. */
export const known = (scalar: LocatedScalar | undefined): scalar is LocatedScalar =>
  scalar !== undefined &&
  scalar.value !== null &&
  scalar.text !== '' &&
  !isPlaceholder(scalar.text);

/** Of the keys of an encrypted volume each has a slot of its own. */
export function checkSlots(keys: readonly LocatedValue[], refuse: Refuse): void {
  const slots = new Set<string>();
  for (const key of keys) {
    const slot = getScalar(key, 'slot');
    if (slot && slots.has(slot.text))
      refuse({ at: slot, message: `the slot \`${slot.text}\` is used twice` });
    if (slot) slots.add(slot.text);
  }
}

/** A text that has to fit; `what` is said as "must be …". */
export const asks =
  (path: string, fits: (text: string) => boolean, what: string): Check =>
  (document, refuse) => {
    for (const scalar of scalarsAt(document, path))
      if (known(scalar) && !fits(scalar.text))
        refuse({ at: scalar, message: `\`${scalar.text}\` is refused: this must be ${what}` });
  };
