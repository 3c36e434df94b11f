import type { TalosImage, TalosMount, TalosNode, TalosRole } from '../../model/talos.ts';
import { booleanAt, get, getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import type { MachineConfig } from './config.ts';
import { imagesIn } from './images.ts';

const LINKS: ReadonlySet<string> = new Set([
  'BondConfig',
  'BridgeConfig',
  'DummyLinkConfig',
  'LinkConfig',
  'VLANConfig',
  'WireguardConfig',
]);
const DHCP: ReadonlySet<string> = new Set(['DHCPv4Config', 'DHCPv6Config']);
/** The file systems of these are mounted at /var/mnt/<name>. */
const MOUNTED: ReadonlySet<string> = new Set([
  'ExistingVolumeConfig',
  'ExternalVolumeConfig',
  'UserVolumeConfig',
]);

/** Reads from a merged configuration what rules ask a node for. */
export function describeNode(
  name: string,
  file: string,
  role: TalosRole | undefined,
  { machine, documents }: MachineConfig,
): Omit<TalosNode, 'schematic' | 'cluster'> {
  const others = [...documents.values()];
  return {
    name,
    file,
    role,
    hostname: hostnameOf(machine, others),
    addresses: addressesOf(machine, others),
    vips: vipsOf(machine, others),
    image: imageOf(machine, name),
    mounts: mountsOf(machine, others),
    diskIdentities: ['serial', 'wwid', 'uuid'].flatMap(
      key => getString(machine, 'machine', 'install', 'diskSelector', key) ?? [],
    ),
    withoutAddress: withoutAddress(machine, others),
    machine,
    documents: others,
  };
}

const isKind = (document: LocatedMap, kinds: ReadonlySet<string>): boolean =>
  kinds.has(textAt(document, 'kind') ?? '');

function imageOf(machine: LocatedMap | undefined, node: string): TalosImage | undefined {
  const image = getString(machine, 'machine', 'install', 'image');
  if (!image) return undefined;
  const { file, start, end } = image.origin;
  return imagesIn(file, start, file.text.slice(start, end), node)[0];
}

function hostnameOf(
  machine: LocatedMap | undefined,
  documents: readonly LocatedMap[],
): LocatedScalar | undefined {
  const document = documents.find(item => textAt(item, 'kind') === 'HostnameConfig');
  return getString(document, 'hostname') ?? getString(machine, 'machine', 'network', 'hostname');
}

const interfacesOf = (machine: LocatedMap | undefined): readonly LocatedValue[] =>
  itemsAt(machine, 'machine', 'network', 'interfaces').flatMap(item => [
    item,
    ...itemsAt(item, 'vlans'),
  ]);

function addressesOf(
  machine: LocatedMap | undefined,
  documents: readonly LocatedMap[],
): LocatedScalar[] {
  const old = interfacesOf(machine).flatMap(item => [
    ...itemsAt(item, 'addresses'),
    get(item, 'cidr'),
  ]);
  const links = documents
    .filter(item => isKind(item, LINKS))
    .flatMap(item => itemsAt(item, 'addresses').map(address => get(address, 'address')));
  return [...old, ...links].flatMap(item => (item?.kind === 'scalar' ? [item] : []));
}

function vipsOf(
  machine: LocatedMap | undefined,
  documents: readonly LocatedMap[],
): LocatedScalar[] {
  const old = interfacesOf(machine).map(item => getString(item, 'vip', 'ip'));
  // The document's name is the address.
  const layer2 = documents
    .filter(item => textAt(item, 'kind') === 'Layer2VIPConfig')
    .map(item => getString(item, 'name'));
  return [...old, ...layer2].flatMap(item => item ?? []);
}

function mountsOf(machine: LocatedMap | undefined, documents: readonly LocatedMap[]): TalosMount[] {
  const extra = itemsAt(machine, 'machine', 'kubelet', 'extraMounts').flatMap(item => {
    const at = getString(item, 'destination');
    return at ? [{ path: at.text, at }] : [];
  });
  const disks = itemsAt(machine, 'machine', 'disks')
    .flatMap(disk => itemsAt(disk, 'partitions'))
    .flatMap(partition => {
      const at = getString(partition, 'mountpoint');
      return at ? [{ path: at.text, at }] : [];
    });
  const volumes = documents
    .filter(item => isKind(item, MOUNTED))
    .flatMap(item => {
      const at = getString(item, 'name');
      return at ? [{ path: `/var/mnt/${at.text}`, at }] : [];
    });
  return [...extra, ...disks, ...volumes];
}

/**
 * A link or DHCP document turns the DHCP clients off that Talos otherwise runs on every port. The one
 * to blame, when nothing else gives the node an address.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/networking/configuration/dhcp
 */
function withoutAddress(
  machine: LocatedMap | undefined,
  documents: readonly LocatedMap[],
): LocatedMap | undefined {
  const links = documents.filter(item => isKind(item, LINKS));
  if (documents.some(item => isKind(item, DHCP)) || isElsewhere(machine)) return undefined;
  const hasOldAddress = interfacesOf(machine).some(
    item =>
      booleanAt(item, 'dhcp') === true ||
      itemsAt(item, 'addresses').length > 0 ||
      get(item, 'cidr') !== undefined,
  );
  // An address of a dummy link is none that anybody reaches.
  const hasAddress = links.some(
    item => textAt(item, 'kind') !== 'DummyLinkConfig' && itemsAt(item, 'addresses').length > 0,
  );
  return hasOldAddress || hasAddress ? undefined : links[0];
}

/** On another platform than metal, the platform may say what addresses the machine has. */
const isElsewhere = (machine: LocatedMap | undefined): boolean =>
  /\/(?!metal-)[a-z0-9]+-installer/.test(textAt(machine, 'machine', 'install', 'image') ?? '');
