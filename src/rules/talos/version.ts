import type { Policy } from '../../config/load.ts';
import { isOfRange } from '../../config/version-ranges.ts';
import {
  type TalosImagePart,
  talosVersion,
  toTalosVersion,
  wholeVersion,
} from '../../model/talos.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';
import { type VersionPin, versionPin } from '../version-pins.ts';

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
    const { images, recipeVersions } = cluster.talos;
    // Nodes with an entry of their own say nothing of the others.
    const alike = images.filter(
      ({ node }) => node === undefined || versionPin(policy, 'version', node)?.node === undefined,
    );
    const usual = talosVersion({ images: alike }, undefined);
    const model = alike.map(({ tag }) => tag).find(tag => tag?.text === usual?.text);
    for (const { tag, node } of oncePerPlace(images, ({ at }) => at)) {
      // A tag that is no version is put in by somebody else, or is a moving one.
      if (!tag || !toTalosVersion(tag.text)) continue;
      const whose =
        node === undefined ? "the recipe's installer image" : `\`${node}\`'s installer image`;
      const pin = versionPin(policy, 'version', node);
      if (pin) {
        for (const finding of against(pin, { policy, tag, whose })) report(finding);
      } else if (usual && tag.text !== usual.text) {
        report({
          at: tag.at,
          message: `${whose} is \`${tag.text}\`, but most are \`${usual.text}\``,
          related: model && [see(model.at, `\`${usual.text}\` here`)],
        });
      }
    }
    const pin = versionPin(policy, 'version', undefined);
    for (const tag of pin ? recipeVersions : [])
      for (const finding of pin
        ? against(pin, { policy, tag, whose: "the recipe's Talos version" })
        : [])
        report(finding);
  },
};

interface Named {
  readonly policy: Policy;
  readonly tag: TalosImagePart;
  readonly whose: string;
}

function against({ wanted, path }: VersionPin, { policy, tag, whose }: Named): Report[] {
  const isFine = wholeVersion(wanted) ? tag.text === wanted : isOfRange(wanted, tag.text) !== false;
  const place = policy.place(...path);
  return isFine
    ? []
    : [
        {
          at: tag.at,
          message: `${whose} is \`${tag.text}\`, but ${policy.source(...path)} wants \`${wanted}\``,
          related: place && [see(place, 'pinned here')],
        },
      ];
}
