import type { Unknown } from '../../model/unknown.ts';
import { get, textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';
import { type LocatedMap, placeOf } from '../../yaml/located.ts';

/**
 * Namespaces of which objects were taken out of a running cluster into files: what was beside them may still be there.
 * Only a cluster, or Helm when it installs, writes what they carry; no rendered chart has it.
 *
 * @see https://github.com/helm/helm/blob/v3.19.0/pkg/action/validate.go (helmReleaseNameAnnotation)
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/#deployment-kubernetes-io-revision
 */
export function exportedObjects(documents: readonly ClassifiedDocument[]): Unknown[] {
  const seen = new Set<string>();
  return documents.flatMap(({ document: { value }, type }): Unknown[] => {
    if (type !== 'manifest' || value?.kind !== 'map') return [];
    const trace = traceOf(value);
    const namespace =
      textAt(value, 'metadata', 'annotations', 'meta.helm.sh/release-namespace') ??
      textAt(value, 'metadata', 'namespace');
    if (trace === undefined || namespace === undefined || seen.has(namespace)) return [];
    seen.add(namespace);
    return [
      {
        at: placeOf(value),
        reason: `objects of \`${namespace}\` were taken out of a cluster, as \`${trace}\` says, and others may be there`,
        namespaces: new Set([namespace]),
        ...(trace !== HELM && { kinds: BESIDE_PODS }),
      },
    ];
  });
}

const HELM = 'meta.helm.sh/release-name';

const ANNOTATIONS = [
  HELM,
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
];

/** What is forgotten beside a workload that somebody takes out alone; of a release of Helm it may be anything. */
const BESIDE_PODS: ReadonlySet<string> = new Set(['ConfigMap', 'Secret', 'ServiceAccount']);

/** A field or an annotation that only a cluster writes. */
function traceOf(object: LocatedMap): string | undefined {
  if (get(object, 'metadata', 'uid')) return 'metadata.uid';
  return ANNOTATIONS.find(name => get(object, 'metadata', 'annotations', name));
}
