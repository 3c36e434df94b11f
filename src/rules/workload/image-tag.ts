import { matchesName } from '../../config/rule-names.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { parseImage } from '../../model/image.ts';
import { code } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getString } from '../../yaml/access.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { namesIn, namesOption } from '../options.ts';
import type { Report, Rule } from '../rule.ts';

/** Tags that a registry moves; `stable` and major versions are often meant. */
const MOVING = ['latest', 'main', 'master', 'edge', 'nightly', 'dev', 'develop', 'rolling', 'head'];

export const imageTag: Rule = {
  id: 'workload/image-tag',
  scope: 'cluster',
  severity: 'info',
  summary: 'An image without a tag, or with one that moves, such as `latest`.',
  rationale:
    'What runs is decided by the day a pod starts, not by a commit: two nodes may run two versions, nobody can go back, and no bot proposes the next one.',
  remedy:
    'Name a version, better with its digest. A policy that wants it everywhere sets this rule to warning or error.',
  reference: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  options: {
    moving: namesOption(MOVING, 'Tags that move, in which `*` is any run of characters'),
  },
  check({ cluster, options, report }) {
    const moving = namesIn(options, 'moving', MOVING);
    const reports = cluster.workloads.flatMap(({ resource, containers, initContainers }) =>
      [...containers, ...initContainers].flatMap(({ value }): Report[] => {
        const image = getString(value, 'image');
        // What the chart's own values say is the chart's choice.
        if (!image || image.origin.made === 'default' || isPlaceholder(image.text)) return [];
        const tag = movingTag(image.text, moving);
        return tag === undefined
          ? []
          : [
              {
                at: image,
                message: `${describe(resource)} runs ${tag === '' ? `${code(image.text)} without a tag` : `the moving tag ${code(tag)}`}: what that is changes without a commit`,
              },
            ];
      }),
    );
    const written = reports.flatMap(item => ('origin' in item.at ? [{ item, at: item.at }] : []));
    for (const { item } of oncePerPlace(written, ({ at }) => at.origin)) report(item);
  },
};

/** The moving tag of an image, empty where it has none; undefined where it is pinned. */
function movingTag(image: string, moving: readonly string[]): string | undefined {
  const { tag = '', digest } = parseImage(image);
  if (digest !== undefined) return undefined;
  const isMoving = moving.some(glob => matchesName(tag.toLowerCase(), glob.toLowerCase()));
  return tag === '' || isMoving ? tag : undefined;
}
