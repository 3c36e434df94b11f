import { get, getEntry, getScalar, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedMap } from '../../../yaml/located.ts';
import type { Refuse } from '../patch-markers.ts';
import { NETWORK_CHECKS } from './check-network-documents.ts';
import { RUNTIME_CHECKS } from './check-runtime-documents.ts';
import { checkSelectors } from './check-selectors.ts';
import { asks, type Check, checkSlots, known, needs } from './checks.ts';
import { bytesOf, isAddress, isHostWithPort, portRange, secondsOf, urlOf } from './formats.ts';
import { scalarsAt } from './select.ts';

/**
 * Checks the values of a merged document by the rules of its kind.
 *
 * @see https://github.com/siderolabs/talos/tree/v1.12.4/pkg/machinery/config/types (Validate of each kind)
 */
export function checkDocumentValues(document: LocatedMap, refuse: Refuse): void {
  const kind = textAt(document, 'kind') ?? '';
  for (const [kinds, check] of CHECKS) if (kinds.includes(kind)) check(document, refuse);
}

const LINKS =
  'BondConfig BridgeConfig DummyLinkConfig LinkConfig VLANConfig VRFConfig WireguardConfig';
const VOLUMES = 'RawVolumeConfig SwapVolumeConfig UserVolumeConfig VolumeConfig';

const isUnspecified = (text: string): boolean => /^(?:0\.0\.0\.0|::)(?:\/0)?$/.test(text);

const checkVolume: Check = (document, refuse) => {
  const [low, high] = ['minSize', 'maxSize'].map(name => getScalar(document, 'provisioning', name));
  const [least, most] = [low, high].map(item => (known(item) ? bytesOf(item.text) : undefined));
  if (high && least !== undefined && most !== undefined && least > most)
    refuse({
      at: high,
      message: `\`maxSize\` \`${high.text}\` is less than \`minSize\` ${low?.text}`,
    });
  checkEncryption(document, refuse);
};

function checkEncryption(document: LocatedMap, refuse: Refuse): void {
  const encryption = getEntry(document, 'encryption');
  if (encryption?.value.kind !== 'map') return;
  const provider = getScalar(encryption.value, 'provider');
  const keys = itemsAt(encryption.value, 'keys');
  const isOff = (!known(provider) || provider.text === 'none') && keys.length === 0;
  if (isOff) return;
  if (known(provider) && provider.text !== 'luks2')
    refuse({
      at: provider,
      message: `\`${provider.text}\` is not a provider of encryption: luks2`,
    });
  if (keys.length === 0) refuse({ at: encryption.key, message: 'an encrypted volume needs keys' });
  checkSlots(keys, refuse);
  for (const key of keys) {
    const methods = ['static', 'nodeID', 'kms', 'tpm'].filter(name => get(key, name));
    if (methods.length !== 1)
      refuse({ at: key, message: 'a key is exactly one of static, `nodeID`, kms and tpm' });
  }
}

/** A volume on a part of a disk says which disk, and how large it is. */
const checkPartition: Check = (document, refuse) => {
  const type = getScalar(document, 'volumeType');
  if (known(type) && !['partition', 'disk', 'directory'].includes(type.text.toLowerCase())) {
    refuse({
      at: type,
      message: `\`${type.text}\` is not a type of a volume: partition, disk or directory`,
    });
    return;
  }
  if (type?.text === 'directory') return;
  const at = getEntry(document, 'provisioning')?.key ?? document;
  if (!get(document, 'provisioning', 'diskSelector', 'match'))
    refuse({ at, message: 'the volume needs a `provisioning.diskSelector.match`' });
  const hasSize =
    get(document, 'provisioning', 'minSize') ?? get(document, 'provisioning', 'maxSize');
  if (type?.text !== 'disk' && !hasSize)
    refuse({ at, message: 'the volume needs a `provisioning.minSize` or `maxSize`' });
};

/** What opens the volume of the machine's state can't be kept there. */
const checkState: Check = (document, refuse) => {
  if (textAt(document, 'name') !== 'STATE') return;
  for (const key of itemsAt(document, 'encryption', 'keys')) {
    const lock = getScalar(key, 'lockToState');
    if (lock?.value === true)
      refuse({ at: lock, message: 'a key of the volume `STATE` can not be locked to it' });
  }
};

const checkQuota: Check = (document, refuse) => {
  const quota = getScalar(document, 'filesystem', 'projectQuotaSupport');
  const type = getScalar(document, 'filesystem', 'type');
  if (quota?.value !== true || !known(type) || type.text.toLowerCase() === 'xfs') return;
  refuse({ at: quota, message: `only xfs has project quotas, and this is \`${type.text}\`` });
};

