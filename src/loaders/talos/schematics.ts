import { createHash } from 'node:crypto';
import type { TalosImage, TalosNode, TalosSchematic } from '../../model/talos.ts';
import { basename } from '../../source/tree.ts';
import { own } from '../../text/own.ts';
import { entriesAt, itemsAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import type { SourceDocument } from '../../yaml/parse.ts';

/** Reads an Image Factory schematic. */
export function toSchematic({ value, file }: SourceDocument): TalosSchematic[] {
  if (value?.kind !== 'map') return [];
  const extensions = itemsAt(
    value,
    'customization',
    'systemExtensions',
    'officialExtensions',
  ).flatMap(item => (item.kind === 'scalar' ? [item] : []));
  const text = canonical(value);
  return [
    {
      file: file.path,
      value,
      extensions,
      id: /^#.*?\b([0-9a-f]{64})\b/m.exec(file.text)?.[1],
      contentId: text && createHash('sha256').update(text).digest('hex'),
    },
  ];
}

/** The Image Factory's fields in the order it writes them; free-form options in the order of keys. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '': ['owner', 'overlay', 'customization'],
  overlay: ['image', 'name', 'options'],
  customization: ['extraKernelArgs', 'meta', 'systemExtensions', 'secureboot', 'bootloader'],
  'customization.systemExtensions': ['officialExtensions'],
};

/** What is known to come back from the factory as it is written here. */
const KNOWN: ReadonlySet<string> = new Set([
  'overlay',
  'overlay.image',
  'overlay.name',
  'overlay.options',
  'overlay.options.*',
  'customization',
  'customization.extraKernelArgs',
  'customization.systemExtensions',
  'customization.systemExtensions.officialExtensions',
]);

/**
 * The text whose SHA-256 is the schematic's id: the YAML that the Image Factory writes for it.
 * Undefined for anything that isn't written here for certain the way the factory writes it.
 *
 * @see https://github.com/siderolabs/image-factory/blob/main/pkg/schematic/schematic.go
 */
function canonical(schematic: LocatedValue): string | undefined {
  const lines = write(schematic, '', 0);
  if (lines === undefined) return undefined;
  // The field without omitempty.
  const hasCustomization = lines.some(line => line.startsWith('customization:'));
  return `${[...lines, ...(hasCustomization ? [] : ['customization: {}'])].join('\n')}\n`;
}

function write(value: LocatedValue, path: string, depth: number): string[] | undefined {
  if (value.kind !== 'map') return undefined;
  const order = own(FIELDS, path);
  const names = [...value.entries.keys()];
  const sorted = order ? order.filter(name => names.includes(name)) : names.toSorted();
  if (sorted.length < names.length) return undefined;
  const lines: string[] = [];
  for (const name of sorted) {
    const at = path === '' ? name : `${path}.${name}`;
    const known = KNOWN.has(at) || KNOWN.has(`${path}.*`);
    const child = value.entries.get(name)?.value;
    const written = known && child ? writeEntry(name, child, at, depth) : undefined;
    if (!written) return undefined;
    lines.push(...written);
  }
  return lines;
}

function writeEntry(
  name: string,
  value: LocatedValue,
  path: string,
  depth: number,
): string[] | undefined {
  const indent = ' '.repeat(4 * depth);
  if (value.kind === 'scalar') {
    const text = scalar(value.text, depth);
    return text === undefined ? undefined : [`${indent}${name}: ${text}`];
  }
  if (value.kind === 'sequence') {
    const items = value.items.map(item => (item.kind === 'scalar' ? plain(item.text) : undefined));
    if (items.length === 0 || items.includes(undefined)) return undefined;
    return [`${indent}${name}:`, ...items.map(item => `${indent}    - ${item}`)];
  }
  const inner = write(value, path, depth + 1);
  if (!inner) return undefined;
  return inner.length === 0 ? [`${indent}${name}: {}`] : [`${indent}${name}:`, ...inner];
}

function scalar(text: string, depth: number): string | undefined {
  if (!text.includes('\n')) return plain(text);
  if (!/^[^\s]/.test(text) || /[^\x20-\x7e\n]|[ \t]$|\n\n$/m.test(text)) return undefined;
  const indent = ' '.repeat(4 * (depth + 1));
  const isClipped = text.endsWith('\n');
  const body = (isClipped ? text.slice(0, -1) : text)
    .split('\n')
    .map(line => (line === '' ? '' : indent + line));
  return [isClipped ? '|' : '|-', ...body].join('\n');
}

/** Only words that no YAML writer quotes. */
const plain = (text: string): string | undefined =>
  /^[A-Za-z][A-Za-z0-9_./=-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : undefined;

/**
 * The schematic file of a node's hardware: the one that its labels or its name name, else the one
 * whose computed or stated id its image has, else the one that a recipe's variable with the same
 * image is named after (`worker_intel_image` for `intel.yaml`).
 */
export function schematicOf(
  { name, machine, image }: Pick<TalosNode, 'name' | 'machine' | 'image'>,
  schematics: readonly TalosSchematic[],
  recipeImages: readonly TalosImage[],
): TalosSchematic | undefined {
  const labels = entriesAt(machine, 'machine', 'nodeLabels').flatMap(({ value }) =>
    value.kind === 'scalar' ? [value.text] : [],
  );
  const byLabel = schematics.filter(({ file }) => labels.includes(stem(file)));
  if (byLabel.length === 1) return byLabel[0];
  const byName = schematics.filter(({ file }) => name.startsWith(`${stem(file)}-`));
  if (byName.length === 1) return byName[0];
  const id = image?.schematic?.text;
  if (id === undefined) return undefined;
  const byId =
    schematics.find(({ contentId }) => contentId === id) ??
    schematics.find(schematic => schematic.id === id);
  if (byId) return byId;
  const words = new Set(
    recipeImages.filter(({ schematic }) => schematic?.text === id).flatMap(wordsBefore),
  );
  const byVariable = schematics.filter(({ file }) => words.has(stem(file)));
  return byVariable.length === 1 ? byVariable[0] : undefined;
}

/** The words of what stands before an image on its line: a variable's name. */
const wordsBefore = ({ at: { file, start } }: TalosImage): string[] =>
  file.text.slice(file.text.lastIndexOf('\n', start) + 1, start).split(/[^A-Za-z0-9]+/);

const stem = (path: string): string => basename(path).replace(/\.ya?ml$/, '');
