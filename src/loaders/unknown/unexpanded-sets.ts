import type { ApplicationSet } from '../../model/application.ts';
import type { Unknown } from '../../model/unknown.ts';
import { code } from '../../text/code.ts';
import { getString } from '../../yaml/access.ts';
import { placeOf } from '../../yaml/located.ts';

const PARAMETER = /\{\{.*?\}\}/s;

/**
 * What Applications deploy that a generator makes by what a live system or another repository says (the
 * repositories of an organization, pull requests): anything in the namespaces that the template names.
 *
 * @param destinations the namespaces that Applications which are known deploy to: of a template that names none
 *   by itself each Application is taken to keep to its own
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-SCM-Provider/
 */
export const unexpandedSets = (
  sets: readonly ApplicationSet[],
  destinations: ReadonlySet<string>,
): Unknown[] =>
  sets.flatMap(({ name, value, unknowable }) => {
    const namespace = getString(value, 'spec', 'template', 'spec', 'destination', 'namespace');
    if (unknowable === undefined || !namespace) return [];
    return [
      {
        at: placeOf(namespace),
        reason: `which Applications ${code(name)} makes is not known`,
        namespaces: reach(namespace.value, destinations),
      },
    ];
  });

/** The namespaces that a template with parameters may become. */
function reach(
  template: string,
  destinations: ReadonlySet<string>,
): NonNullable<Unknown['namespaces']> {
  const parts = template.trim().split(PARAMETER);
  const [only = ''] = parts;
  if (parts.length === 1) return new Set([only]);
  if (parts.every(part => part === '')) return namespace => !destinations.has(namespace);
  const pattern = new RegExp(`^${parts.map(part => part.replace(/\W/g, '\\$&')).join('.+')}$`);
  return namespace => pattern.test(namespace);
}
