import type { Severity } from '../config/policy.ts';
import { plural } from '../text/plural.ts';
import type { LintReport, Since, Summary } from './report.ts';

/**
 * `2 errors, 1 warning, 0 infos (1 suppressed)`, or that there is nothing.
 *
 * @param least the least severity that is listed: where infos are only counted, it is said how to see them
 */
export function counts(summary: Summary, least: Severity = 'info'): string {
  const { errors, warnings, infos, suppressed, baselined } = summary;
  const hidden = [
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(baselined > 0 ? [`${baselined} in the baseline`] : []),
  ];
  const aside = hidden.length > 0 ? ` (${hidden.join(', ')})` : '';
  if (isClean(summary)) return `no findings${aside}`;
  const more = infos > 0 && least === 'warning' ? ' (--severity info lists them)' : '';
  return `${plural(errors, 'error')}, ${plural(warnings, 'warning')}, ${plural(infos, 'info')}${more}${aside}`;
}

export const isClean = ({ errors, warnings, infos }: Summary): boolean =>
  errors + warnings + infos === 0;

/** What was looked at. */
export const lookedAt = (summary: Summary): string =>
  [
    plural(summary.files, 'file'),
    plural(summary.documents, 'document'),
    ...(summary.clusters > 1 ? [plural(summary.clusters, 'cluster')] : []),
    plural(summary.applications, 'application'),
    plural(summary.resources, 'object'),
    plural(summary.rules, 'rule'),
  ].join(', ');

/** How many Applications were seen in full, and what the rest cost; undefined where all were. */
export function seen({ coverage }: Summary): string | undefined {
  const { full, partial, none, reasons } = coverage;
  const absent = chartsAbsent(coverage);
  if (partial + none === 0) return absent;
  const costs = reasons
    .slice(0, 3)
    .map(({ reason, lookups }) => `${plural(lookups, 'lookup')} held back: ${reason}`);
  const sight = `${plural(full, 'application')} seen in full, ${partial} in part, ${none} not at all`;
  return [sight, ...costs, ...(absent === undefined ? [] : [absent])].join('; ');
}

/** How many charts are described only, and what brings them. */
function chartsAbsent({ absentCharts }: Summary['coverage']): string | undefined {
  if (absentCharts === 0) return undefined;
  return `${plural(absentCharts, 'chart')} not at hand: "pitower-lint charts pull" brings ${absentCharts === 1 ? 'it' : 'them'}`;
}

/** Which policy applied, and who chose it. */
export const policyOf = ({ policy, displayPath }: LintReport): string =>
  policy.file === null
    ? `policy: ${policy.preset} (chosen by layout; "pitower-lint init" pins yours)`
    : `policy: ${displayPath(policy.file)} (extends ${policy.preset})`;

/**
 * How many findings were there before, and how many of them are gone: mended, or out of sight by a change of ignore
 * rules, links or names, which a review is to know of.
 */
export const notShown = ({ base, hidden, gone = 0 }: Since): string => {
  const then = base.slice(0, 10);
  const before =
    hidden === 0
      ? `compared with ${then}`
      : `${plural(hidden, 'finding')} that ${hidden === 1 ? 'was' : 'were'} there before ${then} not shown`;
  return gone === 0 ? before : `${before}, ${gone} ${gone === 1 ? 'is' : 'are'} gone`;
};

/** What a change takes from the policy that judges it, a sentence each; empty where it takes nothing. */
export const weakenings = ({ findings }: LintReport): readonly string[] =>
  findings.flatMap(({ ruleId, message }) =>
    ruleId === 'policy/weakened' ? [message.replace(/^the change weakens the policy: /, '')] : [],
  );
