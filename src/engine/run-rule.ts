import type { Policy } from '../config/load.ts';
import type { Severity } from '../config/policy.ts';
import type { Setting } from '../config/settings.ts';
import type { Cluster } from '../model/cluster/cluster.ts';
import type { Repository } from '../model/cluster/repository.ts';
import type { Report, Rule } from '../rules/rule.ts';
import { toPlace } from '../rules/rule.ts';
import type { RelatedPlace } from '../source/problem.ts';
import { isAside } from '../source/put-away.ts';
import { type Place, startOf } from '../source/text.ts';
import { asSentence } from '../text/sentences.ts';
import { isInternal } from './chart-internals.ts';
import { atLeast, doubted, type Finding } from './finding.ts';
import { withHabits } from './habits.ts';
import { isOnSecretLine } from './secret-lines.ts';
import type { Subjects } from './subjects.ts';

/** What rules are run with. */
export interface Bench {
  readonly repository: Repository;
  readonly policy: Policy;
  /** Severities from the command line: they win over the policy's. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** What the scoped parts of the policy hold for; undefined where it has none. */
  readonly subjects: Subjects | undefined;
}

/** What is checked in one go: a cluster, or all of the repository. */
export interface Checked {
  readonly cluster: Cluster;
  /** The cluster's name, where the repository describes several. */
  readonly name: string | undefined;
}

export interface RuleRun {
  readonly findings: readonly Finding[];
  readonly crashed: boolean;
}

/** The policies that a rule may be judged by: that of the whole first. */
const variantsOf = ({ subjects }: Bench): readonly (readonly number[])[] => [
  [],
  ...(subjects?.variants ?? []),
];

/** How severe a rule's findings are at the most, wherever they are; `off` where it has none. */
export const severityOf = (rule: Rule, bench: Bench): Severity | 'off' =>
  variantsOf(bench)
    .map(variant => chosen(rule, bench, variant).severity)
    .find(severity => severity !== 'off') ?? 'off';

/**
 * Runs a rule on one cluster or all of the repository. Where the policy says something else of what the rule
 * reads for a part of the repository, it is run once more with that, and of each run those findings
 * are kept that are in the part it was for.
 */
export function runRule(rule: Rule, bench: Bench, checked: Checked): RuleRun {
  const { repository, subjects } = bench;
  const read = new Set<string>();
  const under = (variant: readonly number[]): Run =>
    execute(rule, checked, {
      policy: watched(bench.policy.within(variant), read),
      setting: chosen(rule, bench, variant),
    });
  const runs = new Map([['', under([])]]);
  if (subjects) {
    // Only now it is known what the rule reads.
    const done = new Map([[keyOf(rule, bench, [], read), runs.get('')]]);
    for (const variant of subjects.variants) {
      const key = keyOf(rule, bench, variant, read);
      const run = done.get(key) ?? under(variant);
      done.set(key, run);
      runs.set(variant.join(), run);
    }
  }
  const crashed = [...runs.values()].some(run => run.crash !== undefined);
  const findings = [...runs].flatMap(([own, run]) => {
    const said = run.reports.flatMap(report => {
      const finding = toFinding(repository, rule, report, checked.cluster);
      const owner = report.application ?? checked.cluster.applicationOf(finding.at.file.path);
      const variant = subjects?.at(finding.at, owner, checked.name) ?? [];
      const key = variant.join();
      if ((runs.has(key) ? key : '') !== own) return [];
      const { severity, isChosen } = chosen(rule, bench, variant);
      if (severity === 'off') return [];
      return [{ finding: { ...finding, severity: lighter(severity, report.severity) }, isChosen }];
    });
    const byHabit = said.flatMap(({ finding, isChosen }) => (isChosen ? [] : [finding]));
    return [
      ...said.flatMap(({ finding, isChosen }) => (isChosen ? [finding] : [])),
      ...withHabits(
        rule,
        byHabit.map(aside(rule, checked.cluster)),
        chosen(rule, bench, []).options,
      ),
      ...(run.crash === undefined ? [] : [crashFinding(repository, rule.id, run.crash)]),
    ];
  });
  return { findings, crashed };
}

