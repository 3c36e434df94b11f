import type { AppBuild } from '../../model/app-build.ts';
import { carries, type Unknown } from '../../model/unknown.ts';
import { dirname, isWithin, joinPath } from '../../source/tree.ts';
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
  const elsewhere = builds.flatMap(({ releases }) =>
    releases.flatMap(({ release, rendering }) => (rendering.by === 'repository' ? [] : [release])),
  );
  const wanted = new Set(elsewhere.map(({ chart }) => chart.text));
  const makers = new Set(
    documents.flatMap(({ document: { file, value }, type }) => {
      const name = type === 'helm-chart' ? textAt(value, 'name') : undefined;
      return name !== undefined && wanted.has(name) && makesNamespaces(sources, dirname(file.path))
        ? [name]
        : [];
    }),
  );
  return elsewhere.flatMap(({ chart, name = chart.text, namespace = '' }): Unknown[] => {
    if (!makers.has(chart.text)) return [];
    const words = [...name.split('-'), ...namespace.split('-')].filter(word => word.length > 1);
    return [
      {
        at: placeOf(chart),
        reason: `the chart ${chart.text} of this repository is installed from elsewhere`,
        kinds: KINDS,
        namespaces: () => true,
        mayName: sought => carries(sought, words),
        strict: true,
      },
    ];
  });
}

function makesNamespaces({ tree, text }: Sources, directory: string): boolean {
  const templates = joinPath(directory, 'templates') ?? '';
  return tree.files.some(
    path => isWithin(path, templates) && MAKES_NAMESPACE.test(text(path)?.text ?? ''),
  );
}
