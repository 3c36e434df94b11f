import type { TalosNode } from '../../model/talos.ts';
import { basename } from '../../source/tree.ts';
import { listing } from '../../text/plural.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const schematic: Rule = {
  id: 'talos/schematic',
  severity: 'warning',
  summary:
    "A node whose image is not built from its hardware's schematic, or not from the one that nodes like it have.",
  rationale:
    'The schematic id in an installer image decides which system extensions and kernel arguments a node has. With a stale id the node lacks what the schematic file promises, firmware and microcode among it.',
  remedy:
    'Post the schematic file to the Image Factory and put the id it answers into the image of every node of that hardware.',
  reference: 'https://docs.siderolabs.com/talos/v1.12/learn-more/image-factory',
  check({ cluster, report }) {
    for (const node of cluster.nodes) {
      const found = malformed(node) ?? foreign(node) ?? unlikeOthers(node, cluster.nodes);
      if (found) report(found);
    }
  },
};

function malformed({ name, image }: TalosNode): Report | undefined {
  const { schematic: id, schematicAt: at } = image ?? {};
  // Other words in that place are a mirror's path, not a schematic.
  if (!id || !at || !/^[0-9a-f]{40,}$/.test(id) || id.length === 64) return undefined;
  return {
    at,
    message: `a schematic id has 64 hexadecimal digits; that of ${name} has ${id.length}`,
  };
}

/** The image against what the hardware's file gives. */
function foreign({ name, image, schematic: hardware }: TalosNode): Report | undefined {
  const { schematic: id, schematicAt: at } = image ?? {};
  const expected = hardware && (hardware.contentId ?? hardware.id);
  if (!id || !at || !expected || id === expected || !hardware) return undefined;
  const isStale = id === hardware.id;
  return {
    at,
    message: `the image of ${name} is not built from ${basename(hardware.file)}, whose id is ${short(expected)}`,
    help: isStale
      ? `The id was taken before ${hardware.file} changed; the new one is ${expected}.`
      : `The id of ${hardware.file} is ${expected}.`,
    related: [see(hardware.value, 'the schematic of this hardware')],
  };
}

/** A node without a schematic file against those whose names differ from its own by a number only. */
function unlikeOthers(node: TalosNode, nodes: readonly TalosNode[]): Report | undefined {
  const { schematic: id, schematicAt: at } = node.image ?? {};
  const kind = node.name.replace(/-?\d+$/, '');
  if (!id || !at || node.schematic || ROLES.test(kind)) return undefined;
  const others = nodes.filter(
    other => other !== node && other.name.replace(/-?\d+$/, '') === kind && other.image,
  );
  const [model] = others;
  const expected = model?.image?.schematic;
  const isAlone = others.length > 1 && others.every(({ image }) => image?.schematic === expected);
  if (!model || !expected || expected === id || !isAlone) return undefined;
  return {
    at,
    message: `the image of ${node.name} has another schematic than ${listing(others.map(({ name }) => name))}`,
    related: model.image?.schematicAt && [
      see(model.image.schematicAt, `${model.name} has this one`),
    ],
  };
}

/** Names that say what a node does, not what it is made of. */
const ROLES = /^(control-?plane|cp|k8s|kube|master|node|server|talos|worker|agent)s?$/;

const short = (id: string): string => `${id.slice(0, 12)}…`;
