import { listing } from '../text/plural.ts';
import type { Finding } from './finding.ts';

/** Of so many others the names are told. */
const TOLD = 3;

/**
 * What a rule says of exactly the same characters once for each Application that uses them (overlays over one
 * base, what one template makes) as one finding: a person changes the place once.
 */
export function oncePerPlace(findings: readonly Finding[]): readonly Finding[] {
  const places = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { ruleId, at, severity, confidence } = finding;
    const key = `${ruleId} ${severity} ${confidence} ${at.start} ${at.end} ${at.file.path}`;
    places.set(key, [...(places.get(key) ?? []), finding]);
  }
  return [...places.values()].flatMap(all => {
    const [first, ...others] = all;
    if (!first || !areOfDifferent(all)) return all;
    const names = others.flatMap(({ application }) => application ?? []);
    const shown = names.length > TOLD ? [...names.slice(0, TOLD), 'more'] : names;
    return [{ ...first, message: `${first.message} (the same in ${listing(shown)})` }];
  });
}

/** Whether each of several findings is of an Application of its own. */
const areOfDifferent = (findings: readonly Finding[]): boolean =>
  findings.length > 1 &&
  new Set(findings.flatMap(({ application }) => application ?? [])).size === findings.length;
