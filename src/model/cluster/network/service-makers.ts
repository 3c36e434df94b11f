import { own } from '../../../text/own.ts';
import type { ClusterResource } from '../objects/owned.ts';

/**
 * The Services that operators make of their objects, as far as they are all known.
 *
 * @see https://github.com/grafana/grafana-operator/blob/v5.20.0/controllers/model/grafana_resources.go
 */
const MADE: Readonly<Record<string, (name: string) => readonly string[]>> = {
  'grafana.integreatly.org/Grafana': name => [`${name}-service`, `${name}-alerting`],
};

/** Whether it is known which Services the operator of an object makes, and this is none of them. */
export function makesOthers({ group, kind, name: object }: ClusterResource, name: string): boolean {
  const made = own(MADE, `${group}/${kind}`)?.(object);
  return made !== undefined && !made.includes(name);
}
