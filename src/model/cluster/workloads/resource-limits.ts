import { own } from '../../../text/own.ts';
import { entriesAt, get, getMap } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { parseQuantity } from '../../quantity.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { Container, Workload } from './workloads.ts';

/** A request above the limit of the same resource. */
export interface ExcessRequest {
  readonly container: string | undefined;
  readonly resource: string;
  readonly request: LocatedScalar;
  readonly limit: LocatedScalar;
}

/**
 * Requests that the API refuses because they exceed their limits.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/apis/core/validation/validation.go (ValidateResourceRequirements)
 */
export const excessRequests = ({ containers, initContainers }: Workload): ExcessRequest[] =>
  [...containers, ...initContainers].flatMap(ofContainer);

const ofContainer = ({ value, name }: Container): ExcessRequest[] => excessAt(value, name);

/** Kinds by group whose `spec.resources` an operator hands to its pods as they are. */
const OPERATED: Readonly<Record<string, readonly string[]>> = {
  'postgresql.cnpg.io': ['Cluster'],
  'monitoring.coreos.com': ['Alertmanager', 'Prometheus', 'PrometheusAgent', 'ThanosRuler'],
};

/**
 * The same for pods that an operator makes: it takes the object, and its pods are refused.
 *
 * @see https://github.com/cloudnative-pg/cloudnative-pg/issues/2661
 */
export const operatedRequests = ({ group, kind, value }: ClusterResource): ExcessRequest[] =>
  own(OPERATED, group)?.includes(kind) ? excessAt(getMap(value, 'spec'), undefined) : [];

const excessAt = (value: LocatedMap | undefined, name: string | undefined): ExcessRequest[] =>
  entriesAt(value, 'resources', 'requests').flatMap(({ key, value: request }) => {
    const limit = get(value, 'resources', 'limits', key.text);
    if (request.kind !== 'scalar' || limit?.kind !== 'scalar') return [];
    const [asked, most] = [parseQuantity(request.text), parseQuantity(limit.text)];
    if (asked === undefined || most === undefined || asked <= most) return [];
    return [{ container: name, resource: key.text, request, limit }];
  });
