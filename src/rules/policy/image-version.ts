import { matchesName } from '../../config/rule-names.ts';
import { isTagOf } from '../../config/version-ranges.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { namesOfImage, parseImage } from '../../model/image.ts';
import { code, codes } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getString } from '../../yaml/access.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const imageVersion: Rule = {
  id: 'policy/image-version',
  severity: 'warning',
  since: '0.1.0',
  summary: 'An image whose tag is not what the policy accepts for it.',
  rationale:
    'What a tag may be says which versions were tried, and that there is one at all: a database that a bot lifts over a major version does not start with its old files.',
  remedy: 'Use a tag that is accepted, or change what is accepted in `images` of the policy.',
  reference: 'https://github.com/pitower/pitower-lint/blob/main/docs/policy.md#versions',
  policy: true,
  check({ cluster, policy, report }) {
    const entries = Object.entries(policy.images ?? {});
    if (entries.length === 0) return;
    const images = cluster.workloads.flatMap(({ resource, containers, initContainers }) =>
      [...containers, ...initContainers].flatMap(({ value }) => {
        const at = getString(value, 'image');
        return at && !isPlaceholder(at.text) ? [{ resource, at, image: parseImage(at.text) }] : [];
      }),
    );
    for (const { resource, at, image } of oncePerPlace(images, item => item.at.origin)) {
      const [glob, accepted] =
        entries.findLast(([name]) => namesOfImage(image).some(one => matchesName(one, name))) ?? [];
      // A digest without a tag is one image, whatever its version.
      if (glob === undefined || accepted === undefined || (!image.tag && image.digest)) continue;
      const { tag = 'latest' } = image;
      const wanted = [accepted].flat();
      if (wanted.some(one => isTagOf(one, tag))) continue;
      const pinned = policy.place('images', glob);
      report({
        at,
        message: `${describe(resource)} runs ${code(at.text)}${image.tag ? '' : ', which is `latest`'}, but ${policy.source('images', glob)} wants ${codes(wanted, 'or')}`,
        related: pinned && [see(pinned, 'pinned here')],
      });
    }
  },
};
