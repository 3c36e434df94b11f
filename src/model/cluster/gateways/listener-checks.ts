import { getEntry, getScalar, getString } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import { ENVOY_CONTROLLER, type Gateway, type Listener } from './gateways.ts';

/** A listener that the API refuses or that is invalid at run time. */
export interface ListenerFlaw {
  readonly at: LocatedValue;
  readonly message: string;
  readonly help?: string;
  /** The listener that it collides with. */
  readonly other?: LocatedValue;
}

/**
 * Two listeners that have a name, or port, protocol and hostname, in common, or a port with
 * protocols that can't share it.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
 */
export function collisions({ listeners, controller }: Gateway): ListenerFlaw[] {
  return listeners.flatMap((item, i): ListenerFlaw[] => {
    const earlier = listeners.slice(0, i);
    const named = earlier.find(({ name }) => name && name.text === item.name?.text);
    if (named) {
      const other = named.name ?? named.value;
      return [
        {
          at: item.name ?? item.value,
          message: `two listeners are named \`${item.label}\``,
          help: 'Give one of them another name.',
          other,
        },
      ];
    }
    const same = earlier.find(other => socket(other) === socket(item));
    if (same) {
      return [
        {
          at: item.port ?? item.value,
          message: `the listeners \`${same.label}\` and \`${item.label}\` have one port, protocol and hostname`,
          help: 'Give one of them another port or hostname.',
          other: same.port ?? same.value,
        },
      ];
    }
    const clashing = earlier.find(other => clash(other, item, controller === ENVOY_CONTROLLER));
    if (!clashing) return [];
    return [
      {
        at: getString(item.value, 'protocol') ?? item.value,
        message: `${item.protocol} and ${clashing.protocol} can't share the port \`${item.port?.text}\`: neither listener is served`,
        help: 'Give one of them another port.',
        other: getString(clashing.value, 'protocol') ?? clashing.value,
      },
    ];
  });
}

const socket = ({ port, protocol, hostname }: Listener): string =>
  [port?.text, protocol, hostname?.text.toLowerCase() ?? ''].join(' ');

/** HTTPS and TLS tell connections apart by their server name; UDP ports are other ports. */
function clash(a: Listener, b: Listener, isEnvoy: boolean): boolean {
  if (!a.port || a.port.text !== b.port?.text) return false;
  const [first, second] = [a, b].map(({ protocol }) => (protocol === 'HTTPS' ? 'TLS' : protocol));
  if (first === second || first === 'UDP' || second === 'UDP') return false;
  return isEnvoy || first === 'TCP' || second === 'TCP';
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#protocoltype */
const PROTOCOLS = new Set(['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP']);

/** Fields that don't go with a listener's protocol, and TLS without a certificate. */
export function protocolFlaws({ isAtTheEdge }: Gateway, item: Listener): ListenerFlaw[] {
  const { protocol, value, hostname, certificates } = item;
  const name = item.label;
  const from = getScalar(value, 'allowedRoutes', 'namespaces', 'from');
  const flaws: ListenerFlaw[] = [];
  if (from && !['All', 'Same', 'Selector'].includes(from.text)) {
    flaws.push({
      at: from,
      message: `\`${from.text}\` is not \`All\`, \`Same\` or \`Selector\``,
      help: 'Write `All`, `Same` or `Selector`.',
    });
  }
  const spelt = getScalar(value, 'protocol');
  const upper = protocol.toUpperCase();
  if (spelt && upper !== protocol && PROTOCOLS.has(upper)) {
    const message = `no controller has the protocol \`${protocol}\` of the listener \`${name}\``;
    return [...flaws, { at: spelt, message, help: `Write \`${upper}\`.` }];
  }
  if (hostname && ['TCP', 'UDP'].includes(protocol)) {
    flaws.push({
      at: hostname,
      message: `the ${protocol} listener \`${name}\` must not have a hostname`,
      help: 'Remove the hostname.',
    });
  }
  const tls = getEntry(value, 'tls');
  if (['HTTP', 'TCP', 'UDP'].includes(protocol)) {
    if (tls)
      flaws.push({
        at: tls.key,
        message: `the ${protocol} listener \`${name}\` must not have \`tls\``,
        help: 'Remove `tls`, or use the protocol `HTTPS` or `TLS`.',
      });
    return flaws;
  }
  const mode = getString(value, 'tls', 'mode');
  if (mode?.value === 'Passthrough') {
    const message = `the HTTPS listener \`${name}\` can't pass TLS through`;
    if (protocol === 'HTTPS') flaws.push({ at: mode, message, help: 'Use the protocol `TLS`.' });
    return flaws;
  }
  const isTls = protocol === 'HTTPS' || protocol === 'TLS';
  if (isTls && !isAtTheEdge && certificates.length === 0 && !getEntry(value, 'tls', 'options')) {
    const message = `the ${protocol} listener \`${name}\` has no certificate`;
    flaws.push({ at: tls?.key ?? item.name ?? value, message, help: 'Add `tls.certificateRefs`.' });
  }
  return flaws;
}
