import { get, getString, itemsAt, textAt } from '../../model/access.ts';
import type { LocatedMap, LocatedScalar } from '../../model/located.ts';
import type { TalosModel, TalosNode, TalosPatch, TalosSchematic } from '../../model/talos.ts';
import type { DocumentClass } from '../../source/classify.ts';
import type { SourceDocument } from '../../source/parse.ts';
import type { Sources } from '../../source/sources.ts';
import { imagesIn } from './images.ts';
import { layerOf } from './layers.ts';
import { mergeMachineConfig } from './merge.ts';
import { recipeImages, recipeRoles, recipes } from './recipes.ts';

interface Classified {
  readonly document: SourceDocument;
  readonly type: DocumentClass;
}

/** Reads all Talos patches and resolves them per node: general, then role, then the node's own. */
export function loadTalos(sources: Sources, documents: readonly Classified[]): TalosModel {
  const patches = documents.flatMap(toPatch);
  const files = recipes(sources);
  const roles = recipeRoles(files);
  const names = [...new Set(patches.flatMap(({ node }) => node ?? []))].sort();
  const nodes = names.map(name => toNode(name, patches, roles.get(name)));
  return {
    patches,
    nodes,
    images: [...nodes.flatMap(({ image }) => image ?? []), ...recipeImages(files)],
    schematics: documents.flatMap(toSchematic),
    problems: [],
  };
}

function toPatch({ document, type }: Classified): TalosPatch[] {
  const { value, file } = document;
  if (value === undefined || (type !== 'talos-config' && type !== 'talos-json-patch')) return [];
  const { layer, node } = layerOf(file.path);
  return [
    {
      file: file.path,
      layer,
      node,
      type: type === 'talos-json-patch' ? 'json6902' : 'strategic-merge',
      value,
    },
  ];
}

function toNode(
  name: string,
  patches: readonly TalosPatch[],
  stated: TalosNode['role'],
): TalosNode {
  const own = patches.filter(patch => patch.node === name);
  const role = stated ?? roleOf(own, name);
  const layers = [
    ...patches.filter(({ layer }) => layer === 'all'),
    ...patches.filter(({ layer }) => role !== undefined && layer === role),
    ...own,
  ];
  const documents = mergeDocuments(layers);
  const machine = documents.get('');
  const others = [...documents].flatMap(([key, value]) => (key === '' ? [] : [value]));
  const image = getString(machine, 'machine', 'install', 'image');
  return {
    name,
    file: own[0]?.file ?? '',
    role,
    hostname: hostnameOf(machine, others),
    addresses: addressesOf(machine, others),
    vips: vipsOf(machine, others),
    image: image && imagesIn(image.origin.file, image.origin.start, sourceText(image), name)[0],
    machine,
    documents: others,
  };
}

const sourceText = ({ origin }: LocatedScalar): string =>
  origin.file.text.slice(origin.start, origin.end);

/** One document per kind and name; the v1alpha1 document has none and the key ''. */
function mergeDocuments(patches: readonly TalosPatch[]): Map<string, LocatedMap> {
  const documents = new Map<string, LocatedMap>();
  for (const { value, type } of patches) {
    if (type === 'json6902' || value.kind !== 'map') continue;
    const key = documentKey(value);
    const below = documents.get(key);
    if (textAt(value, '$patch') === 'delete') documents.delete(key);
    else documents.set(key, below ? mergeMachineConfig(below, value) : value);
  }
  return documents;
}

const documentKey = (value: LocatedMap): string => {
  const kind = textAt(value, 'kind');
  return kind === undefined ? '' : `${kind}/${textAt(value, 'name') ?? ''}`;
};

/** A VIP is for control planes only; otherwise the machine type or the name may tell. */
function roleOf(own: readonly TalosPatch[], name: string): TalosNode['role'] {
  const type = own.map(({ value }) => textAt(value, 'machine', 'type')).find(Boolean);
  if (type === 'controlplane' || type === 'init') return 'controlplane';
  if (type === 'worker' || type === 'join') return 'worker';
  const hasVip = own.some(
    ({ value }) =>
      textAt(value, 'kind') === 'Layer2VIPConfig' ||
      itemsAt(value, 'machine', 'network', 'interfaces').some(item => get(item, 'vip')),
  );
  if (hasVip || /(^|-)(cp|control|controlplane|master)(-|\d|$)/.test(name)) return 'controlplane';
  return undefined;
}

function hostnameOf(
  machine: LocatedMap | undefined,
  documents: readonly LocatedMap[],
): LocatedScalar | undefined {
  const document = documents.find(item => textAt(item, 'kind') === 'HostnameConfig');
  return getString(document, 'hostname') ?? getString(machine, 'machine', 'network', 'hostname');
}

function addressesOf(
  machine: LocatedMap | undefined,
  documents: readonly LocatedMap[],
): LocatedScalar[] {
  const old = itemsAt(machine, 'machine', 'network', 'interfaces').flatMap(item => [
    ...itemsAt(item, 'addresses'),
    ...itemsAt(item, 'vlans').flatMap(vlan => itemsAt(vlan, 'addresses')),
    ...(get(item, 'cidr') ? [get(item, 'cidr')] : []),
  ]);
  const links = documents
    .filter(item => /^(Link|Bond|Bridge|VLAN|DummyLink)Config$/.test(textAt(item, 'kind') ?? ''))
    .flatMap(item => itemsAt(item, 'addresses').map(address => get(address, 'address')));
  return [...old, ...links].flatMap(item => (item?.kind === 'scalar' ? [item] : []));
}

function vipsOf(
  machine: LocatedMap | undefined,
  documents: readonly LocatedMap[],
): LocatedScalar[] {
  const old = itemsAt(machine, 'machine', 'network', 'interfaces').flatMap(item => [
    getString(item, 'vip', 'ip'),
    ...itemsAt(item, 'vlans').map(vlan => getString(vlan, 'vip', 'ip')),
  ]);
  // The document's name is the address.
  const layer2 = documents
    .filter(item => textAt(item, 'kind') === 'Layer2VIPConfig')
    .map(item => getString(item, 'name'));
  return [...old, ...layer2].flatMap(item => item ?? []);
}

function toSchematic({ document, type }: Classified): TalosSchematic[] {
  const { value, file } = document;
  if (type !== 'talos-schematic' || value?.kind !== 'map') return [];
  const extensions = itemsAt(
    value,
    'customization',
    'systemExtensions',
    'officialExtensions',
  ).flatMap(item => (item.kind === 'scalar' ? [item] : []));
  return [
    { file: file.path, value, extensions, id: /^#.*?\b([0-9a-f]{64})\b/m.exec(file.text)?.[1] },
  ];
}
