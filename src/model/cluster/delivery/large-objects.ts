import { compareVersions, parseVersion } from '../../../template/go/semver.ts';
import {
  booleanAt,
  entriesAt,
  getScalar,
  itemsAt,
  scalarsIn,
  textAt,
  toPlain,
} from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import type { BuiltRelease } from '../../app-build.ts';
import type { Application } from '../../application.ts';
import type { RenderedObject } from '../../release.ts';
import type { ClusterFacts } from '../objects/facts.ts';
import { LARGE_DEFINITIONS } from './large-definitions.ts';

/** What all annotations of an object may be together: keys and values, in bytes. */
export const ANNOTATION_LIMIT = 262_144;

/** Where `kubectl apply`, and Argo CD with it, keeps what it applied last. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object that client-side apply can't write. */
export interface LargeObject {
  readonly kind: string;
  readonly name: string;
  readonly bytes: number;
  /** Where it comes from: itself, or the chart that brings it. */
  readonly at: LocatedValue;
  readonly chart: string | undefined;
}

/** Kinds whose objects grow that large: of others nobody has seen one. */
const LARGE_KINDS: ReadonlySet<string> = new Set(['ConfigMap', 'CustomResourceDefinition']);

const SERVER_SIDE = /\b(?:ServerSideApply|Replace)=true\b/;

/**
 * The objects of an Application that are too large for client-side apply, unless it syncs by
 * server-side apply or by replacing.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply
 * @see https://github.com/kubernetes/apimachinery/blob/v0.34.1/pkg/api/validation/objectmeta.go (TotalAnnotationSizeLimitB)
 */
export function largeObjects(
  application: Application,
  documents: ClusterFacts['documents'],
): LargeObject[] {
  const options = itemsAt(application.value, 'spec', 'syncPolicy', 'syncOptions');
  if (options.some(isServerSide)) return [];
  const builds = application.builds;
  const written = builds.flatMap(({ resources }) =>
    resources.flatMap(({ kind, name, value, partial }): LargeObject[] => {
      if (partial || !LARGE_KINDS.has(kind) || isServerSide(annotationOf(value))) return [];
      const bytes = appliedBytes(value);
      return bytes > ANNOTATION_LIMIT ? [{ kind, name, bytes, at: value, chart: undefined }] : [];
    }),
  );
  const brought = builds.flatMap(({ releases, kustomizations, references }) => {
    // A patch may give the definitions of a chart the option that they need.
    const patches = references.flatMap(({ role, path }) =>
      role === 'patch' && path !== undefined ? documents(path) : [],
    );
    const tells = [...kustomizations, ...patches].some(
      ({ value }) => value && scalarsIn(value).some(isServerSide),
    );
    return tells ? [] : releases.flatMap(definitionOf);
  });
  return [...written, ...brought];
}

const isServerSide = (value: LocatedValue | undefined): boolean =>
  value?.kind === 'scalar' && SERVER_SIDE.test(value.text);

const annotationOf = (value: LocatedValue) =>
  getScalar(value, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options');

/** At least how many bytes the annotations have once it is applied; Go's JSON escapes three characters more. */
function appliedBytes(value: LocatedValue): number {
  const json = JSON.stringify(toPlain(value)).replace(/[<>&]/g, '\\u003c');
  const others = entriesAt(value, 'metadata', 'annotations').reduce(
    (sum, { key, value: text }) =>
      sum +
      Buffer.byteLength(key.text) +
      (text.kind === 'scalar' ? Buffer.byteLength(text.text) : 0),
    0,
  );
  return Buffer.byteLength(json) + LAST_APPLIED.length + others;
}

/** A definition that a chart is known to bring; of a packed chart only the heads of definitions are read. */
function definitionOf({ release, rendering }: BuiltRelease): LargeObject[] {
  const { chart, version, values, valuesIncomplete, declaration } = release;
  const known = LARGE_DEFINITIONS.find(item => item.chart === chart.text);
  if (!known || valuesIncomplete) return [];
  const isBrought = ({ value, partial }: RenderedObject) =>
    partial && textAt(value, 'metadata', 'name') === known.name;
  if (rendering.complete === 'all' && !rendering.objects.some(isBrought)) return [];
  const [own, since] = [parseVersion(version?.text ?? ''), parseVersion(known.since)];
  if (!own || !since || compareVersions(own, since) < 0) return [];
  const isOff = known.unless && booleanAt(values, ...known.unless) === false;
  const isOn = !known.when || booleanAt(values, ...known.when) === true;
  const isByKustomize = /(?:^|\/)kustomization\.ya?ml$|(?:^|\/)Kustomization$/.test(
    declaration.origin.file.path,
  );
  const isLeftOut =
    known.isInFolder &&
    (isByKustomize
      ? booleanAt(declaration, 'includeCRDs') !== true
      : booleanAt(declaration, 'helm', 'skipCrds') === true);
  if (isOff || !isOn || isLeftOut || scalarsIn(values).some(isServerSide)) return [];
  const { name, bytes } = known;
  return [{ kind: 'CustomResourceDefinition', name, bytes, at: chart, chart: chart.text }];
}
