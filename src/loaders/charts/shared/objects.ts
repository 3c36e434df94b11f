import type { HelmRelease, RenderedObject } from '../../../model/release.ts';
import { getString } from '../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../../../yaml/located.ts';

/** What identifies and describes an object that a chart makes. */
export interface ObjectHead {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: LocatedScalar | string;
  /** Undefined for cluster-scoped objects, and where nobody says the release's namespace. */
  readonly namespace?: LocatedScalar | undefined;
  readonly labels?: LocatedMap | undefined;
  readonly annotations?: LocatedMap | undefined;
}

/** A Kubernetes object; what no part says otherwise points at `at`. */
export function kubernetesObject(at: Origin, head: ObjectHead, parts: Parts): LocatedMap {
  const { apiVersion, kind, name, namespace, labels, annotations } = head;
  const metadata = mapFrom(at, {
    name,
    namespace,
    labels: nonEmpty(labels),
    annotations: nonEmpty(annotations),
  });
  return mapFrom(at, { apiVersion, kind, metadata, ...parts });
}

/** The map, or undefined where it has no entries. */
export const nonEmpty = (map: LocatedMap | undefined): LocatedMap | undefined =>
  map && map.entries.size > 0 ? map : undefined;

/** An object of which absent fields may still be set by the chart. */
export const partial = (value: LocatedMap): RenderedObject => ({ value, partial: true });

/** An object of which every field that matters is known. */
export const whole = (value: LocatedMap): RenderedObject => ({ value, partial: false });

/** What stands for a name that Helm generates: nothing compares equal to it, nothing is reported. */
const GENERATED = '{{ .Release.Name }}';

/** The release's name; a placeholder where Helm generates it. */
export const releaseName = ({ name }: HelmRelease): string => name ?? GENERATED;

/** The namespace that Helm gets, at the place that says it; undefined where nothing does. */
export function releaseNamespace({
  namespace,
  declaration,
}: HelmRelease): LocatedScalar | undefined {
  if (namespace === undefined) return undefined;
  const written = getString(declaration, 'namespace');
  return written?.text === namespace ? written : scalarFrom(declaration.origin, namespace);
}

/** The origin for what a value decides: the value itself, or the fallback where it is absent. */
export const originOf = (value: LocatedValue | undefined, fallback: Origin): Origin =>
  value?.origin ?? fallback;
