import { documentsOf } from '../../helm/schema/documents.ts';
import { validate } from '../../helm/schema/evaluate.ts';
import { type Instance, type Json, type JsonObject, member } from '../../helm/schema/json.ts';
import type { Path } from '../../helm/schema/verdict.ts';
import type { Position, SchemaFlaw } from '../../model/schema/check.ts';
import type { Budget } from '../../template/go/stop.ts';
import { code } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, scalarsIn } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';

const WORDS = ['allOf', 'anyOf', 'oneOf', 'not'] as const;

/** Whether something in a value is not known here. */
export const hasOpen = (value: LocatedValue): boolean =>
  scalarsIn(value).some(({ tag, text }) => tag !== undefined || isPlaceholder(text));

/**
 * What the words of a schema refuse that put conditions together. In a structural schema they only add conditions:
 * what fields there are stands beside them.
 */
export function combinedFlaws(
  value: LocatedValue,
  schema: JsonObject,
  { kind, path, budget }: Position & { readonly budget: Budget },
): SchemaFlaw[] {
  // Whether it is a number or a text has been asked.
  if (member(schema, 'x-kubernetes-int-or-string') === true) return [];
  const parts = WORDS.flatMap(word => {
    const part = member(schema, word);
    return part === undefined ? [] : [[word, part] as const];
  });
  if (parts.length === 0 || hasOpen(value)) return [];
  const documents = documentsOf(Object.fromEntries(parts) as Json, () => undefined);
  if (!documents) return [];
  const { flaws } = validate(documents, instanceOf(value), budget);
  return flaws.slice(0, 1).map(flaw => {
    const steps = stepsOf(flaw.path);
    const inner = `${path}${steps.map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;
    const where = path === '' ? inner.slice(1) : inner;
    return {
      at: get(value, ...steps) ?? value,
      path: where,
      message: [kind, ...(where === '' ? [] : [code(where)]), flaw.message].join(' '),
    };
  });
}

function stepsOf(path: Path | undefined): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at = path; at; at = at.above) steps.push(at.step);
  return steps.reverse();
}

function instanceOf(value: LocatedValue): Instance {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'sequence') return value.items.map(instanceOf);
  return new Map([...value.entries].map(([name, entry]) => [name, instanceOf(entry.value)]));
}