const checkRanges: Check = (document, refuse) => {
  const seen: (readonly [number, number])[] = [];
  for (const scalar of scalarsAt(document, 'portSelector.ports[]')) {
    const range = portRange(scalar.text);
    if (!range) continue;
    const other = seen.find(([low, high]) => low <= range[1] && range[0] <= high);
    if (other)
      refuse({
        at: scalar,
        message: `the ports \`${scalar.text}\` overlap with \`${other[0]}-${other[1]}\``,
      });
    seen.push(range);
  }
};

const checkTime: Check = (document, refuse) => {
  const [ntp, ptp] = [getEntry(document, 'ntp'), getEntry(document, 'ptp')];
  if (ntp && ptp)
    refuse({ at: ptp.key, message: 'time comes from ntp or from ptp, not from both' });
};

const checkService: Check = (document, refuse) => {
  const has = (name: string): boolean => itemsAt(document, name).length > 0;
  if (!has('configFiles') && !has('environment'))
    refuse({ at: document, message: 'ExtensionServiceConfig needs `configFiles` or environment' });
};

const checkLogin: Check = (document, refuse) => {
  const ways = ['auth', 'username', 'identityToken'].flatMap(
    name => getEntry(document, name) ?? [],
  );
  const [, second] = ways;
  if (second)
    refuse({
      at: second.key,
      message: 'a registry takes only one of auth, username and `identityToken`',
    });
};

const scheme =
  (...schemes: readonly string[]) =>
  (text: string): boolean =>
    schemes.includes(urlOf(text)?.scheme ?? '');

const inRange =
  (low: number, high: number) =>
  (text: string): boolean =>
    Number(text) >= low && Number(text) <= high;

const isLog = (text: string): boolean => {
  const url = urlOf(text);
  return (
    url !== undefined &&
    ['tcp', 'udp'].includes(url.scheme) &&
    url.port !== undefined &&
    ['', '/'].includes(url.path)
  );
};

const seconds = (text: string): number => secondsOf(text) ?? 0;

const CHECKS: readonly (readonly [kinds: readonly string[], check: Check])[] = (
  [
    [LINKS, asks('addresses[].address', text => !isUnspecified(text), 'an address of its own')],
    [
      LINKS,
      asks('routes[].destination', text => !isUnspecified(text), 'left out for a default route'),
    ],
    ['BondConfig', needs('bondMode')],
    ['WireguardConfig', needs('privateKey')],
    ['WireguardConfig', asks('listenPort', inRange(0, 65_535), 'a port')],
    ['NetworkRuleConfig', needs('portSelector.ports', 'portSelector.protocol')],
    ['NetworkRuleConfig', checkRanges],
    ['TimeSyncConfig', checkTime],
    ['StaticHostConfig', asks('name', isAddress, 'an address')],
    ['StaticHostConfig', needs('hostnames')],
    [VOLUMES, checkVolume],
    ['RawVolumeConfig SwapVolumeConfig UserVolumeConfig', checkPartition],
    [
      'UserVolumeConfig',
      asks('filesystem.type', text => ['xfs', 'ext4'].includes(text.toLowerCase()), 'xfs or ext4'),
    ],
    [`${VOLUMES} ExistingVolumeConfig LinkAliasConfig`, checkSelectors],
    ['ExistingVolumeConfig', needs('discovery.volumeSelector.match')],
    ['ZswapConfig', asks('maxPoolPercent', inRange(0, 100), 'a share from 0 to 100')],
    [
      'RegistryMirrorConfig',
      asks('endpoints[].url', scheme('http', 'https'), 'a URL with http or https'),
    ],
    ['RegistryAuthConfig', checkLogin],
    ['ExtensionServiceConfig', checkService],
    ['WatchdogTimerConfig', needs('device')],
    [
      'WatchdogTimerConfig',
      asks('timeout', text => seconds(text) === 0 || seconds(text) >= 10, 'at least 10s'),
    ],
    ['EventSinkConfig', asks('endpoint', isHostWithPort, 'a host with a port, without a scheme')],
    ['KmsgLogConfig', asks('url', isLog, 'a URL such as `tcp://192.0.2.1:514`, without a path')],
    ...NETWORK_CHECKS,
    ...RUNTIME_CHECKS,
    ['VolumeConfig', checkState],
    ['UserVolumeConfig', checkQuota],
    ['SideroLinkConfig', asks('apiUrl', scheme('https', 'grpc'), 'a URL with https or grpc')],
  ] as const
).map(([kinds, check]) => [kinds.split(' '), check]);
