import { distance } from 'fastest-levenshtein';
import type { Rule } from '../rule.ts';

const OWNER = 'siderolabs/';

export const extension: Rule = {
  id: 'talos/extension',
  severity: 'error',
  summary: "A system extension whose name Talos doesn't publish, or that is written with a tag.",
  rationale:
    "The Image Factory refuses a schematic with an extension that it doesn't know, and no image comes of it. It chooses the extension's version by the Talos version; a tag is part of the name to it.",
  remedy: 'Write the name as siderolabs/<extension>, without a tag.',
  reference: 'https://github.com/siderolabs/extensions',
  check({ cluster, report }) {
    const published = cluster.talos.officialExtensions;
    for (const at of cluster.talos.schematics.flatMap(({ extensions }) => extensions)) {
      const name = at.text;
      const bare = name.replace(/[:@].*/, '');
      const meant =
        [bare, `${OWNER}${bare}`].find(known => published.has(known)) ?? misspelt(bare, published);
      if (bare !== name) {
        report({
          at,
          message: `the extension \`${name}\` has a tag, which the Image Factory takes for a part of its name`,
          help: `Write \`${meant ?? bare}\`.`,
        });
      } else if (meant && meant !== name) {
        report({
          at,
          message: `Talos publishes no extension \`${name}\``,
          help: `Did you mean \`${meant}\`?`,
        });
      }
    }
  },
};

/** The name that is a slip away. The list is never complete: what is further off may just be new. */
function misspelt(name: string, published: ReadonlySet<string>): string | undefined {
  const slips = name.length - OWNER.length >= 8 ? 2 : 1;
  return [...published].find(other => distance(other, name) <= slips);
}
