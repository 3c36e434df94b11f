import { groupBy } from '../text/groups.ts';
import { listing, plural } from '../text/plural.ts';
import type { Finding } from './finding.ts';
import { kindOf } from './habits.ts';

/** Of so many others the names are told. */
const TOLD = 3;

/**
 * What a rule says of exactly the same characters once for each Application that uses them (overlays over one
 * base), or for each object that they make (a template of many charts), as one finding: a person changes the place
 * once.
 */
export function foldPlaces(findings: readonly Finding[]): readonly Finding[] {
  const places = groupBy(
    findings,
    ({ ruleId, at, severity, confidence }) =>
      `${ruleId} ${severity} ${confidence} ${at.start} ${at.end} ${at.file.path}`,
  );
  return [...places.values()].flatMap(all => {
    const [first, ...others] = all;
    if (!first) return all;
    if (areOfTemplate(all)) {
      const rest = plural(others.length, 'other object');
      const message = `${first.message} (the same of ${rest} made here)`;
      return [{ ...first, clusters: clustersOf(all), message }];
    }
    if (!areOfDifferent(all)) return all;
    const names = others.flatMap(({ application }) => application ?? []);
    const shown = names.length > TOLD ? [...names.slice(0, TOLD), 'more'] : names;
    return [
      {
        ...first,
        clusters: clustersOf(all),
        message: `${first.message} (the same in ${listing(shown)})`,
      },
    ];
  });
}

/** Those of any of them; of whichever cluster, where one of them is. */
const clustersOf = (findings: readonly Finding[]): readonly string[] =>
  findings.some(({ clusters }) => clusters.length === 0)
    ? []
    : [...new Set(findings.flatMap(({ clusters }) => clusters))].sort();

/** Whether each of several findings is of an Application of its own. */
const areOfDifferent = (findings: readonly Finding[]): boolean =>
  findings.length > 1 &&
  new Set(findings.flatMap(({ application }) => application ?? [])).size === findings.length;

/** Where charts have what makes objects. */
const TEMPLATES = /(?:^|\/)templates\//;

/** Whether several findings of no Application in particular say the same of one object each that a template makes. */
const areOfTemplate = (findings: readonly Finding[]): boolean =>
  findings.length > 1 &&
  findings.every(
    ({ at, application }) => application === undefined && TEMPLATES.test(at.file.path),
  ) &&
  new Set(findings.map(({ message }) => message)).size === findings.length &&
  new Set(findings.map(kindOf)).size === 1;
