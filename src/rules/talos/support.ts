import type { Cluster } from '../../model/cluster/cluster.ts';
import {
  CHART_SUPPORT,
  rangeOf,
  rangeOfChart,
  type SupportRange,
  TALOS_KUBERNETES,
} from '../../model/support-ranges.ts';
import { toTalosVersion, wholeVersion } from '../../model/talos.ts';
import {
  type KubernetesRelease,
  kubernetesImages,
  kubernetesRecipes,
} from '../../model/talos-kubernetes.ts';
import { code } from '../../text/code.ts';
import { textAt } from '../../yaml/access.ts';
import { oncePerPlace } from '../../yaml/located.ts';
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
    const { talos } = cluster;
    const images = talos.patches.flatMap(({ value }) => kubernetesImages(value));
    const releases = [...oncePerPlace(images, ({ whole }) => whole), ...kubernetesRecipes(talos)];
    for (const finding of [
      ...refused(cluster, releases, wholeVersion(policy.talos?.version)),
      ...unstated(cluster, releases),
    ])
      report(finding);
  },
};

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
    const range = known && rangeOfChart(known, release.version?.text);
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
