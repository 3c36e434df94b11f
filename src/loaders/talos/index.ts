import type {
  TalosImage,
  TalosModel,
  TalosNode,
  TalosPatch,
  TalosPlainSecret,
  TalosRole,
  TalosSchematic,
  TalosVersion,
  UncheckedTalosFile,
} from '../../model/talos.ts';
import { isWithin } from '../../source/tree.ts';
import { groupBy } from '../../text/groups.ts';
import { get, itemsAt, textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';
import type { SourceDocument } from '../../yaml/parse.ts';
import type { Sources } from '../../yaml/sources.ts';
import { applyPatchFile, EMPTY_CONFIG } from './config.ts';
import { OFFICIAL_EXTENSIONS } from './data/extensions.ts';
import { deprecations } from './deprecations.ts';
import { talosDocuments } from './documents.ts';
import { talosInputs, templates } from './inputs/index.ts';
import { belongsTo, type TalosInput } from './inputs/input.ts';
import { talhelperVersions } from './inputs/talhelper.ts';
import { clusterFolder, layerOf, patchFiles } from './layers.ts';
import { describeNode } from './nodes.ts';
import { recipeProblems } from './recipe-checks.ts';
import {
  configContract,
  editsGenerated,
  recipeImages,
  recipeKubernetes,
  recipes,
  recipeVersions,
} from './recipes.ts';
import { type Machine, refusals } from './refusals.ts';
import { recipeNodes, recipeRoles, topfRoles } from './roles.ts';
import { schematicOf, toSchematic } from './schematics.ts';
import { plainSecrets } from './secrets.ts';
import { uncheckedFiles } from './unchecked.ts';

/** Reads all Talos patches and resolves them per node: general, then role, then the node's own. */
export function loadTalos(sources: Sources, documents: readonly ClassifiedDocument[]): TalosModel {
  const all = documents.map(({ document }) => document);
  const inputs = talosInputs(sources, all);
  const configured = [
    ...[...talosDocuments(documents), ...templates(sources)]
      .filter(({ file }) => !belongsTo(inputs, file.path))
      .flatMap(toPatch),
    ...inputs.flatMap(input => input.patches),
  ];
  const whole = wholeConfigs(configured);
  const patches = configured.filter(({ file }) => !whole.has(file));
  const files = recipes(sources);
  const lists = recipeNodes(files);
  const roles = new Map([
    ...recipeRoles(files, lists),
    ...topfRoles(all),
    ...inputs.flatMap(input => [...input.roles]),
  ]);
  const schematics = ofType(documents, 'talos-schematic').flatMap(toSchematic);
  const machines = nodeMachines(patches, roles);
  const inRecipes = recipeImages(files);
  const nodes = machines.map(machine => toNode(machine, schematics, inRecipes));
  const contract = configContract(files);
  return {
    patches,
    nodes,
    images: [...nodes.flatMap(({ image }) => image ?? []), ...inRecipes],
    recipeVersions: [...recipeVersions(files), ...talhelperVersions(all, 'talosVersion')],
    recipeKubernetes: [...recipeKubernetes(files), ...talhelperVersions(all, 'kubernetesVersion')],
    recipeNodes: lists,
    schematics,
    plainSecrets: secretsIn(configured, documents),
    unchecked: [...uncheckedFiles(sources), ...several(inputs), ...bases(whole, patches)],
    officialExtensions: OFFICIAL_EXTENSIONS,
    refusals: (version: TalosVersion | undefined) =>
      refusals(
        patches,
        machines.length > 0 ? machines : roleMachines(patches),
        version,
        editsGenerated(sources) ? undefined : (contract ?? version?.minor),
      ),
    deprecations: ({ minor }: TalosVersion) => deprecations(patches, minor),
    problems: recipeProblems(files, lists, nodes, sources),
  };
}

/** Where whole configurations lie beside patches, the patches are for them: what those lack stands there. */
const bases = (whole: ReadonlySet<string>, patches: readonly TalosPatch[]): UncheckedTalosFile[] =>
  patches.length === 0
    ? []
    : [...whole].map(path => ({ path, reason: 'a whole configuration beside patches' }));

/** With several clusters nobody here knows which of them a part of the repository is for. */
const several = (inputs: readonly TalosInput[]): UncheckedTalosFile[] =>
  inputs.length < 2
    ? []
    : inputs.map(({ directory }) => ({ path: directory, reason: 'one of several clusters' }));

/** Secrets in the clear: in configurations and patches, in the secrets bundle, in a talosconfig. */
const secretsIn = (
  configured: readonly TalosPatch[],
  documents: readonly ClassifiedDocument[],
): TalosPlainSecret[] => [
  ...configured.flatMap(({ value }) => plainSecrets(value, 'config')),
  ...documents.flatMap(({ document: { value }, type }) => {
    if (value === undefined) return [];
    if (type === 'talos-secrets') return plainSecrets(value, 'bundle');
    return isTalosconfig(value) ? plainSecrets(value, 'client') : [];
  }),
];

/**
 * Files that hold a machine's whole configuration, as `talosctl gen config` writes it: no patch, and
 * applied to no other machine.
 */
const wholeConfigs = (patches: readonly TalosPatch[]): ReadonlySet<string> =>
  new Set(
    patches.flatMap(({ value, file }) =>
      get(value, 'machine', 'token') && get(value, 'cluster', 'controlPlane', 'endpoint')
        ? [file]
        : [],
    ),
  );

const ofType = (
  documents: readonly ClassifiedDocument[],
  wanted: ClassifiedDocument['type'],
): SourceDocument[] =>
  documents.flatMap(({ document, type }) => (type === wanted ? [document] : []));

const isTalosconfig = (value: SourceDocument['value']): boolean =>
  get(value, 'context') !== undefined && get(value, 'contexts')?.kind === 'map';

function toPatch({ value, file }: SourceDocument): TalosPatch[] {
  if (value === undefined || value.kind === 'scalar') return [];
  const { layer, node } = layerOf(file.path);
  const type = value.kind === 'sequence' ? 'json6902' : 'strategic-merge';
  return [{ file: file.path, layer, node, type, value }];
}

interface NodeMachine extends Machine {
  readonly name: string;
  readonly file: string;
  readonly cluster: string;
}

function nodeMachines(
  patches: readonly TalosPatch[],
  roles: ReadonlyMap<string, TalosRole>,
): NodeMachine[] {
  const ofNodes = patches.filter(({ node }) => node !== undefined);
  const shared = patches.filter(({ node }) => node === undefined);
  // Folders that hold patches for all of the nodes which lie in them: those of one are not for the nodes of another.
  const folders = [...new Set(shared.map(({ file }) => clusterFolder(file)))]
    .filter(folder => ofNodes.some(({ file }) => isWithin(file, folder)))
    .sort((a, b) => b.length - a.length);
  const clusterOf = ({ file }: TalosPatch) => folders.find(folder => isWithin(file, folder)) ?? '';
  const isFor = (patch: TalosPatch, file: string) => {
    const folder = clusterFolder(patch.file);
    return !folders.includes(folder) || isWithin(file, folder);
  };
  const machines = groupBy(ofNodes, patch => `${patch.node} ${clusterOf(patch)}`);
  return [...machines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own;
      if (first?.node === undefined) return [];
      const { node: name, file } = first;
      const role = roles.get(name) ?? roleOf(own, name);
      const layers = layersFor(
        shared.filter(patch => isFor(patch, file)),
        role,
      );
      return [{ name, file, cluster: clusterOf(first), role, patches: [...layers, ...own] }];
    });
}

