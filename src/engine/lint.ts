import { createHash } from 'node:crypto';
import type { Policy } from '../config/load.ts';
import type { Severity } from '../config/policy.ts';
import type { Cluster } from '../model/cluster/cluster.ts';
import type { Repository } from '../model/cluster/repository.ts';
import type { Report, Rule, RuleId } from '../rules/rule.ts';
import { acrossClusters, type OfCluster } from './across-clusters.ts';
import { applyBaseline, type Baseline } from './baseline.ts';
import { type Confidence, compareFindings, type Finding } from './finding.ts';
import { foldPlaces } from './one-place.ts';
import { withoutOutsiders } from './outsiders.ts';
import { lighter, runRule, severityOf, toFinding } from './run-rule.ts';
import { scalarAround, semanticPath } from './semantic-path.ts';
import { subjectsOf } from './subjects.ts';
import { suppress } from './suppressions/suppress.ts';

export interface LintResult {
  readonly findings: readonly Finding[];
  /** Findings that comments hide. */
  readonly suppressed: readonly Finding[];
  /** Findings that the baseline accepts. */
  readonly baselined: readonly Finding[];
  /** Rules that ran, in order of id. */
  readonly rules: readonly Rule[];
  /** Whether a rule crashed: the findings are then not the whole truth. */
  readonly crashed: boolean;
}

export interface RunOptions {
  /** Severities from the command line: they win over the policy's. */
  readonly severities?: ReadonlyMap<string, Severity | 'off'> | undefined;
  /** All rules there are, for suppressions of rules that didn't run. */
  readonly known?: readonly Rule[];
  /** The day on which suppressions with `until` are judged, YYYY-MM-DD. */
  readonly today?: string | undefined;
  /** Findings that are accepted for now. */
  readonly baseline?: Baseline | undefined;
  /** How sure a finding must be at least; default: likely. */
  readonly confidence?: Confidence | undefined;
  /** The files whose findings are reported; default: all. */
  readonly isAsked?: ((path: string) => boolean) | undefined;
  /** The one cluster whose findings are reported; default: all. */
  readonly cluster?: string | undefined;
  /** A file's path as a baseline has it: relative to the linted directory. */
  readonly displayPath?: (path: string) => string;
  /** The path by which findings in a file are remembered, where it is not its own. */
  readonly rememberedPath?: ((path: string) => string) | undefined;
  /** Told what each rule took, in milliseconds: what the model derives is counted to the rule that asks first. */
  readonly timed?: ((rule: RuleId, milliseconds: number) => void) | undefined;
}

/**
 * Runs rules on a repository and its clusters. A rule that throws becomes one `internal/rule-crashed` finding, and all
 * others still run. The result doesn't depend on the order of rules or files.
 */
export function runRules(
  repository: Repository,
  policy: Policy,
  rules: readonly Rule[],
  options: RunOptions = {},
): LintResult {
  return settle(repository, execute(repository, policy, rules, options), {
    known: rules,
    ...options,
  });
}

/** What rules found, before anything is hidden. */
interface Executed {
  readonly findings: readonly Finding[];
  readonly ran: ReadonlyMap<RuleId, { readonly rule: Rule; readonly severity: Severity }>;
  readonly crashed: boolean;
}

function execute(
  repository: Repository,
  policy: Policy,
  rules: readonly Rule[],
  { severities = new Map(), timed, displayPath = path => path }: RunOptions,
): Executed {
  const bench = {
    repository,
    policy,
    severities,
    subjects: subjectsOf(repository, policy, displayPath),
  };
  const ofWhole: Finding[] = [];
  const parts = repository.clusters.map(part => ({ ...part, findings: [] as Finding[] }));
  const ran = new Map<RuleId, { rule: Rule; severity: Severity }>();
  let crashed = false;
  for (const rule of rules) {
    const severity = severityOf(rule, bench);
    if (severity === 'off') continue;
    ran.set(rule.id, { rule, severity });
    const started = performance.now();
    const whole = { cluster: repository, name: undefined, findings: ofWhole };
    const checked = rule.scope !== 'cluster' || parts.length === 0 ? [whole] : parts;
    for (const { findings, ...part } of checked) {
      const run = runRule(rule, bench, part);
      findings.push(...run.findings);
      crashed ||= run.crashed;
    }
    timed?.(rule.id, performance.now() - started);
  }
  const kept = parts.map(
    ({ findings, ...part }): OfCluster => ({
      ...part,
      findings: withoutOutsiders(part.cluster, findings),
    }),
  );
  const findings = acrossClusters(repository, withoutOutsiders(repository, ofWhole), kept);
  return { findings: foldPlaces(withoutEchoes(findings, ran)), ran, crashed };
}

