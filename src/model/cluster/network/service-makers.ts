import { own } from '../../../text/own.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
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

/** Kinds whose operators give Services names of their own. */
const OF_OWN_NAMES =
  /^(?:Alertmanager|APIServer|ArgoCD|CDI|Ceph[A-Za-z]+|ClusterPolicy|Console|ElasticWeb|Helm(?:Chart|Release)|Installation|Istio[A-Za-z]*|Kiali|Knative[A-Za-z]+|KubeVirt|Prometheus(?:Agent)?|Tenant|Tempo[A-Za-z]+|ThanosRuler|ZTunnel)$/;

/** Whether a Service that an operator makes of an object may have a name: it has a word of the object's. */
export function mayBear(name: string, { kind, name: object }: ClusterResource): boolean {
  if (OF_OWN_NAMES.test(kind) || isPlaceholder(object)) return true;
  const words = (text: string): string[] => text.toLowerCase().split(/[-._]/);
  const known = new Set([...words(object), kind.toLowerCase()]);
  return words(name).some(word => word.length > 2 && known.has(word)) || object.includes(name);
}
