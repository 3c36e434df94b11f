import { makePolicy } from '../../src/config/load.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { lint } from '../../src/lint.ts';
import type { FormatName } from '../../src/report/index.ts';
import { reporters } from '../../src/report/index.ts';
import type { LimitedText, LintReport, ReportOptions } from '../../src/report/report.ts';
import { rules } from '../../src/rules/index.ts';
import type { Place, SourceText } from '../../src/source/text.ts';
import { type MemoryTreeOptions, memoryTree } from './memory-tree.ts';

/** The report on a repository in memory. */
export function reportOn(
  files: Readonly<Record<string, string>>,
  options: MemoryTreeOptions & { readonly rendered?: readonly SourceText[] } = {},
): LintReport {
  const { rendered = [], ...tree } = options;
  const outcome = lint({ tree: memoryTree(files, tree), policyFile: undefined, rules, rendered });
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return outcome.report;
}

/** A report without findings, to put made ones in. */
export function emptyReport(): LintReport {
  const policy = makePolicy(undefined, 'inferred');
  if (!('preset' in policy)) throw new Error('the inferred preset is always valid');
  return {
    ...reportOn({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' }),
    policy,
  };
}

/** A finding as a rule might make it. */
export const madeFinding = (at: Place, more: Partial<Finding> = {}): Finding => ({
  ruleId: 'yaml/syntax',
  severity: 'error',
  confidence: 'certain',
  message: 'wrong',
  at,
  help: undefined,
  related: [],
  application: undefined,
  category: undefined,
  clusters: [],
  fix: undefined,
  secret: false,
  path: '',
  fingerprint: 'f',
  ...more,
});

/** A report in one format, with what was said beside it. */
export function format(
  name: FormatName,
  report: LintReport,
  options: Partial<ReportOptions> = {},
): LimitedText {
  const made = reporters[name](report, {
    color: false,
    least: 'info',
    all: false,
    verbose: true,
    ...options,
  });
  return typeof made === 'string' ? { text: made, notices: [] } : made;
}
