import { getEntry, getScalar } from '../../../yaml/access.ts';
import { asks, type Check, known, needs } from './checks.ts';
import { isPrefix } from './formats.ts';

/** A DHCP client is known by an identifier of its own only where it says so. */
const checkDhcp: Check = (document, refuse) => {
  const identifier = getScalar(document, 'clientIdentifier');
  const raw = getEntry(document, 'duidRaw');
  const isOwn = known(identifier) && identifier.text.toLowerCase() === 'duid';
  if (isOwn && !raw)
    refuse({ at: identifier, message: '`clientIdentifier: duid` needs `duidRaw`' });
  if (raw && !isOwn && (!identifier || known(identifier)))
    refuse({ at: raw.key, message: '`duidRaw` is only for `clientIdentifier: duid`' });
};

/** Priorities that the kernel and Talos have for themselves. */
const RESERVED: ReadonlySet<string> = new Set(['0', '32500', '32766', '32767']);

const checkRule: Check = (document, refuse) => {
  const name = getScalar(document, 'name');
  if (known(name) && (!/^\d+$/.test(name.text) || RESERVED.has(name.text)))
    refuse({
      at: name,
      message: `\`${name.text}\` is refused: the name of a routing rule is its priority, from 1 to 32765 without 32500`,
    });
  const action = getScalar(document, 'action')?.text ?? 'unicast';
  if (!getEntry(document, 'table') && action === 'unicast')
    refuse({ at: document, message: 'a routing rule needs a table, or another action' });
  const mask = getScalar(document, 'fwMask');
  if (known(mask) && mask.value !== 0 && !getEntry(document, 'fwMark'))
    refuse({ at: mask, message: '`fwMask` needs `fwMark`' });
};

const isOwnTable = (text: string): boolean =>
  !['unspec', 'default', 'main', 'local', '0', '253', '254', '255'].includes(text);

/**
 * What kinds of the network ask of their values.
 *
 * @see https://github.com/siderolabs/talos/tree/v1.13.0/pkg/machinery/config/types/network
 */
export const NETWORK_CHECKS: readonly (readonly [kinds: string, check: Check])[] = [
  ['DHCPv4Config DHCPv6Config', checkDhcp],
  ['LinkAliasConfig', needs('selector.match')],
  ['BlackholeRouteConfig', asks('name', isPrefix, 'an address with its prefix length')],
  ['VRFConfig', asks('table', isOwnTable, 'a table of its own')],
  ['RoutingRuleConfig', checkRule],
  ['KubeSpanConfig', asks('mtu', text => !(Number(text) < 1280), 'at least 1280')],
];
