import type { Finding } from '../engine/finding.ts';
import { plural } from '../text/plural.ts';
import { type LintReport, type ReportOptions, shownFindings } from './report.ts';

/** A rule that says so much of one repository that most of it is counted only. */
export interface Repeated {
  readonly ruleId: string;
  /** How many findings are not listed. */
  readonly more: number;
  /** In how many files those are. */
  readonly files: number;
}

/** From so many on a rule is told once, by its first findings and a count. */
const MANY = 20;

/** So many of them are listed. */
const LISTED = 5;

/**
 * What is listed for readers who are people: findings of at least the severity asked for; of a rule with more
 * than twenty of them the first five and a count, unless all are asked for. The order is kept.
 */
export function listedFindings(
  report: LintReport,
  options: Pick<ReportOptions, 'least' | 'all'>,
): { listed: readonly Finding[]; repeated: readonly Repeated[] } {
  const findings = shownFindings(report, options);
  if (options.all) return { listed: findings, repeated: [] };
  const left = [...new Set(findings.map(({ ruleId }) => ruleId))]
    .map(ruleId => ({ ruleId, all: findings.filter(finding => finding.ruleId === ruleId) }))
    .filter(({ all }) => all.length > MANY)
    .map(({ ruleId, all }) => ({ ruleId, rest: all.slice(LISTED) }));
  const unlisted = new Set(left.flatMap(({ rest }) => rest));
  return {
    listed: findings.filter(finding => !unlisted.has(finding)),
    repeated: left.map(({ ruleId, rest }) => ({
      ruleId,
      more: rest.length,
      files: new Set(rest.map(({ at }) => at.file.path)).size,
    })),
  };
}

/** `dns/target: 12 more like these, in 3 files` */
export const repeats = ({ ruleId, more, files }: Repeated): string =>
  `${ruleId}: ${more} more like ${more === 1 ? 'this' : 'these'}, in ${plural(files, 'file')}`;
