import type { Severity } from '../config/policy.ts';
import type { RuleId } from '../rules/rule.ts';
import type { Fix } from '../source/edit.ts';
import type { RelatedPlace } from '../source/problem.ts';
import type { Place } from '../source/text.ts';
import { withSentence } from '../text/sentences.ts';

/**
 * How sure a finding is. `likely`: only something that can't be read, and would have to break its
 * habits, could make it untrue.
 */
export const CONFIDENCES = ['certain', 'likely'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What a rule found, with everything a reporter needs. */
export interface Finding {
  readonly ruleId: RuleId;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly at: Place;
  readonly help: string | undefined;
  readonly related: readonly RelatedPlace[];
  readonly application: string | undefined;
  readonly category: string | undefined;
  /**
   * The clusters it is about, where the repository describes several: none where its file may be of any.
   */
  readonly clusters: readonly string[];
  readonly fix: Fix | undefined;
  /** What it would be if its repository did not do the same in many places. */
  readonly outright?: Pick<Finding, 'severity' | 'confidence' | 'help' | 'fix'> | undefined;
  /** The object that is missing, where that is what is wrong. */
  readonly missing?: string | undefined;
  /** The characters at its place are secret: no format may show them. */
  readonly secret: boolean;
  /** The node it is about, by names instead of lines. */
  readonly path: string;
  /** Stays the same when lines move or other parts of the file change. */
  readonly fingerprint: string;
}

/**
 * A finding that something unread could make untrue: it says on what it depends, and nobody mends it without a
 * look.
 *
 * @param doubt why it may not be so after all, as a clause
 */
export function doubted<T extends Pick<Finding, 'confidence' | 'help' | 'fix'>>(
  finding: T,
  doubt: string,
): T {
  return {
    ...finding,
    confidence: 'likely',
    help: withSentence(finding.help, `Likely, not certain: ${doubt}.`),
    fix: finding.fix && { ...finding.fix, applicability: 'unsafe' },
  };
}

/** Whether what is missing seems to have been meant to be here: a slip of the pen, or the same elsewhere. */
export const isMeantHere = ({ help }: Pick<Finding, 'help'>): boolean =>
  /did you mean `|^There is (?:one|the) /i.test(help ?? '');

export const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

/** Whether a severity is at or above a threshold. */
export const atLeast = (severity: Severity, threshold: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);

/** Order of findings everywhere: file, position, rule, message. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compare(a.at.file.path, b.at.file.path) ||
    a.at.start - b.at.start ||
    a.at.end - b.at.end ||
    compare(a.ruleId, b.ruleId) ||
    compare(a.message, b.message)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
