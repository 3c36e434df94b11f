import type { Problem } from '../source/problem.ts';
import type { Place } from '../source/text.ts';
import type { LocatedEntry, LocatedMap, LocatedScalar, LocatedValue } from '../yaml/located.ts';

export type TalosRole = 'controlplane' | 'worker';
export type TalosLayer = 'all' | TalosRole | 'node';

/** One document of a Talos patch or machine configuration. */
export interface TalosPatch {
  readonly file: string;
  readonly layer: TalosLayer;
  /** The node a node patch is for. */
  readonly node: string | undefined;
  readonly type: 'strategic-merge' | 'json6902';
  readonly value: LocatedValue;
  /** What it is one patch with; default: all of its file is one. */
  readonly unit?: string;
}

/** The configuration of one machine after all its patches: what Talos would get. */
export interface TalosNode {
  /** The name its patch file bears. */
  readonly name: string;
  readonly file: string;
  /** The folder whose patches are for it and not for the nodes of others; '' where there is one cluster only. */
  readonly cluster: string;
  readonly role: TalosRole | undefined;
  readonly hostname: LocatedScalar | undefined;
  /** Static addresses as written, with or without prefix length. */
  readonly addresses: readonly LocatedScalar[];
  readonly vips: readonly LocatedScalar[];
  readonly image: TalosImage | undefined;
  /** Directories of the host that the kubelet's pods get: its extra mounts and user volumes. */
  readonly mounts: readonly TalosMount[];
  /** What names the install disk for certain: serial numbers, WWIDs and UUIDs. */
  readonly diskIdentities: readonly LocatedScalar[];
  /** The schematic file of the node's hardware, where one can be told. */
  readonly schematic: TalosSchematic | undefined;
  /** A document that turns Talos' default DHCP clients off while no other gives the node an address. */
  readonly withoutAddress: LocatedMap | undefined;
  /** The v1alpha1 document. */
  readonly machine: LocatedMap | undefined;
  /** All other documents, by kind and name. */
  readonly documents: readonly LocatedMap[];
}

/** A directory of the host, with where it is configured. */
export interface TalosMount {
  readonly path: string;
  readonly at: LocatedScalar;
}

/** An installer image reference: `factory.talos.dev/installer/<schematic>:<tag>`. */
export interface TalosImage {
  readonly at: Place;
  readonly text: string;
  readonly schematic: TalosImagePart | undefined;
  readonly tag: TalosImagePart | undefined;
  /** Set for images in machine configuration, not for those in recipes. */
  readonly node: string | undefined;
}

/** A part of an image reference, with its characters. */
export interface TalosImagePart {
  readonly text: string;
  readonly at: Place;
}

/** An Image Factory schematic file: what a hardware kind's images contain. */
export interface TalosSchematic {
  readonly file: string;
  readonly value: LocatedMap;
  readonly extensions: readonly LocatedScalar[];
  /** The 64-hex id that the file's comments or name state, when one does. */
  readonly id: string | undefined;
  /** The id that the Image Factory gives the file's content; undefined where that isn't certain. */
  readonly contentId: string | undefined;
}

/** A version of Talos, as far as rules tell versions apart. */
export interface TalosVersion {
  readonly text: string;
  readonly minor: number;
}

/** A field that a version deprecates, with what replaces it. */
export interface TalosDeprecation {
  readonly entry: LocatedEntry;
  readonly path: string;
  readonly since: number;
  readonly instead: string | undefined;
}

/** Secret material of the cluster that stands in the clear. The value itself is never passed on. */
export interface TalosPlainSecret {
  readonly at: LocatedScalar;
  readonly what: string;
}

/** A Talos file that can't be read before it is rendered. */
export interface UncheckedTalosFile {
  readonly path: string;
  readonly reason: string;
}

/** A machine that a recipe's list names: `workers := "a b"`. */
export interface TalosRecipeNode extends TalosImagePart {
  readonly role: TalosRole;
  /** All names of the list. */
  readonly list: Place;
}

export interface TalosModel {
  readonly patches: readonly TalosPatch[];
  readonly nodes: readonly TalosNode[];
  readonly images: readonly TalosImage[];
  /** Versions of Talos that recipes name by a variable. */
  readonly recipeVersions: readonly TalosImagePart[];
  /** Versions of Kubernetes that recipes name by a variable and hand to talosctl. */
  readonly recipeKubernetes: readonly TalosImagePart[];
  /** The machines that recipes name in lists of a role. */
  readonly recipeNodes: readonly TalosRecipeNode[];
  readonly schematics: readonly TalosSchematic[];
  readonly plainSecrets: readonly TalosPlainSecret[];
  readonly unchecked: readonly UncheckedTalosFile[];
  /** Names of system extensions that Talos publishes, as far as they are known. */
  readonly officialExtensions: ReadonlySet<string>;
  /** What keeps Talos from accepting the patches, whatever its version where that isn't known. */
  refusals(version: TalosVersion | undefined): readonly Problem[];
  /** Fields in use that a version deprecates. */
  deprecations(version: TalosVersion): readonly TalosDeprecation[];
  readonly problems: readonly Problem[];
}

/** The version that a text such as `v1.12.4` names. */
export function toTalosVersion(text: string | undefined): TalosVersion | undefined {
  const minor = /^v?1\.(\d+)(?:\.|$|-)/.exec(text ?? '')?.[1];
  return text === undefined || minor === undefined ? undefined : { text, minor: Number(minor) };
}

/** A pinned version where it is one, and not a range of them. */
export const wholeVersion = (pinned: string | undefined): string | undefined =>
  /^v1\.\d+\.\d+/.test(pinned ?? '') ? pinned : undefined;

/**
 * The version to check against: the pinned one, else the one that most nodes' images have, images of
 * recipes where no node has one.
 */
export function talosVersion(
  { images }: Pick<TalosModel, 'images'>,
  pinned: string | undefined,
): TalosVersion | undefined {
  if (pinned !== undefined) return toTalosVersion(pinned);
  const ofNodes = images.filter(({ node }) => node !== undefined);
  const counts = new Map<string, number>();
  for (const { tag } of ofNodes.length > 0 ? ofNodes : images) {
    if (tag && toTalosVersion(tag.text)) counts.set(tag.text, (counts.get(tag.text) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1));
  return toTalosVersion(best?.[0]);
}
