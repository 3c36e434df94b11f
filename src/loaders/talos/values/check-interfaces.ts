import { isPlaceholder } from '../../../text/placeholder.ts';
import { get, getEntry, getScalar, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { Refuse } from '../patch-markers.ts';
import { BOND_WORDS, listed } from './bond-words.ts';
import { isAddress, isAddressOrPrefix, isPrefix } from './formats.ts';
import { scalarsAt, valuesAt } from './select.ts';

/**
 * Checks `machine.network.interfaces` of a merged document, as `talosctl validate` does.
 *
 * @see https://github.com/siderolabs/talos/blob/v1.12.4/pkg/machinery/config/types/v1alpha1/v1alpha1_validation.go (ValidateNetworkDevices)
 */
export function checkInterfaces(machine: LocatedMap, refuse: Refuse): void {
  const devices = itemsAt(machine, 'machine', 'network', 'interfaces');
  const owners = checkMembers(devices, refuse);
  for (const device of devices) {
    // What Talos leaves alone it doesn't check.
    if (textAt(device, 'ignore') === 'true' || getScalar(device, 'ignore')?.value === true)
      continue;
    checkTexts(device, refuse);
    checkBond(getEntry(device, 'bond')?.value, refuse);
    checkCidr(device, refuse);
    for (const vlan of valuesAt(device, 'vlans[]')) checkCidr(vlan, refuse);
    const owner = owners.get(textAt(device, 'interface') ?? '');
    const addressed = ['addresses', 'cidr', 'vip', 'dhcp'].flatMap(
      name => getEntry(device, name) ?? [],
    );
    for (const { key, value } of owner === undefined ? [] : addressed) {
      if (!isUsed(value)) continue;
      refuse({
        at: key,
        message: `\`${textAt(device, 'interface')}\` is part of \`${owner}\`: it has no \`${key.text}\` of its own`,
      });
    }
  }
}

const isUsed = (value: LocatedValue): boolean => {
  if (value.kind === 'scalar') return value.value !== null && value.value !== false;
  return value.kind === 'map' || value.items.length > 0;
};

/** Which bond or bridge each interface is part of. */
function checkMembers(
  devices: readonly LocatedValue[],
  refuse: Refuse,
): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const device of devices) {
    const [bond, bridge] = [getEntry(device, 'bond'), getEntry(device, 'bridge')];
    if (bond?.value.kind === 'map' && bridge?.value.kind === 'map')
      refuse({ at: bridge.key, message: 'an interface is a bond or a bridge, not both' });
    const selectors = getEntry(device, 'bond', 'deviceSelectors');
    const isBoth =
      itemsAt(device, 'bond', 'interfaces').length > 0 && itemsAt(selectors?.value).length > 0;
    if (selectors && isBoth)
      refuse({
        at: selectors.key,
        message: 'a bond has `interfaces` or `deviceSelectors`, not both',
      });
    const own = textAt(device, 'interface') ?? '';
    const members = bridge ? 'bridge.interfaces[]' : 'bond.interfaces[]';
    for (const member of scalarsAt(device, members)) {
      const other = owners.get(member.text);
      if (other !== undefined && other !== own && !isPlaceholder(member.text))
        refuse({
          at: member,
          message: `\`${member.text}\` is part of two links: \`${other}\` and \`${own}\``,
        });
      owners.set(member.text, own);
    }
  }
  return owners;
}

function checkTexts(item: LocatedValue, refuse: Refuse): void {
  const address = { fits: isAddressOrPrefix, what: 'an address, with or without prefix length' };
  const prefix = { fits: isPrefix, what: 'an address with its prefix length' };
  const bare = { fits: isAddress, what: 'an address' };
  for (const path of ['', 'vlans[].'])
    for (const [field, { fits, what }] of [
      ['addresses[]', address],
      ['cidr', address],
      ['routes[].network', prefix],
      ['routes[].gateway', bare],
      ['routes[].source', bare],
      ['vip.ip', bare],
    ] as const)
      for (const scalar of scalarsAt(item, `${path}${field}`)) {
        if (scalar.text === '' || isPlaceholder(scalar.text) || fits(scalar.text)) continue;
        refuse({ at: scalar, message: `\`${scalar.text}\` is refused: this must be ${what}` });
      }
  for (const route of valuesAt(item, 'routes[]')) {
    if (route.kind === 'map' && !get(route, 'network') && !get(route, 'gateway'))
      refuse({ at: route, message: 'a route needs a network or a gateway' });
  }
}

function checkCidr(device: LocatedValue, refuse: Refuse): void {
  const cidr = getEntry(device, 'cidr');
  if (cidr && isUsed(cidr.value) && itemsAt(device, 'addresses').length > 0)
    refuse({ at: cidr.key, message: '`cidr` and `addresses` exclude each other' });
}

const LACP = ['802.3ad'];
const BALANCED = ['balance-tlb', 'balance-alb'];

/** Fields of a bond that only some modes have. */
const MODES: Readonly<Record<string, (mode: string) => boolean>> = {
  lacpRate: mode => LACP.includes(mode),
  adActorSysPrio: mode => LACP.includes(mode),
  adUserPortKey: mode => LACP.includes(mode),
  arpValidate: mode => ![...LACP, ...BALANCED].includes(mode),
  arpInterval: mode => ![...LACP, ...BALANCED].includes(mode),
  primary: mode => ['active-backup', ...BALANCED].includes(mode),
  tlbDynamicLb: mode => BALANCED.includes(mode),
};

function checkBond(bond: LocatedValue | undefined, refuse: Refuse): void {
  if (bond?.kind !== 'map') return;
  for (const [field, words] of Object.entries(BOND_WORDS)) {
    const scalar = getScalar(bond, field === 'bondMode' ? 'mode' : field);
    if (!isKnown(scalar) || words.includes(scalar.text)) continue;
    refuse({
      at: scalar,
      message: `\`${scalar.text}\` is refused: this must be ${listed(words)}`,
    });
  }
  const mode = getScalar(bond, 'mode')?.text || 'balance-rr';
  for (const [field, isFor] of Object.entries(MODES)) {
    const entry = getEntry(bond, field);
    const scalar = getScalar(bond, field);
    if (!entry || !isKnown(scalar) || scalar.value === 0 || isPlaceholder(mode) || isFor(mode))
      continue;
    refuse({ at: entry.key, message: `a bond in mode \`${mode}\` has no \`${field}\`` });
  }
  for (const field of ['arpIPTarget', 'adActorSystem']) {
    const entry = getEntry(bond, field);
    if (entry && isUsed(entry.value))
      refuse({ at: entry.key, message: `Talos does not support \`${field}\`` });
  }
  const monitored = Number(getScalar(bond, 'miimon')?.value ?? 0);
  for (const field of ['updelay', 'downdelay']) {
    const delay = getScalar(bond, field);
    if (typeof delay?.value !== 'number' || delay.value === 0 || Number.isNaN(monitored)) continue;
    if (monitored === 0) refuse({ at: delay, message: `\`${field}\` needs \`miimon\`` });
    else if (delay.value % monitored !== 0)
      refuse({ at: delay, message: `\`${field}\` is not a multiple of \`miimon\` ${monitored}` });
  }
}

const isKnown = (scalar: LocatedScalar | undefined): scalar is LocatedScalar =>
  scalar !== undefined &&
  scalar.value !== null &&
  scalar.text !== '' &&
  !isPlaceholder(scalar.text);
