import { isPlaceholder } from '../../../text/placeholder.ts';
import { textAt } from '../../../yaml/access.ts';
import type { LocatedMap } from '../../../yaml/located.ts';
import type { Refuse } from '../patch-markers.ts';
import { BOND_WORDS, listed } from './bond-words.ts';
import {
  bytesOf,
  isAddress,
  isAddressWithPort,
  isPrefix,
  isSize,
  isSizeMatch,
  portRange,
  secondsOf,
} from './formats.ts';
import { scalarsAt } from './select.ts';

/** What Talos' decoder asks of the text of a field. */
interface Format {
  /** Document kinds; none for the v1alpha1 document. */
  readonly kinds: readonly string[];
  readonly path: string;
  readonly fits: (text: string, minor: number | undefined) => boolean;
  /** As in "this must be …". */
  readonly what: string;
}

const LINKS = [
  'BondConfig',
  'BridgeConfig',
  'DummyLinkConfig',
  'LinkConfig',
  'VLANConfig',
  'VRFConfig',
  'WireguardConfig',
];
const VOLUMES = ['RawVolumeConfig', 'SwapVolumeConfig', 'UserVolumeConfig', 'VolumeConfig'];

const V1ALPHA1: readonly string[] = [''];

const ADDRESS = { fits: isAddress, what: 'an address without a port or prefix length' };
const PREFIX = {
  fits: isPrefix,
  what: 'an address with its prefix length, such as `192.0.2.0/24`',
};
const DURATION = {
  fits: (text: string) => secondsOf(text) !== undefined,
  what: 'a duration such as 1m30s',
};

/** One of some words, in any case. */
const word = (...words: readonly string[]) => ({
  fits: (text: string) => words.includes(text.toLowerCase()),
  what: listed(words),
});

/**
 * Texts that Talos parses when it loads a document, whatever other patches say.
 *
 * @see https://github.com/siderolabs/talos/tree/v1.12.4/pkg/machinery/config/types
 * @see https://github.com/siderolabs/talos/tree/v1.12.4/pkg/machinery/nethelpers
 */
const FORMATS: readonly Format[] = [
  { kinds: LINKS, path: 'addresses[].address', ...PREFIX },
  { kinds: LINKS, path: 'routes[].destination', ...PREFIX },
  { kinds: LINKS, path: 'routes[].gateway', ...ADDRESS },
  { kinds: LINKS, path: 'routes[].source', ...ADDRESS },
  ...Object.entries(BOND_WORDS).map(([path, words]) => ({
    kinds: ['BondConfig'],
    path,
    ...word(...words),
  })),
  { kinds: ['VLANConfig'], path: 'vlanMode', ...word('802.1q', '802.1ad') },
  {
    kinds: ['WireguardConfig'],
    path: 'peers[].endpoint',
    fits: isAddressWithPort,
    what: 'an address with a port: names are not resolved here',
  },
  { kinds: ['WireguardConfig'], path: 'peers[].allowedIPs[]', ...PREFIX },
  {
    kinds: ['DHCPv4Config', 'DHCPv6Config'],
    path: 'clientIdentifier',
    ...word('none', 'mac', 'duid'),
  },
  { kinds: ['HostnameConfig'], path: 'auto', ...word('off', 'stable') },
  { kinds: ['ResolverConfig'], path: 'nameservers[].address', ...ADDRESS },
  {
    kinds: ['NetworkRuleConfig'],
    path: 'portSelector.protocol',
    ...word('icmp', 'tcp', 'udp', 'icmpv6'),
  },
  {
    kinds: ['NetworkRuleConfig'],
    path: 'portSelector.ports[]',
    fits: text => portRange(text) !== undefined,
    what: 'a port, or a range of ports such as 1000-2000',
  },
  { kinds: ['NetworkRuleConfig'], path: 'ingress[].subnet', ...PREFIX },
  { kinds: ['NetworkRuleConfig'], path: 'ingress[].except', ...PREFIX },
  { kinds: ['NetworkDefaultActionConfig'], path: 'ingress', ...word('accept', 'block') },
  {
    kinds: ['KubeSpanEndpointsConfig'],
    path: 'extraAnnouncedEndpoints[]',
    fits: isAddressWithPort,
    what: 'an address with a port',
  },
  {
    kinds: VOLUMES,
    path: 'provisioning.minSize',
    fits: text => bytesOf(text) !== undefined,
    what: 'a size such as 10GiB',
  },
  {
    kinds: VOLUMES,
    path: 'provisioning.maxSize',
    fits: isSize,
    what: 'a size such as 10GiB, or a share up to 100%',
  },
  { kinds: ['WatchdogTimerConfig'], path: 'timeout', ...DURATION },
  { kinds: ['TimeSyncConfig'], path: 'bootTimeout', ...DURATION },
  { kinds: V1ALPHA1, path: 'machine.time.bootTimeout', ...DURATION },
  {
    kinds: V1ALPHA1,
    path: 'machine.disks[].partitions[].size',
    fits: text => bytesOf(text) !== undefined,
    what: 'a size such as 100GB',
  },
  {
    kinds: V1ALPHA1,
    path: 'machine.network.interfaces[].vlans[].vlanId',
    fits: text => !/^-|^\d{6,}$/.test(text) && !(Number(text) > 65_535),
    what: 'a number up to 65535',
  },
  {
    kinds: LINKS,
    path: 'mtu',
    fits: text => !(Number(text) < 0) && !(Number(text) > 0xffff_ffff),
    what: 'a number of bytes',
  },
  {
    kinds: ['EthernetConfig'],
    path: 'wakeOnLan[]',
    ...word('phy', 'unicast', 'multicast', 'broadcast', 'magic', 'magicsecure', 'filter'),
  },
  {
    kinds: V1ALPHA1,
    path: 'machine.install.diskSelector.size',
    fits: isSizeMatch,
    what: 'a size, or a comparison with one such as `>= 100GB`',
  },
  {
    kinds: V1ALPHA1,
    path: 'cluster.controlPlane.endpoint',
    fits: text => !/^[^/]*:/.test(text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '/')),
    what: 'a URL such as `https://192.0.2.1:6443`',
  },
];

/** Reports the texts of a document that Talos can't read. */
export function checkLoaded(document: LocatedMap, minor: number | undefined, refuse: Refuse): void {
  const kind = textAt(document, 'kind') ?? '';
  for (const { path, fits, what } of FORMATS.filter(({ kinds }) => kinds.includes(kind))) {
    for (const scalar of scalarsAt(document, path)) {
      if (scalar.text === '' || isPlaceholder(scalar.text) || fits(scalar.text, minor)) continue;
      refuse({ at: scalar, message: `\`${scalar.text}\` is refused: this must be ${what}` });
    }
  }
}
