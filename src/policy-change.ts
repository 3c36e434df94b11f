import { createHash } from 'node:crypto';
import { makePolicy, type Policy } from './config/load.ts';
import type { Severity } from './config/policy.ts';
import { type Weakening, weakerParts } from './config/weaker.ts';
import { entryKey } from './engine/baseline.ts';
import { atLeast, type Finding } from './engine/finding.ts';
import { newFindings } from './engine/new-findings.ts';
import { toFinding } from './engine/run-rule.ts';
import type { Changes } from './git/changes.ts';
import { type Linted, type LintRequest, lint } from './lint.ts';
import { hasPitowerLayout } from './loaders/repository.ts';
import { rules as allRules } from './rules/index.ts';
import { unmatched } from './rules/policy/unmatched.ts';
import { weakened } from './rules/policy/weakened.ts';
import type { Report } from './rules/rule.ts';
import { positionAt, startOf } from './source/text.ts';
import type { FileTree } from './source/tree.ts';
import { plural } from './text/plural.ts';

/** What judged the revision that a change is based on. */
export type BaseJudge = Pick<LintRequest, 'policyFile' | 'readPolicy' | 'baseline'>;

/** A change, with what was found before and after it under the policy of the change. */
export interface PolicyChange {
  readonly request: LintRequest;
  readonly base: { readonly tree: FileTree; readonly changes: Changes; readonly judge: BaseJudge };
  readonly now: Linted;
  readonly before: Linted | undefined;
}

export interface Weakened {
  /** What was weakened, as findings of `policy/weakened`, and what only the base's policy finds. */
  readonly findings: readonly Finding[];
  /** Why the base's policy was not asked, where it was not. */
  readonly note: string | undefined;
}

/**
 * What a change takes from the policy that it is judged by: every way in which the policy asks for less than that
 * of the base, what only the base's policy finds, entries that a baseline has more, and what is newly suppressed.
 */
export function policyChange(change: PolicyChange): Weakened {
  const { request, base, now } = change;
  const { policy } = now;
  const preset = request.preset ?? (hasPitowerLayout(base.tree) ? 'pitower' : policy.preset);
  const earlier = makePolicy(base.judge.policyFile, preset, base.judge.readPolicy);
  if (!('preset' in earlier)) {
    const [first] = earlier;
    const note = `the policy of the base can't be read (${first?.message ?? 'it is broken'}): that of the change alone judges`;
    return { findings: severed(change, policy, aside(change)), note };
  }
  const parts = weakerParts(earlier, policy, allRules);
  const isSame = sameText(request, base.judge) && parts.length === 0;
  const severity = severityUnder(earlier, policy, request);
  if (severity === 'off') return { findings: [], note: undefined };
  const reports = [...parts.map(part => asReport(part, now)), ...aside(change)];
  return {
    findings: [
      ...(isSame ? [] : onlyBefore(change, earlier, severity)),
      ...reports.map(report => said(now, report, severity)),
    ],
    note: undefined,
  };
}

/** The base's policy says how loud; the command line over it. */
const severityUnder = (
  earlier: Policy,
  now: Policy,
  { severities }: LintRequest,
): Severity | 'off' => {
  const chosen = severities?.get(weakened.id);
  if (chosen) return chosen;
  const before = earlier.setting(weakened.id).severity ?? weakened.severity;
  const after = now.setting(weakened.id).severity ?? weakened.severity;
  // What the change itself says counts where it asks for more.
  return before === 'off' ? after : after !== 'off' && atLeast(after, before) ? after : before;
};

const severed = (
  { now, request }: PolicyChange,
  policy: Policy,
  reports: readonly Report[],
): Finding[] => {
  const severity = severityUnder(policy, policy, request);
  return severity === 'off' ? [] : reports.map(report => said(now, report, severity));
};

const sameText = ({ policyFile }: LintRequest, judge: BaseJudge): boolean =>
  policyFile?.text === judge.policyFile?.text;

function asReport({ at, before, message }: Weakening, { policy, repository }: Linted): Report {
  const file = policy.layers.findLast(({ located }) => located)?.located?.origin.file;
  return {
    at: at ?? (file ? startOf(file) : (before ?? startOf(repository.anyFile))),
    message: `the change weakens the policy: ${message}`,
    help: 'Say in the review why; the policy of the base judges it until it is there.',
    related: before ? [{ at: before, message: 'before' }] : [],
  };
}

/** Entries that a baseline has more than before, and what comments hide that they did not. */
function aside({ request, base, now, before }: PolicyChange): Report[] {
  const known = new Set((base.judge.baseline?.entries ?? []).map(entryKey));
  const added = (request.baseline?.entries ?? []).filter(entry => !known.has(entryKey(entry)));
  const [first] = added;
  const hidden = newFindings(before?.suppressed ?? [], now.suppressed, base.changes);
  const byFile = new Map<string, Finding[]>();
  for (const finding of hidden) {
    const { path } = finding.at.file;
    byFile.set(path, [...(byFile.get(path) ?? []), finding]);
  }
  return [
    ...(first
      ? [
          {
            at: first.place,
            message: `the change weakens the policy: the baseline accepts ${plural(added.length, 'finding')} more`,
            help: 'Mend them instead, or say in the review why not.',
          },
        ]
      : []),
    ...[...byFile.values()].flatMap(([one, ...others]) =>
      one
        ? [
            {
              at: one.at,
              message: `the change weakens the policy: ${plural(others.length + 1, 'finding')} of this file ${others.length > 0 ? 'are' : 'is'} suppressed that ${others.length > 0 ? 'were' : 'was'} not (${[...new Set([one, ...others].map(({ ruleId }) => ruleId))].sort().join(', ')})`,
            },
          ]
        : [],
    ),
  ];
}

/** What is about the policy itself, which is another one there. */
const OF_THE_POLICY: ReadonlySet<string> = new Set([weakened.id, unmatched.id]);

/** What only the base's policy finds, and did not find in the base: no louder than what is said of the policy. */
function onlyBefore(
  { request, base, now }: PolicyChange,
  earlier: Policy,
  severity: Severity,
): Finding[] {
  const own = { ...request, ...base.judge, baseline: request.baseline, preset: earlier.preset };
  const judged = lint(own);
  if (judged.status !== 'linted') return [];
  const known = new Set(now.report.findings.map(keyOf));
  const lost = judged.report.findings.filter(
    finding => !known.has(keyOf(finding)) && !OF_THE_POLICY.has(finding.ruleId),
  );
  if (lost.length === 0) return [];
  const then = lint({ ...own, tree: base.tree, rememberedPath: base.changes.newPath });
  const before = then.status === 'linted' ? [...then.report.findings, ...then.baselined] : [];
  return newFindings(before, lost, base.changes).map(finding => ({
    ...finding,
    severity: atLeast(finding.severity, severity) ? severity : finding.severity,
    help: [finding.help, 'Only the policy of the base finds it: the change of the policy hides it.']
      .filter(text => text !== undefined)
      .join(' '),
  }));
}

function keyOf({ ruleId, at, message }: Finding): string {
  const { line, column } = positionAt(at.file, at.start);
  return JSON.stringify([ruleId, at.file.path, line, column, message]);
}

function said({ repository }: Linted, report: Report, severity: Severity): Finding {
  const finding = toFinding(repository, weakened, report);
  const key = `${finding.ruleId}\0${finding.at.file.path}\0${finding.message}`;
  const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return { ...finding, severity, fingerprint };
}
