import { didYouMean } from '../../../text/nearest.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { getScalar } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { placeWithin } from '../../../yaml/located.ts';
import type { Refuse } from '../patch-markers.ts';

/**
 * What a disk is known by in a selector.
 *
 * @see https://github.com/siderolabs/talos/blob/v1.12.4/api/resource/definitions/block/block.proto (DiskSpec)
 */
const DISK: ReadonlySet<string> = new Set([
  'bus_path',
  'cdrom',
  'dev_path',
  'io_size',
  'model',
  'modalias',
  'pretty_size',
  'readonly',
  'rotational',
  'secondary_disks',
  'sector_size',
  'serial',
  'size',
  'sub_system',
  'symlinks',
  'transport',
  'uuid',
  'wwid',
]);

/**
 * What a link is known by in the selector of its alias.
 *
 * @see https://github.com/siderolabs/talos/blob/v1.12.4/api/resource/definitions/network/network.proto (LinkStatusSpec)
 */
const LINK: ReadonlySet<string> = new Set(
  (
    'alias alt_names bond_master bridge_master broadcast_addr bus_path driver driver_version duplex ' +
    'firmware_version flags hardware_addr index kind link_index link_state master_index mtu ' +
    'operational_state pciid permanent_addr port product product_id queue_disc slave_kind ' +
    'speed_megabits type vendor vendor_id vlan vrf_master wireguard'
  ).split(' '),
);

/** Fields of a disk that are yes or no by themselves. */
const IS_TRUE: ReadonlySet<string> = new Set(['cdrom', 'readonly', 'rotational']);

/**
 * Checks the expression by which a volume finds its disk, or an alias its link, as far as that can be told
 * without running it: the fields of a disk, and sizes compared with numbers of another type.
 *
 * @see https://github.com/siderolabs/talos/blob/v1.12.4/pkg/machinery/cel/celenv/celenv.go (DiskLocator)
 */
export function checkSelectors(document: LocatedMap, refuse: Refuse): void {
  const volume = getScalar(document, 'discovery', 'volumeSelector', 'match');
  const match = getScalar(document, 'provisioning', 'diskSelector', 'match') ?? volume;
  if (match && !isPlaceholder(match.text)) {
    checkFields(match, 'disk', DISK, refuse);
    checkSizes(match, refuse);
    checkResult(match, refuse);
  }
  if (volume && !isPlaceholder(volume.text)) checkVolumeSelector(volume, refuse);
  const link = getScalar(document, 'selector', 'match');
  if (link && !isPlaceholder(link.text)) checkFields(link, 'link', LINK, refuse);
}

/** The expression without what stands in quotes, which is a value; as long as before. */
const codeOf = (match: LocatedScalar): string =>
  match.text.replace(/"[^"]*"|'[^']*'/g, text => ' '.repeat(text.length));

const within = (match: LocatedScalar, start: number, text: string): LocatedScalar => ({
  ...match,
  origin: { ...match.origin, ...placeWithin(match, start, start + text.length) },
});

function checkFields(
  match: LocatedScalar,
  name: string,
  fields: ReadonlySet<string>,
  refuse: Refuse,
): void {
  for (const found of codeOf(match).matchAll(/\b(disk|link)\.([A-Za-z_]\w*)(?!\w*\()/g)) {
    const [, object = '', field = ''] = found;
    if (object !== name || fields.has(field)) continue;
    const help = didYouMean(field, fields);
    refuse({
      at: within(match, found.index + object.length + 1, field),
      message: `a ${name} has no ${field} in a selector`,
      ...(help && { help: `${help[0]?.toUpperCase()}${help.slice(1)}` }),
    });
  }
}

function checkSizes(match: LocatedScalar, refuse: Refuse): void {
  const sizes = /\bdisk\.size\s*(?:<=|>=|==|!=|<|>)\s*(\d+)(?![\du.])/g;
  for (const found of codeOf(match).matchAll(sizes)) {
    const [whole, number = ''] = found;
    refuse({
      at: within(match, found.index + whole.length - number.length, number),
      message: `\`disk.size\` can't be compared with \`${number}\`: it is unsigned, and this is not`,
      help: `Write \`${number}u\`.`,
    });
  }
}

function checkResult(match: LocatedScalar, refuse: Refuse): void {
  const field = /^\s*disk\.(\w+)\s*$/.exec(match.text)?.[1];
  if (field === undefined || !DISK.has(field) || IS_TRUE.has(field)) return;
  refuse({ at: match, message: `\`disk.${field}\` alone is neither true nor false` });
}

/** What finds a volume knows neither of the system's disk nor of patterns. */
function checkVolumeSelector(match: LocatedScalar, refuse: Refuse): void {
  for (const found of codeOf(match).matchAll(/\bsystem_disk\b|\bglob(?=\()/g)) {
    const [name] = found;
    refuse({
      at: within(match, found.index, name),
      message: `the selector of an existing volume has no \`${name}\``,
    });
  }
}
