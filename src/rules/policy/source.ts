import { isAllowedAddress, isAllowedImage } from '../../config/places.ts';
import type { SourcesPolicy } from '../../config/policy.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { codes } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getString } from '../../yaml/access.ts';
import { type LocatedScalar, oncePerPlace } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const source: Rule = {
  id: 'policy/source',
  severity: 'warning',
  since: '0.1.0',
  summary: 'A chart, remote resource or image from somewhere that the policy does not allow.',
  rationale:
    'Whoever serves a chart or an image decides what runs in the cluster: from a place that nobody chose, nobody knows who that is.',
  remedy: 'Take it from an allowed place, or add the place to `sources` of the policy.',
  reference:
    'https://github.com/pitower/pitower-lint/blob/main/docs/policy.md#where-things-come-from',
  policy: true,
  check({ cluster, policy, report }) {
    for (const what of KINDS) {
      const allowed = policy.sources?.[what];
      if (!allowed) continue;
      const pinned = policy.place('sources', what);
      for (const { at, name } of oncePerPlace(USED[what](cluster), item => item.at.origin)) {
        if (isPlaceholder(at.text) || IS_ALLOWED[what](at.text, allowed)) continue;
        report({
          at,
          message: `${name} comes from \`${at.text}\`, which ${policy.source('sources', what)} does not allow`,
          help: allowedHelp(allowed),
          related: pinned && [see(pinned, 'what is allowed')],
        });
      }
    }
  },
};

const KINDS = ['charts', 'remotes', 'images'] as const satisfies readonly (keyof SourcesPolicy)[];

const IS_ALLOWED = {
  charts: isAllowedAddress,
  remotes: isAllowedAddress,
  images: isAllowedImage,
};

const allowedHelp = (allowed: readonly string[]): string =>
  allowed.length === 0
    ? 'Nothing of the kind is allowed: keep a copy in the repository.'
    : `Allowed: ${codes(allowed)}, and what lies below.`;

interface Used {
  readonly at: LocatedScalar;
  readonly name: string;
}

const USED: Readonly<Record<(typeof KINDS)[number], (cluster: Cluster) => readonly Used[]>> = {
  charts: ({ helmReleases }) =>
    helmReleases.flatMap(({ release: { chart, repository } }) =>
      // A dependency beside its parent lies in the repository.
      repository && !/^(?:file:|@|alias:)/.test(repository.text)
        ? [{ at: repository, name: `the chart \`${chart.text}\`` }]
        : [],
    ),
  remotes: ({ builds }) =>
    builds.flatMap(({ references }) =>
      references.flatMap(({ role, from, target }) =>
        target === 'remote' && role !== 'chart' ? [{ at: from, name: `this ${role}` }] : [],
      ),
    ),
  images: ({ workloads }) =>
    workloads.flatMap(({ resource, containers, initContainers }) =>
      [...containers, ...initContainers].flatMap(({ value }) => {
        const at = getString(value, 'image');
        return at && at.text !== '' ? [{ at, name: `an image of ${describe(resource)}` }] : [];
      }),
    ),
};
