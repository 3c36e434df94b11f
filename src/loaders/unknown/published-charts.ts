import type { AppBuild } from '../../model/app-build.ts';
import { carries, type Unknown } from '../../model/unknown.ts';
import { dirname, isWithin } from '../../source/tree.ts';
import { textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';
import { placeOf } from '../../yaml/located.ts';
import type { Sources } from '../../yaml/sources.ts';

/** Charts make no Namespaces by habit; the repository's own are here to be looked into. */
const KINDS: ReadonlySet<string> = new Set(['Namespace']);
const MAKES_NAMESPACE = /^kind: ["']?Namespace\b/m;

/**
 * Charts of the repository that are published first and installed from there: what is published may be another
 * version, and makes the namespaces that the one here makes, by names that share a word with the release's.
 */
export function publishedCharts(
  sources: Sources,
  documents: readonly ClassifiedDocument[],
  builds: readonly AppBuild[],
): Unknown[] {
  const makers = new Set(
    documents.flatMap(({ document: { file, value }, type }) => {
      const templates = `${dirname(file.path)}/templates`;
      const isMaker =
        type === 'helm-chart' &&
        sources.tree.files.some(
          path => isWithin(path, templates) && MAKES_NAMESPACE.test(sources.text(path)?.text ?? ''),
        );
      return isMaker ? (textAt(value, 'name') ?? []) : [];
    }),
  );
  return builds.flatMap(({ releases }) =>
    releases.flatMap(({ release, rendering }): Unknown[] => {
      const { chart, name = chart.text, namespace = '' } = release;
      if (!makers.has(chart.text) || rendering.by === 'repository') return [];
      const words = [...name.split('-'), ...namespace.split('-')].filter(word => word.length > 1);
      return [
        {
          at: placeOf(chart),
          reason: `the chart ${chart.text} of this repository is installed from elsewhere`,
          kinds: KINDS,
          namespaces: () => true,
          mayName: wanted => carries(wanted, words),
          strict: true,
        },
      ];
    }),
  );
}