/** Where no node has a patch of its own, what a machine of each role gets. */
function roleMachines(patches: readonly TalosPatch[]): Machine[] {
  const roles = new Set(
    patches.flatMap(({ layer }) => (layer === 'controlplane' || layer === 'worker' ? [layer] : [])),
  );
  const machines = [...roles].map(role => ({ role, patches: layersFor(patches, role) }));
  return machines.length > 0 || patches.length === 0
    ? machines
    : [{ role: undefined, patches: layersFor(patches, undefined) }];
}

const layersFor = (patches: readonly TalosPatch[], role: TalosRole | undefined): TalosPatch[] => [
  ...patches.filter(({ layer }) => layer === 'all'),
  ...patches.filter(({ layer }) => role !== undefined && layer === role),
];

function toNode(
  { name, file, cluster, role, patches }: NodeMachine,
  schematics: readonly TalosSchematic[],
  inRecipes: readonly TalosImage[],
): TalosNode {
  // What doesn't fit together is said by the refusals; here it is merged as well as it can be.
  const config = patchFiles(patches).reduce(
    (before, patch) => applyPatchFile(before, patch, () => {}),
    EMPTY_CONFIG,
  );
  const node = describeNode(name, file, role, config);
  return { ...node, cluster, schematic: schematicOf(node, schematics, inRecipes) };
}

/** A VIP is for control planes only; otherwise the machine type or the name may tell. */
function roleOf(own: readonly TalosPatch[], name: string): TalosRole | undefined {
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
