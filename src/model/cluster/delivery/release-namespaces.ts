import { isPlaceholder } from '../../../text/placeholder.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { AppBuild } from '../../app-build.ts';
import type { Application } from '../../application.ts';
import { isNamespaced } from '../../kinds.ts';
import type { HelmRelease } from '../../release.ts';
import type { Resource } from '../../resource.ts';

/** A release of a kustomization whose chart was rendered for another namespace than its objects are in. */
export interface StrayRelease {
  readonly release: HelmRelease;
  readonly application: Application | undefined;
  /** What the chart was rendered for. */
  readonly rendered: string;
  /** Where the objects should be, as far as that can be told. */
  readonly wanted: string;
  /** Objects that stay in the namespace that it was rendered for, though nobody named it. */
  readonly left: readonly Resource[];
  /** Texts that still name that namespace, of objects that are elsewhere. */
  readonly stale: readonly StaleText[];
}

export interface StaleText {
  readonly resource: Resource;
  /** Dotted, as people write it: `spec.rules[0].host`. */
  readonly path: string;
  readonly value: LocatedScalar;
}

/** Helm's own, where nobody names one. */
const DEFAULT = 'default';

/**
 * An entry of `helmCharts` without `namespace` is rendered for `default`; from kustomize 5.8.0 on for the
 * namespace of the kustomization or, without one, of those around it. Older ones move the objects to it
 * afterwards, and with them what kustomize knows to be a namespace: nothing in texts, arguments, routes.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/target/kusttarget.go
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.7.1/api/internal/builtins/HelmChartInflationGenerator.go
 */
export function strayReleases(build: AppBuild, application?: Application): StrayRelease[] {
  if (build.type !== 'kustomize') return [];
  return build.releases.flatMap(({ release, rendering }) => {
    if (!rendering.check) return [];
    const made = build.resources.filter(item => item.release === release);
    const rendered = release.namespace ?? DEFAULT;
    const target = destinationOf(application);
    const moved = made.find(
      item =>
        isNamespaced(item.group, item.kind) &&
        item.namespace !== undefined &&
        item.namespace !== rendered,
    );
    const wanted = moved?.namespace ?? (release.namespace === undefined ? target : undefined);
    if (wanted === undefined || wanted === rendered || isPlaceholder(wanted)) return [];
    const left =
      release.namespace === undefined
        ? made.filter(item => isNamespaced(item.group, item.kind) && item.namespace === rendered)
        : [];
    const stale = made.flatMap(resource =>
      staleIn(resource.value, release, rendered).map(text => ({ resource, ...text })),
    );
    return left.length + stale.length > 0
      ? [{ release, application, rendered, wanted, left, stale }]
      : [];
  });
}

/** Where an Application's objects go that name no namespace; people fill in Argo CD's own for any. */
function destinationOf(application: Application | undefined): string | undefined {
  const namespace = application?.destination.namespace?.text;
  return namespace === application?.namespace ? undefined : namespace;
}

/** Scalars that Helm made of the release's namespace; of the object's own and of marks nobody asks. */
function staleIn(
  object: LocatedValue,
  { declaration }: HelmRelease,
  namespace: string,
): { path: string; value: LocatedScalar }[] {
  const found: { path: string; value: LocatedScalar }[] = [];
  const isMade = ({ origin }: LocatedScalar): boolean =>
    origin.made === 'derived' &&
    origin.file === declaration.origin.file &&
    origin.start === declaration.origin.start;
  const look = (value: LocatedValue, path: string): void => {
    if (MARKS.test(path)) return;
    if (value.kind === 'map')
      for (const [name, entry] of value.entries) look(entry.value, path ? `${path}.${name}` : name);
    else if (value.kind === 'sequence')
      for (const [index, item] of value.items.entries()) look(item, `${path}[${index}]`);
    else if (isMade(value) && hasWord(value.text, namespace)) found.push({ path, value });
  };
  look(object, '');
  return found;
}

const MARKS = /(?:^|\.)metadata\.(?:namespace|labels|annotations)$/;

/** Whether a text has a name that is no part of a longer one. */
function hasWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const isPart = (index: number): boolean => /[A-Za-z0-9-]/.test(text[index] ?? '');
    if (!isPart(at - 1) && !isPart(at + name.length)) return true;
  }
  return false;
}
