import type { HelmRelease } from '../../../model/release.ts';
import { get, getMap, getString, nearestEntry } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../../../yaml/located.ts';
import { releaseName, releaseNamespace } from './objects.ts';
import { type Tpl, templates } from './template.ts';
import { isTruthy } from './truth.ts';

/** A release as a small chart model sees it. */
export interface Scope {
  readonly release: HelmRelease;
  readonly values: LocatedMap;
  readonly releaseName: string;
  readonly namespace: LocatedScalar | undefined;
  /** Where things point that only the chart's defaults decide: the chart's name. */
  readonly at: Origin;
  readonly tpl: Tpl;
}

export function scopeOf(release: HelmRelease): Scope {
  return {
    release,
    values: release.values,
    releaseName: releaseName(release),
    namespace: releaseNamespace(release),
    at: release.chart.origin,
    tpl: templates(release, release.values),
  };
}

/** The scope of a subchart, whose values stand under its name. */
export function subchart(scope: Scope, name: string): Scope {
  const values = getMap(scope.values, name);
  const at = scope.values.entries.get(name)?.key.origin ?? scope.at;
  return { ...scope, values: values ?? mapFrom(scope.at, {}), at };
}

/**
 * The name that most charts give their objects: `fullnameOverride`, else the release name where it
 * contains the chart's, else both.
 *
 * @see https://helm.sh/docs/chart_template_guide/named_templates/
 */
export function fullname(scope: Scope, chart: string, cut = 63): LocatedScalar {
  const { values } = scope;
  const override = getString(values, 'fullnameOverride');
  if (override) return override;
  const name = getString(values, 'nameOverride')?.value ?? chart;
  const full = scope.releaseName.includes(name)
    ? scope.releaseName
    : `${scope.releaseName}-${name}`;
  return scalarFrom(scope.at, full.slice(0, cut).replace(/-$/, ''));
}

/** A name with something appended, at the same place. */
export const suffixed = (name: LocatedScalar, suffix: string): LocatedScalar =>
  scalarFrom(name.origin, `${name.text}${suffix}`);

/** The value at a path, or the chart's default for it. */
export function valueOr(
  scope: Scope,
  fallback: string | number | boolean,
  ...path: readonly string[]
): LocatedValue {
  const value = get(scope.values, ...path);
  const isNull = value?.kind === 'scalar' && value.value === null;
  return value && !isNull ? value : scalarFrom(scope.at, fallback, 'default');
}

/** A switch: its value's truth, or the chart's default where it is absent. */
export function isOn(scope: Scope, fallback: boolean, ...path: readonly string[]): boolean {
  const value = get(scope.values, ...path);
  return value === undefined ? fallback : isTruthy(value);
}

/** Where an absent value would stand: the nearest key that is written, else the chart's name. */
export function nearestKey(scope: Scope, ...path: readonly string[]): Origin {
  return nearestEntry(scope.values, ...path)?.key.origin ?? scope.at;
}