/** Hides what comments and the baseline hide, and adds what is wrong with those themselves. */
function settle(
  repository: Repository,
  { findings, ran, crashed }: Executed,
  options: RunOptions,
): LintResult {
  const { known = [], today = currentDay(), baseline, displayPath = path => path } = options;
  const finish = (list: readonly Finding[]) =>
    fingerprinted(repository, list, options.rememberedPath);
  const about = (id: RuleId, report: Report): readonly Finding[] => {
    const own = ran.get(id);
    if (!own) return [];
    const finding = toFinding(repository, own.rule, report);
    const severity = lighter(own.severity, report.severity);
    return acrossClusters(repository, [{ ...finding, severity }], []);
  };
  // What a chart that is not at hand would show can't be called gone.
  const isOpen = repository.charts.lacking.length > 0;
  const linted = repository.lintedFiles.map(({ file }) => file);
  const { kept, hidden, reports } = suppress({
    findings: finish(findings),
    files: new Set([...linted, ...findings.map(({ at }) => at.file)]),
    known: new Set(known.map(({ id }) => id)),
    ran,
    today,
    isOpen,
    scalarStart: ({ at }) => scalarAround(repository.documents(at.file.path), at)?.origin.start,
  });
  const said = finish(reports.flatMap(report => about(report.rule, report)));
  const {
    kept: left,
    baselined,
    stale,
  } = applyBaseline([...kept, ...said], {
    baseline,
    ran,
    displayPath,
    isOpen,
  });
  const gone = finish(stale.flatMap(report => about('suppression/stale-baseline', report)));
  const { isAsked = () => true } = options;
  const isOfCluster = ({ clusters }: Finding) =>
    options.cluster === undefined || clusters.length === 0 || clusters.includes(options.cluster);
  const isWanted = (finding: Finding) => {
    const { confidence, at } = finding;
    return (
      (options.confidence !== 'certain' || confidence === 'certain') &&
      isAsked(at.file.path) &&
      isOfCluster(finding)
    );
  };
  return {
    findings: [...left, ...gone].filter(isWanted).sort(compareFindings),
    suppressed: hidden,
    baselined,
    rules: [...ran.values()].map(({ rule }) => rule),
    crashed,
  };
}

/** Today as YYYY-MM-DD, in UTC: the same day on every machine. */
const currentDay = (): string => new Date().toISOString().slice(0, 10);

/** One defect is one finding: a general rule gives way to one that says more of the same place. */
function withoutEchoes(findings: readonly Finding[], ran: Executed['ran']): readonly Finding[] {
  const general = new Set([...ran.values()].flatMap(({ rule }) => (rule.general ? rule.id : [])));
  const key = ({ at }: Finding) => `${at.file.path}\0${at.start}`;
  const said = new Set(findings.filter(({ ruleId }) => !general.has(ruleId)).map(key));
  return findings.filter(finding => !general.has(finding.ruleId) || !said.has(key(finding)));
}

/** Sorts, drops exact repetitions (one source range that feeds several objects) and fingerprints. */
function fingerprinted(
  cluster: Cluster,
  findings: readonly Finding[],
  rememberedPath: (path: string) => string = path => path,
): readonly Finding[] {
  const sorted = [...findings].sort(compareFindings);
  const unique = sorted.filter((finding, i) => {
    const before = sorted[i - 1];
    return !before || compareFindings(before, finding) !== 0;
  });
  const seen = new Map<string, number>();
  return unique.map(finding => {
    const { path } = finding.at.file;
    const at = semanticPath(cluster.documents(path), finding.at, finding.secret);
    const key = [finding.ruleId, rememberedPath(path), at].join('\0');
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return { ...finding, path: at, fingerprint: hash(nth === 0 ? key : `${key}\0${nth}`) };
  });
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
