import type { TalosImagePart } from '../../../model/talos.ts';
import { basename, dirname } from '../../../source/tree.ts';
import { asSequence, booleanAt, get, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import type { SourceDocument } from '../../../yaml/parse.ts';
import type { Sources } from '../../../yaml/sources.ts';
import {
  embeddedPatches,
  filePatches,
  forNode,
  type LoosePatch,
  looseFrom,
  type TalosInput,
} from './input.ts';

/**
 * The machines of a talhelper configuration. Its group's patches come first, then the node's, the
 * global ones last.
 *
 * @see https://budimanjojo.github.io/talhelper/latest/reference/configuration/
 */
export function talhelperInput(
  sources: Sources,
  { file, value }: SourceDocument,
): TalosInput | undefined {
  if (!isTalhelper(file.path) || value?.kind !== 'map') return undefined;
  const read = (owner: LocatedValue | undefined) =>
    itemsAt(owner, 'patches').flatMap(item => patchesOf(sources, file.path, item));
  const base = generated(value);
  const nodes = itemsAt(value, 'nodes').flatMap(node => {
    const name = textAt(node, 'hostname');
    return name === undefined ? [] : [{ name, node }];
  });
  const isPlane = (node: LocatedValue) => booleanAt(node, 'controlPlane') === true;
  const patches = nodes.flatMap(({ name, node }) => {
    const group = get(value, isPlane(node) ? 'controlPlane' : 'worker');
    const ofGroup = booleanAt(node, 'overridePatches') ? [] : read(group);
    const own = [...generatedFor(group), ...generatedFor(node)];
    return forNode(name, [...base, ...own, ...ofGroup, ...read(node), ...read(value)]);
  });
  return {
    directory: dirname(file.path),
    patches,
    roles: new Map(
      nodes.map(({ name, node }) => [name, isPlane(node) ? 'controlplane' : 'worker']),
    ),
    files: new Set(patches.map(patch => patch.file)),
  };
}

/** A version that talhelper makes all machines of, where it is written out: of Talos, or of Kubernetes. */
export function talhelperVersions(
  documents: readonly SourceDocument[],
  field: 'talosVersion' | 'kubernetesVersion',
): TalosImagePart[] {
  return documents.flatMap(({ file, value }) => {
    const version = isTalhelper(file.path) ? getString(value, field) : undefined;
    return version && /^v?\d+\.\d+\.\d+$/.test(version.text)
      ? [{ text: version.text.replace(/^v?/, 'v'), at: version.origin }]
      : [];
  });
}

const isTalhelper = (path: string): boolean => /^talconfig\.ya?ml$/.test(basename(path));

/**
 * `@path` names a file; everything else is the patch itself, but for a text that can be none: that names a file, too.
 *
 * @see https://github.com/siderolabs/talos/commit/e2ee39b
 */
function patchesOf(sources: Sources, from: string, item: LocatedValue): LoosePatch[] {
  if (item.kind !== 'scalar') return [];
  const embedded = item.text.startsWith('@') ? [] : embeddedPatches(item);
  const patches =
    embedded.length > 0 ? embedded : filePatches(sources, from, item.text.replace(/^@/, ''));
  return patches.map(patch => ({ ...patch, value: unescaped(patch.value) }));
}

/** Variables are filled in before a patch is read, so that `$$patch` stands for `$patch`. */
function unescaped(value: LocatedValue): LocatedValue {
  if (value.kind === 'scalar') return value;
  if (value.kind === 'sequence') return { ...value, items: value.items.map(unescaped) };
  const entries = [...value.entries].map(([name, { key, value: child }]) => {
    const text = name.replace(/^\$\$/, '$');
    return [text, { key: { ...key, value: text, text }, value: unescaped(child) }] as const;
  });
  return { ...value, entries: new Map(entries) };
}

/** What its own fields become before any patch, as far as rules across layers ask for it. */
function generated(value: LocatedMap): LoosePatch[] {
  const cni = get(value, 'cniConfig');
  const subnets = (key: string) => {
    const items = itemsAt(value, key);
    return items.length > 0 ? sequenceFrom(value.origin, items) : undefined;
  };
  const network = {
    ...(cni && { cni }),
    ...(subnets('clusterPodNets') && { podSubnets: subnets('clusterPodNets') }),
    ...(subnets('clusterSvcNets') && { serviceSubnets: subnets('clusterSvcNets') }),
  };
  if (Object.keys(network).length === 0) return [];
  const at = (cni ?? getString(value, 'clusterName') ?? value).origin;
  return [looseFrom(mapFrom(at, { cluster: mapFrom(at, { network: mapFrom(at, network) }) }))];
}

/** What the fields of a machine, or of a group of them, become: kernel modules, and volumes that are mounted. */
function generatedFor(owner: LocatedValue | undefined): LoosePatch[] {
  const modules = asSequence(get(owner, 'kernelModules'));
  const volumes = itemsAt(owner, 'userVolumes').flatMap(item => {
    if (item.kind !== 'map') return [];
    const head = mapFrom(item.origin, {
      apiVersion: scalarFrom(item.origin, 'v1alpha1'),
      kind: scalarFrom(item.origin, 'UserVolumeConfig'),
    });
    return looseFrom({ ...item, entries: new Map([...head.entries, ...item.entries]) });
  });
  if (!modules) return volumes;
  const at = modules.origin;
  const kernel = mapFrom(at, { kernel: mapFrom(at, { modules }) });
  return [looseFrom(mapFrom(at, { machine: kernel })), ...volumes];
}
