import { createHash } from 'node:crypto';
import type { Policy } from '../config/load.ts';
import type { Severity } from '../config/policy.ts';
import type { Cluster } from '../model/cluster/cluster.ts';
import type { Report, Rule, RuleId } from '../rules/rule.ts';
import { toPlace } from '../rules/rule.ts';
import { startOf } from '../source/text.ts';
import { compareFindings, type Finding } from './finding.ts';
import { semanticPath } from './semantic-path.ts';

export interface LintResult {
  readonly findings: readonly Finding[];
  /** Rules that ran, in order of id. */
  readonly rules: readonly Rule[];
  /** Whether a rule crashed: the findings are then not the whole truth. */
  readonly crashed: boolean;
}

/**
 * Runs rules on a cluster. A rule that throws becomes one `internal/rule-crashed` finding, and all
 * others still run. The result doesn't depend on the order of rules or files.
 */
export function runRules(
  cluster: Cluster,
  policy: Policy,
  rules: readonly Rule[],
  severities: ReadonlyMap<string, Severity | 'off'> = new Map(),
  rememberedPath: (path: string) => string = path => path,
): LintResult {
  const findings: Finding[] = [];
  const ran: Rule[] = [];
  let crashed = false;
  for (const rule of rules) {
    const { severity, options } = settingOf(rule, policy, severities);
    if (severity === 'off') continue;
    ran.push(rule);
    const report = (found: Report) => findings.push(toFinding(cluster, rule, severity, found));
    try {
      rule.check({ cluster, policy, options, report });
    } catch (error) {
      crashed = true;
      findings.push(crashFinding(cluster, rule.id, error));
    }
  }
  return { findings: finish(cluster, findings, rememberedPath), rules: ran, crashed };
}

function settingOf(rule: Rule, policy: Policy, overrides: ReadonlyMap<string, Severity | 'off'>) {
  const setting = policy.rules[rule.id];
  const { severity, ...options } =
    typeof setting === 'string' ? { severity: setting } : (setting ?? {});
  return { severity: overrides.get(rule.id) ?? severity ?? rule.severity, options };
}

function toFinding(cluster: Cluster, rule: Rule, severity: Severity, report: Report): Finding {
  const at = toPlace(report.at);
  const owner = report.application ?? cluster.applicationOf(at.file.path);
  return {
    ruleId: rule.id,
    severity,
    message: report.message,
    at,
    help: report.help,
    related: report.related ?? [],
    application: owner?.name.text,
    category: owner?.category,
    fix: report.fix,
    secret: rule.secret ?? false,
    fingerprint: '',
  };
}

function crashFinding(cluster: Cluster, id: RuleId, error: unknown): Finding {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    ruleId: 'internal/rule-crashed',
    severity: 'error',
    message: `the rule ${id} crashed: ${reason.split('\n')[0]}`,
    at: startOf(cluster.anyFile),
    help: 'This is a defect of pitower-lint; please report it with --verbose output.',
    related: [],
    application: undefined,
    category: undefined,
    fix: undefined,
    secret: false,
    fingerprint: '',
  };
}

/** Sorts, drops exact repetitions (one source range that feeds several objects) and fingerprints. */
function finish(
  cluster: Cluster,
  findings: readonly Finding[],
  rememberedPath: (path: string) => string,
): readonly Finding[] {
  const sorted = [...findings].sort(compareFindings);
  const unique = sorted.filter((finding, i) => {
    const before = sorted[i - 1];
    return !before || compareFindings(before, finding) !== 0;
  });
  const seen = new Map<string, number>();
  return unique.map(finding => {
    const { path } = finding.at.file;
    const where = semanticPath(cluster.documents(path), finding.at);
    const key = [finding.ruleId, rememberedPath(path), where].join('\0');
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return { ...finding, fingerprint: hash(nth === 0 ? key : `${key}\0${nth}`) };
  });
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
