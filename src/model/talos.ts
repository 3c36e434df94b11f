import type { Problem } from '../source/problem.ts';
import type { Place } from '../source/text.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from './located.ts';

export type TalosLayer = 'all' | 'controlplane' | 'worker' | 'node';

/** One document of a Talos patch or machine configuration. */
export interface TalosPatch {
  readonly file: string;
  readonly layer: TalosLayer;
  /** The node a node patch is for. */
  readonly node: string | undefined;
  readonly type: 'strategic-merge' | 'json6902';
  readonly value: LocatedValue;
}

/** The configuration of one machine after all its patches: what Talos would get. */
export interface TalosNode {
  /** The name its patch file bears. */
  readonly name: string;
  readonly file: string;
  readonly role: 'controlplane' | 'worker' | undefined;
  readonly hostname: LocatedScalar | undefined;
  /** Static addresses as written, with or without prefix length. */
  readonly addresses: readonly LocatedScalar[];
  readonly vips: readonly LocatedScalar[];
  readonly image: TalosImage | undefined;
  /** The v1alpha1 document. */
  readonly machine: LocatedMap | undefined;
  /** All other documents, by kind and name. */
  readonly documents: readonly LocatedMap[];
}

/** An installer image reference: `factory.talos.dev/installer/<schematic>:<tag>`. */
export interface TalosImage {
  readonly at: Place;
  readonly text: string;
  readonly schematic: string | undefined;
  readonly schematicAt: Place | undefined;
  readonly tag: string | undefined;
  readonly tagAt: Place | undefined;
  /** Set for images in machine configuration, not for those in recipes. */
  readonly node: string | undefined;
}

/** An Image Factory schematic file: what a hardware kind's images contain. */
export interface TalosSchematic {
  readonly file: string;
  readonly value: LocatedMap;
  readonly extensions: readonly LocatedScalar[];
  /** The 64-hex id that the file's comments or name state, when one does. */
  readonly id: string | undefined;
}

export interface TalosModel {
  readonly patches: readonly TalosPatch[];
  readonly nodes: readonly TalosNode[];
  readonly images: readonly TalosImage[];
  readonly schematics: readonly TalosSchematic[];
  readonly problems: readonly Problem[];
}
