import type { Cluster } from '../../model/cluster/cluster.ts';
import {
  CHART_SUPPORT,
  rangeOf,
  type SupportRange,
  TALOS_KUBERNETES,
} from '../../model/support-ranges.ts';
import { toTalosVersion } from '../../model/talos.ts';
import type { Place } from '../../source/text.ts';
import { code } from '../../text/code.ts';
import { getString, textAt } from '../../yaml/access.ts';
import { oncePerPlace, placeWithin } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const support: Rule = {
  id: 'talos/support',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A release of Kubernetes that the Talos version refuses, or that a chart is not made for.',
  rationale:
    'Talos validates the images of Kubernetes, those that `talosctl gen config --kubernetes-version` writes among them, and refuses a configuration outside its range. Projects that state a range test no others: an upgrade of one side alone is where storage and certificates break. Of a project that only names what it tests, an older Kubernetes is told as an info.',
  remedy: 'Upgrade Talos, or the chart, before Kubernetes; one minor release at a time.',
  reference: 'https://docs.siderolabs.com/talos/v1.12/getting-started/support-matrix',
  check({ cluster, policy, report }) {
    const releases = [...kubernetesImages(cluster), ...kubernetesRecipes(cluster)];
    for (const finding of [
      ...refused(cluster, releases, policy.talos?.version),
      ...unstated(cluster, releases),
    ])
      report(finding);
  },
};

/** A release of Kubernetes that Talos is told: by the tag of an image, or by a recipe. */
interface KubernetesRelease {
  readonly text: string;
  readonly minor: number;
  readonly at: Place;
  /** All that says it, the image's name included. */
  readonly whole: Place;
}

const IMAGES: readonly (readonly string[])[] = [
  ['machine', 'kubelet', 'image'],
  ['cluster', 'apiServer', 'image'],
  ['cluster', 'controllerManager', 'image'],
  ['cluster', 'scheduler', 'image'],
];

const kubernetesImages = ({ talos }: Cluster): KubernetesRelease[] =>
  oncePerPlace(
    talos.patches.flatMap(({ value }) =>
      IMAGES.flatMap(path => {
        const image = getString(value, ...path);
        const [, text, minor] = /:(v1\.(\d+)\.\d+)$/.exec(image?.text ?? '') ?? [];
        if (!image || !text || !minor) return [];
        const at = placeWithin(image, image.text.length - text.length, image.text.length);
        return [{ text, minor: Number(minor), at, whole: image.origin }];
      }),
    ),
    ({ whole }) => whole,
  );

const kubernetesRecipes = ({ talos }: Cluster): KubernetesRelease[] =>
  talos.recipeKubernetes.map(({ text, at }) => ({
    text,
    minor: Number(text.split('.')[1]),
    at,
    whole: at,
  }));

/** What every Talos version that is named refuses. */
function refused(
  { talos }: Cluster,
  releases: readonly KubernetesRelease[],
  pinned: string | undefined,
): Report[] {
  const installers = talos.patches.flatMap(
    ({ value }) =>
      /:(v\d+\.\d+\.\d+)$/.exec(textAt(value, 'machine', 'install', 'image') ?? '')?.[1] ?? [],
  );
  const tags = [
    ...talos.images.flatMap(({ tag }) => (tag ? [tag.text] : [])),
    ...installers,
    ...talos.recipeVersions.map(({ text }) => text),
  ];
  const versions = pinned === undefined ? [...new Set(tags)] : [pinned];
  const ranges = versions
    .filter(version => toTalosVersion(version))
    .map(version => ({ version, range: rangeOf(TALOS_KUBERNETES, version) }));
  return releases.flatMap(({ at, minor }): Report[] => {
    const isRefused = ranges.every(({ range }) => range && isOutside(range, minor));
    const [first] = ranges;
    if (!first?.range || !isRefused) return [];
    return [
      {
        at,
        message: `Talos ${code(first.version)} takes Kubernetes ${rangeText(first.range)}: the configuration is refused`,
      },
    ];
  });
}

/** Charts for which the release of Kubernetes is none of those that their projects name. */
function unstated({ helmReleases }: Cluster, releases: readonly KubernetesRelease[]): Report[] {
  const [first, ...others] = releases;
  if (!first || others.some(({ minor }) => minor !== first.minor)) return [];
  return helmReleases.flatMap(({ release }): Report[] => {
    const known = CHART_SUPPORT.find(({ chart }) => chart === release.chart.text);
    const range = known && rangeOf(known.ranges, release.version?.text);
    if (!known || !range || !release.version || !isOutside(range, first.minor)) return [];
    const isTested = known.claim === 'tests';
    if (isTested && first.minor > range.newest) return [];
    return [
      {
        at: release.version,
        severity: isTested ? 'info' : 'warning',
        message: `${known.project} ${code(range.product ?? range.version)} ${isTested ? 'is tested with' : 'supports'} Kubernetes ${rangeText(range)}, and Talos is told ${code(first.text)}`,
        help: `Its releases and theirs: ${code(known.source)}.`,
        related: [see(first.whole, 'the release of Kubernetes')],
      },
    ];
  });
}

const isOutside = ({ oldest, newest }: SupportRange, minor: number): boolean =>
  minor < oldest || minor > newest;

const rangeText = ({ oldest, newest }: SupportRange): string =>
  `${code(`1.${oldest}`)} to ${code(`1.${newest}`)}`;
