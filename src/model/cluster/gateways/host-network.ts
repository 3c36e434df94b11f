import { booleanAt } from '../../../yaml/access.ts';
import type { Cilium } from '../network/cilium.ts';
import type { Gateway } from './gateways.ts';

const CONTROLLER = 'io.cilium/gateway-controller';

/**
 * Whether a gateway listens on the nodes themselves: Cilium makes no LoadBalancer Service for it then.
 *
 * @see https://docs.cilium.io/en/stable/network/servicemesh/gateway-api/host-network-mode/
 */
export const isOnHosts = (
  { className, controller }: Pick<Gateway, 'className' | 'controller'>,
  installations: readonly Pick<Cilium, 'release'>[],
): boolean =>
  (controller ?? (className?.text === 'cilium' ? CONTROLLER : undefined)) === CONTROLLER &&
  installations.some(({ release }) =>
    booleanAt(release.values, 'gatewayAPI', 'hostNetwork', 'enabled'),
  );