/** What a rule reads of a policy: where nothing of it differs, what was found before is what it would find. */
const keyOf = (
  rule: Rule,
  bench: Bench,
  variant: readonly number[],
  read: ReadonlySet<string>,
): string =>
  JSON.stringify([
    chosen(rule, bench, variant).options,
    [...read].sort().map(part => bench.policy.within(variant)[part as keyof Policy] ?? null),
  ]);

interface Run {
  readonly reports: readonly Report[];
  /** What the rule threw, where it did. */
  readonly crash?: { readonly error: unknown };
}

function execute(
  rule: Rule,
  { cluster }: Checked,
  { policy, setting }: { readonly policy: Policy; readonly setting: Pick<Setting, 'options'> },
): Run {
  const reports: Report[] = [];
  const report = (one: Report) => {
    if (!isInternal(rule, one)) reports.push(one);
  };
  try {
    rule.check({ cluster, policy, options: setting.options, report });
    return { reports };
  } catch (error) {
    return { reports, crash: { error } };
  }
}

/** The policy, noting which of its parts are asked for. */
const watched = (policy: Policy, read: Set<string>): Policy =>
  new Proxy(policy, {
    get(target, part, receiver) {
      if (typeof part === 'string' && typeof target[part as keyof Policy] !== 'function')
        read.add(part);
      return Reflect.get(target, part, receiver);
    },
  });

function chosen(rule: Rule, { policy, severities }: Bench, variant: readonly number[]) {
  const { severity, options } = policy.within(variant).setting(rule.id);
  const own = severities.get(rule.id) ?? severity;
  return { severity: own ?? rule.severity, isChosen: own !== undefined, options };
}

/**
 * What lies in a folder of archives, tests or samples, and no Application deploys, breaks nothing: it is advice,
 * but for what is secret.
 */
const aside =
  (rule: Rule, { applicationOf }: Cluster) =>
  (finding: Finding): Finding =>
    rule.secret || !isAside(finding.at.file.path) || applicationOf(finding.at.file.path)
      ? finding
      : { ...finding, severity: 'info' };

/** What a rule reports as a finding, of the rule's own severity or less. */
export function toFinding(
  repository: Repository,
  rule: Rule,
  report: Report,
  cluster: Cluster = repository,
): Finding {
  const at = toPlace(report.at);
  const owner = report.application ?? cluster.applicationOf(at.file.path);
  const finding: Finding = {
    ruleId: rule.id,
    severity: lighter(rule.severity, report.severity),
    confidence: 'certain',
    message: report.message,
    at,
    help: asSentence(report.help ?? rule.remedy),
    related: report.related ?? [],
    application: owner?.name.text,
    category: owner?.category,
    clusters: report.application?.cluster === undefined ? [] : [report.application.cluster],
    fix: report.fix,
    missing: report.missing,
    secret: (rule.secret ?? false) || isOnSecretLine(repository, at),
    path: '',
    fingerprint: '',
  };
  const doubt = report.doubt ?? doubtOf(at, finding.related);
  return doubt === undefined ? finding : doubted(finding, doubt);
}

/** What is found where nothing may stand, or in comparison with that, may not be so. */
const doubtOf = (at: Place, related: readonly RelatedPlace[]): string | undefined =>
  at.doubt ?? related.find(other => other.at.doubt !== undefined)?.at.doubt;

/** What a policy says of a rule counts for its ordinary findings; lighter ones stay light. */
export const lighter = (severity: Severity, own: Severity | undefined): Severity =>
  own !== undefined && atLeast(severity, own) ? own : severity;

function crashFinding(
  cluster: Cluster,
  id: string,
  { error }: { readonly error: unknown },
): Finding {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    ruleId: 'internal/rule-crashed',
    severity: 'error',
    confidence: 'certain',
    message: `the rule \`${id}\` crashed: ${reason.split('\n')[0]}`,
    at: startOf(cluster.anyFile),
    help: 'This is a defect of pitower-lint; please report it with `--verbose` output.',
    related: [],
    application: undefined,
    category: undefined,
    clusters: [],
    fix: undefined,
    secret: false,
    path: '',
    fingerprint: '',
  };
}
