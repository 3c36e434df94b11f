import { get, getMap, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';

/** Where alerts go by a configuration of Alertmanager's. */
export interface AlertRoutes {
  /** Receivers that routes name and nobody defines. */
  readonly undefinedReceivers: readonly LocatedScalar[];
  readonly defined: readonly string[];
  /** Whether some receiver that a route leads to sends anything. */
  readonly sends: boolean;
}

/** Deeper routes than anybody writes. */
const MOST = 30;

/**
 * Reads the routes of a configuration: Alertmanager's own, or an AlertmanagerConfig's spec, which has other spellings.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/developer/alerting.md
 */
export function alertRoutes(config: LocatedValue): AlertRoutes {
  const receivers = itemsAt(config, 'receivers').flatMap(item =>
    item.kind === 'map' ? [item] : [],
  );
  const byName = new Map(
    receivers.flatMap(item => {
      const name = textAt(item, 'name');
      return name === undefined ? [] : [[name, item] as const];
    }),
  );
  const named = receiversIn(get(config, 'route'));
  return {
    undefinedReceivers: named.filter(({ text }) => !byName.has(text)),
    defined: [...byName.keys()],
    sends: named.some(({ text }) => sends(byName.get(text))),
  };
}

function receiversIn(route: LocatedValue | undefined, depth = 0): LocatedScalar[] {
  if (!route || depth > MOST) return [];
  const own = getString(route, 'receiver');
  const below = itemsAt(route, 'routes').flatMap(item => receiversIn(item, depth + 1));
  return own ? [own, ...below] : below;
}

/** A receiver has a list for every way of sending: `slack_configs`, `emailConfigs`. */
const sends = (receiver: LocatedMap | undefined): boolean =>
  [...(receiver?.entries ?? [])].some(
    ([key, { value }]) =>
      /_?configs$/i.test(key) && !(value.kind === 'sequence' && value.items.length === 0),
  );

/** The configuration that values give to the Alertmanager of kube-prometheus-stack. */
export const stackConfig = (values: LocatedMap): LocatedMap | undefined =>
  getMap(values, 'alertmanager', 'config');
