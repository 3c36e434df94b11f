import { didYouMean } from '../../../text/nearest.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { getScalar } from '../../../yaml/access.ts';
import type { LocatedMap } from '../../../yaml/located.ts';
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
 * Checks the expression by which a volume finds its disk, as far as that can be told without running it:
 * the fields of a disk, and sizes compared with numbers of another type.
 *
 * @see https://github.com/siderolabs/talos/blob/v1.12.4/pkg/machinery/cel/celenv/celenv.go (DiskLocator)
 */
export function checkSelectors(document: LocatedMap, refuse: Refuse): void {
  const match =
    getScalar(document, 'provisioning', 'diskSelector', 'match') ??
    getScalar(document, 'discovery', 'volumeSelector', 'match');
  if (!match || isPlaceholder(match.text)) return;
  // What stands in quotes is a value.
  const code = match.text.replace(/"[^"]*"|'[^']*'/g, text => ' '.repeat(text.length));
  const at = (start: number, text: string) => ({
    ...match,
    origin: { ...match.origin, ...placeWithin(match, start, start + text.length) },
  });
  for (const found of code.matchAll(/\bdisk\.([A-Za-z_]\w*)(?!\w*\()/g)) {
    const [, field = ''] = found;
    if (DISK.has(field)) continue;
    const help = didYouMean(field, DISK);
    refuse({
      at: at(found.index + 'disk.'.length, field),
      message: `a disk has no ${field} in a selector`,
      ...(help && { help: `${help[0]?.toUpperCase()}${help.slice(1)}` }),
    });
  }
  for (const found of code.matchAll(/\bdisk\.size\s*(?:<=|>=|==|!=|<|>)\s*(\d+)(?![\du.])/g)) {
    const [whole, number = ''] = found;
    refuse({
      at: at(found.index + whole.length - number.length, number),
      message: `\`disk.size\` can't be compared with \`${number}\`: it is unsigned, and this is not`,
      help: `Write \`${number}u\`.`,
    });
  }
}
