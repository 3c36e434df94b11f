import { type TalosImage, talosVersion, toTalosVersion } from '../../model/talos.ts';
import { type Rule, see } from '../rule.ts';

export const version: Rule = {
  id: 'talos/version',
  severity: 'error',
  summary: "Installer images whose version differs from the policy's, or from each other.",
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
    const model = images.find(({ tag, node }) => tag === expected.text && node !== undefined);
    const place = policy.place('talos', 'version');
    for (const image of withOnePlace(images)) {
      const { tag, tagAt, node } = image;
      // A tag that is no version is put in by somebody else, or is a moving one.
      if (!tag || !tagAt || !toTalosVersion(tag) || tag === expected.text) continue;
      const whose =
        node === undefined ? "the recipe's installer image" : `${node}'s installer image`;
      report({
        at: tagAt,
        message:
          pinned === undefined
            ? `${whose} is ${tag}, but most are ${expected.text}`
            : `${whose} is ${tag}, but ${policy.source('talos', 'version')} wants ${expected.text}`,
        related:
          pinned === undefined
            ? model?.tagAt && [see(model.tagAt, `${expected.text} here`)]
            : place && [see(place, 'pinned here')],
      });
    }
  },
};

/** An image that several nodes get from one line is reported once. */
function withOnePlace(images: readonly TalosImage[]): TalosImage[] {
  const seen = new Map<string, TalosImage>();
  for (const image of images) {
    const key = `${image.at.file.path} ${image.at.start}`;
    if (!seen.has(key)) seen.set(key, image);
  }
  return [...seen.values()];
}
