import { talosVersion, toTalosVersion } from '../../model/talos.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const version: Rule = {
  id: 'talos/version',
  scope: 'cluster',
  severity: 'error',
  summary:
    "Installer images whose version differs from the policy's, or from each other; recipes with another version than the policy's.",
  rationale:
    'The installer image decides what a node runs after its next installation or upgrade. Nodes of different versions behave differently, and a stale image downgrades a node.',
  remedy: 'Give all installer images, in patches and in recipes, the same tag.',
  reference:
    'https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/lifecycle-management/upgrading-talos',
  check({ cluster, policy, report }) {
    const pinned = policy.talos?.version;
    const expected = talosVersion(cluster.talos, pinned);
    if (!expected) return;
    const { images } = cluster.talos;
    const model = images.map(({ tag }) => tag).find(tag => tag?.text === expected.text);
    const place = policy.place('talos', 'version');
    for (const image of oncePerPlace(images, ({ at }) => at)) {
      const { tag, node } = image;
      // A tag that is no version is put in by somebody else, or is a moving one.
      if (!tag || !toTalosVersion(tag.text) || tag.text === expected.text) continue;
      const whose =
        node === undefined ? "the recipe's installer image" : `\`${node}\`'s installer image`;
      report({
        at: tag.at,
        message:
          pinned === undefined
            ? `${whose} is \`${tag.text}\`, but most are \`${expected.text}\``
            : `${whose} is \`${tag.text}\`, but ${policy.source('talos', 'version')} wants \`${expected.text}\``,
        related:
          pinned === undefined
            ? model && [see(model.at, `\`${expected.text}\` here`)]
            : place && [see(place, 'pinned here')],
      });
    }
    if (pinned === undefined) return;
    for (const { text, at } of cluster.talos.recipeVersions) {
      if (text === expected.text) continue;
      report({
        at,
        message: `the recipe's Talos version is \`${text}\`, but ${policy.source('talos', 'version')} wants \`${expected.text}\``,
        related: place && [see(place, 'pinned here')],
      });
    }
  },
};
