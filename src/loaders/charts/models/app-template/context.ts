import type { HelmRelease } from '../../../../model/release.ts';
import type { Problem } from '../../../../source/problem.ts';
import type { Place } from '../../../../source/text.ts';
import { isPlaceholder } from '../../../../text/placeholder.ts';
import { get, getMap, getString } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom, setIn } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../../yaml/located.ts';
import { placeOf } from '../../../../yaml/located.ts';
import { releaseName, releaseNamespace } from '../../shared/objects.ts';
import { type Tpl, templates } from '../../shared/template.ts';
import { isTruthy } from '../../shared/truth.ts';
import { withMainDefaults } from './main-defaults.ts';
import { type Features, featuresOf } from './version.ts';

/** One release of app-template while it is rendered. */
export interface Context {
  readonly release: HelmRelease;
  readonly features: Features;
  /** With the chart's own defaults, as templates see them. */
  readonly values: LocatedMap;
  readonly releaseName: string;
  readonly namespace: LocatedScalar | undefined;
  /** `app.kubernetes.io/name`. */
  readonly chartName: string;
  readonly fullname: string;
  readonly tpl: Tpl;
  readonly problems: Problem[];
}

/** Prepares a release: coalesced values, names, the evaluator for templates. */
export function createContext(release: HelmRelease): Context {
  const features = featuresOf(release);
  const name = releaseName(release);
  const raw = withDefaults(release, features, name);
  const evaluate = templates(release, raw);
  const values = features.templatedValues ? evaluate(raw) : raw;
  return {
    release,
    features,
    values,
    releaseName: name,
    namespace: releaseNamespace(release),
    chartName: getString(values, 'global', 'nameOverride')?.value ?? name,
    fullname: fullnameOf(values, name),
    // One pass over the whole tree is all that versions with templated values do.
    tpl: features.templatedValues ? value => value : evaluate,
    problems: [],
  };
}

/** The wrapper chart names itself after the release, unless the user names it. */
function withDefaults(release: HelmRelease, features: Features, name: string): LocatedMap {
  const values = features.mainDefaults ? withMainDefaults(release) : release.values;
  if (isTruthy(get(values, 'global', 'nameOverride'))) return values;
  const { origin } = release.declaration;
  const path = getMap(values, 'global') ? ['global', 'nameOverride'] : ['global'];
  const own = scalarFrom(origin, name, 'default');
  const replacement = path.length === 2 ? own : mapFrom(origin, { nameOverride: own }, 'default');
  return setIn(values, path, replacement) as LocatedMap;
}

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/chart/_names.tpl */
function fullnameOf(values: LocatedMap, release: string): string {
  const override =
    getString(values, 'global', 'fullnameOverride') ?? getString(values, 'fullnameOverride');
  const name = getString(values, 'global', 'nameOverride')?.value ?? release;
  const full = override?.value ?? (release.includes(name) ? release : `${release}-${name}`);
  return full.slice(0, 63).replace(/-$/, '');
}

interface Report {
  readonly help?: string | undefined;
  readonly related?: Problem['related'];
}

/**
 * Notes a value that the chart refuses. Values that are not final, that are the result of a
 * template, or not all there, are not judged.
 */
export function refuse(
  context: Context,
  at: LocatedValue,
  message: string,
  more: Report = {},
): void {
  if (context.release.valuesIncomplete) return;
  if (at.kind === 'scalar' && (isPlaceholder(at.text) || at.origin.made === 'derived')) return;
  const { help, related } = more;
  context.problems.push({
    rule: 'helm/values-schema',
    at: placeOf(at),
    message,
    ...(help === undefined ? {} : { help }),
    ...(related === undefined ? {} : { related }),
  });
}

/** A place to point at in addition. */
export const relatedTo = (
  value: { readonly origin: LocatedValue['origin'] },
  message: string,
): { at: Place; message: string } => ({
  at: value.origin.alias ?? value.origin,
  message,
});
