import type { TalosImagePart, TalosNode, TalosSchematic } from '../../model/talos.ts';
import { basename } from '../../source/tree.ts';
import { codes } from '../../text/code.ts';
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
      const id = node.image?.schematic;
      if (!id) continue;
      const { name, schematic: hardware } = node;
      const found =
        malformed(name, id) ??
        (hardware ? foreign(name, id, hardware) : unlikeOthers(name, id, cluster.nodes));
      if (found) report(found);
    }
  },
};

function malformed(name: string, { text, at }: TalosImagePart): Report | undefined {
  // Other words in that place are a mirror's path, not a schematic.
  if (!/^[0-9a-f]{40,}$/.test(text) || text.length === 64) return undefined;
  return {
    at,
    message: `a schematic id has 64 hexadecimal digits; that of \`${name}\` has ${text.length}`,
  };
}

/** The image against what the hardware's file gives. */
function foreign(
  name: string,
  { text, at }: TalosImagePart,
  { file, value, id, contentId }: TalosSchematic,
): Report | undefined {
  const expected = contentId ?? id;
  if (!expected || text === expected) return undefined;
  return {
    at,
    message: `the image of \`${name}\` is not built from \`${basename(file)}\`, whose id is \`${short(expected)}\``,
    help:
      text === id
        ? `The id was taken before \`${file}\` changed; the new one is \`${expected}\`.`
        : `The id of \`${file}\` is \`${expected}\`.`,
    related: [see(value, 'the schematic of this hardware')],
  };
}

/** A node without a schematic file against those whose names differ from its own by a number only. */
function unlikeOthers(
  name: string,
  { text, at }: TalosImagePart,
  nodes: readonly TalosNode[],
): Report | undefined {
  const kind = kindOf(name);
  if (ROLES.test(kind)) return undefined;
  const others = nodes.flatMap(({ name: other, image }) =>
    other !== name && kindOf(other) === kind && image?.schematic
      ? [{ name: other, schematic: image.schematic }]
      : [],
  );
  const ids = new Set(others.map(({ schematic }) => schematic.text));
  if (others.length < 2 || ids.size > 1 || ids.has(text)) return undefined;
  return {
    at,
    message: `the image of \`${name}\` has another schematic than ${codes(others.map(other => other.name))}`,
    related: others
      .slice(0, 1)
      .map(model => see(model.schematic.at, `\`${model.name}\` has this one`)),
  };
}

/** What is left of a name without the number at its end. */
const kindOf = (name: string): string => name.replace(/-?\d+$/, '');

/** Names that say what a node does, not what it is made of. */
const ROLES = /^(control-?plane|cp|k8s|kube|master|node|server|talos|worker|agent)s?$/;

const short = (id: string): string => `${id.slice(0, 12)}…`;
