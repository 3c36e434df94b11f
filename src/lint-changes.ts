import { withCause } from './engine/cause.ts';
import { compareFindings } from './engine/finding.ts';
import { withoutNewHabits } from './engine/habits.ts';
import { newFindings } from './engine/new-findings.ts';
import type { Changes } from './git/changes.ts';
import { countFindings, type LintOutcome, type LintRequest, lint } from './lint.ts';
import { type BaseJudge, policyChange } from './policy-change.ts';
import { weakened } from './rules/policy/weakened.ts';
import type { FileTree } from './source/tree.ts';

/** The revision to compare with: its tree, and what changed since. */
export interface Base {
  readonly tree: FileTree;
  readonly changes: Changes;
  /** What judged it; default: today's policy, so that a change of the policy goes unseen. */
  readonly judge?: BaseJudge | undefined;
}

/**
 * Lints a tree and the revision it came from, both with today's policy, and reports only what is
 * new. Findings that a change elsewhere brought say where that is. What the change takes from the policy is
 * reported, too.
 */
export function lintChanges(request: LintRequest, { tree, changes, judge }: Base): LintOutcome {
  const now = lint(request);
  if (now.status !== 'linted') return now;
  const { report, repository } = now;
  const before = lint({
    ...request,
    tree,
    preset: report.policy.preset,
    rememberedPath: changes.newPath,
  });
  // What the baseline accepts by a name that a file no longer has was there before all the same.
  const known = before.status === 'linted' ? [...before.report.findings, ...before.baselined] : [];
  const revisions = { before: tree, now: request.tree, changes, repository };
  const brought = withoutNewHabits(newFindings(known, report.findings, changes), known).map(
    finding => withCause(finding, revisions),
  );
  const hidden = report.findings.length - brought.length;
  const all = [...report.findings, ...now.baselined, ...now.suppressed];
  const kept = all.length - newFindings(known, all, changes).length;
  const gone = Math.max(0, known.length - kept);
  const isRun = request.rules.some(({ id }) => id === weakened.id);
  const weaker =
    judge && isRun
      ? policyChange({
          request,
          base: { tree, changes, judge },
          now,
          before: before.status === 'linted' ? before : undefined,
        })
      : undefined;
  const findings = [...brought, ...(weaker?.findings ?? [])].sort(compareFindings);
  return {
    ...now,
    report: {
      ...report,
      findings,
      summary: { ...report.summary, ...countFindings(findings) },
      notes: [...(weaker?.note === undefined ? [] : [weaker.note]), ...report.notes],
      since: { base: changes.base, hidden, gone, isChanged: changes.isChanged },
    },
  };
}
