import type { AppBuild } from '../../model/app-build.ts';
import { carries, type Unknown } from '../../model/unknown.ts';
import { startOf } from '../../source/text.ts';
import { basename, dirname } from '../../source/tree.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';

/**
 * What charts make: of storage, networks and certificates for the whole cluster, of programs in their namespace, which
 * whoever installs them makes as well.
 */
const KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Service',
  'ServiceAccount',
  'ConfigMap',
  'Secret',
  'PersistentVolumeClaim',
  'ClusterIssuer',
  'GatewayClass',
  'IngressClass',
  'PriorityClass',
  'StorageClass',
  'VolumeSnapshotClass',
]);

const VALUES = /^(?:values(?:[-_.].*)?|.*[-_.]values)\.ya?ml$/;

/** Folders that say nothing of the chart. */
const PLAIN =
  /^(?:helm|charts?|values|apps?|applications|system|infra(?:structure)?|kubernetes|k8s|base|core)$/;

/**
 * Charts that somebody installs by hand: their values lie in the repository, and no Application or kustomization
 * reads them. What such a chart makes bears its name, which is the folder's, or one that the values say.
 *
 * @param builds everything that is built
 */
export function chartsByHand(
  documents: readonly ClassifiedDocument[],
  builds: readonly AppBuild[],
): Unknown[] {
  const read = new Set(
    builds.flatMap(({ references }) => references.flatMap(({ path }) => path ?? [])),
  );
  // A chart's own values, and those of a kustomization's chart that is parked.
  const others = new Set(
    documents.flatMap(({ document: { file }, type }) => {
      const isParked = type === 'kustomization' && file.text.includes('helmCharts');
      return type === 'helm-chart' || isParked ? dirname(file.path) : [];
    }),
  );
  return documents.flatMap(({ document: { file }, type }): Unknown[] => {
    const { path, text } = file;
    const isIdle = type === 'other' && VALUES.test(basename(path)) && !read.has(path);
    if (!isIdle || others.has(dirname(path))) return [];
    const words = [...dirname(path).split('/'), basename(path).replace(/\.ya?ml$/, '')]
      .filter(segment => !PLAIN.test(segment))
      .flatMap(segment => segment.split(/[-_.]/))
      .filter(word => word.length > 2 && word !== 'values');
    return [
      {
        at: startOf(file),
        reason: `somebody may install the chart that ${path} is for`,
        kinds: KINDS,
        namespaces: () => true,
        // Values say many a word that is also a namespace, such as `default`.
        mayName: (name, kind) =>
          (kind !== 'Namespace' && text.includes(name)) || carries(name, words),
        strict: true,
      },
    ];
  });
}
