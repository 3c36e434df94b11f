import { InvalidArgumentError } from 'commander';
import { pageOf, ruleOf, rulesOf } from '../cli/explain.ts';
import { type FoundFinding, findFindings } from '../cli/find-finding.ts';
import { isFingerprint } from '../cli/fingerprint.ts';
import { chosenGlob, type LintSelection, parseRule, wholeBy } from '../cli/options.ts';
import { resolved } from '../cli/render.ts';
import { lintPaths } from '../cli/run.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { Severity } from '../config/policy.ts';
import { coverageReport } from '../report/coverage.ts';
import { toJson, toJsonFinding } from '../report/json.ts';
import type {
  JsonCoverageReport,
  JsonRendered,
  JsonReport,
  JsonRule,
} from '../report/json-report.ts';
import { toJsonRule } from '../report/json-rule.ts';
import { renderedApplications } from '../report/render.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { code } from '../text/code.ts';
import { didYouMean } from '../text/nearest.ts';
import type { LintErrorData } from './error.ts';
import type {
  CallOptions,
  CoverageOptions,
  ExplainedFinding,
  ExplainOptions,
  Explanation,
  LintOptions,
  RenderOptions,
} from './types.ts';

/** What a call says of its repository; how it is watched stays with the caller. */
export type Asked<Options> = Omit<Options, keyof CallOptions>;

type Progress = (stage: string) => void;

/** The calls of the library, as each is carried out: at once, from options to data that another thread can have. */
export const jobs = {
  lint(options: Asked<LintOptions>, progress: Progress): JsonReport {
    checkNames(options, LINT);
    const { path = '.' } = options;
    return toJson(lintPaths([path].flat(), selectionOf(options), { progress }).report);
  },

  render(options: Asked<RenderOptions>, progress: Progress): JsonRendered[] {
    checkNames(options, RENDER);
    const { application, path = '.', charts, origins = false } = options;
    const { applications, displayPath } = resolved(application, { path, charts, progress });
    return renderedApplications(applications, { origins, displayPath });
  },

  coverage(options: Asked<CoverageOptions>, progress: Progress): JsonCoverageReport {
    checkNames(options, COVERAGE);
    const { path = '.' } = options;
    const { repository, report } = lintPaths([path], wholeBy(options), { progress });
    return coverageReport(repository, report.displayPath);
  },

  explain(options: Asked<ExplainOptions>, progress: Progress): Explanation {
    checkNames(options, EXPLAIN);
    const { what, path = '.' } = options;
    const words = [what].flat();
    const globs = words.filter(word => !isFingerprint(word)).map(knownGlob);
    const fingerprints = words.filter(isFingerprint);
    const findings = findFindings(fingerprints, path, wholeBy(options), progress);
    const about = new Set([...rulesOf(globs), ...findings.flatMap(found => ruleOf(found) ?? [])]);
    return {
      findings: findings.map(explained),
      rules: [...about].map(rule => ({ ...toJsonRule(rule), page: pageOf(rule) })),
    };
  },

  listRules: (): JsonRule[] => allRules.map((rule: Rule) => toJsonRule(rule)),
};

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;

/** What became of a call. */
export type Outcome = { readonly result: unknown } | { readonly error: LintErrorData };

/** Carries a call out. What goes wrong becomes data, which another thread can have. */
export function runJob(name: JobName, options: object, progress: Progress): Outcome {
  try {
    const job = jobs[name] as (options: object, progress: Progress) => unknown;
    return { result: job(options, progress) };
  } catch (error) {
    return { error: errorData(error) };
  }
}

function errorData(error: unknown): LintErrorData {
  if (error instanceof UsageError) {
    const { code: why, message, help = null, problems } = error;
    return { code: why, message, help, problems };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal', message: detail, help: 'Please report it.', problems: [] };
}

const explained = ({ linted, finding, hiddenBy }: FoundFinding): ExplainedFinding => ({
  ...toJsonFinding(linted.report, finding),
  hiddenBy: hiddenBy ?? null,
});

function selectionOf({
  path: _,
  config,
  rules = {},
  only = [],
  skip = [],
  trackedOnly = false,
  ...rest
}: Asked<LintOptions>): LintSelection {
  const severities = Object.entries(rules).reduce(
    (known, [id, severity]) =>
      orUsage(code(`${id}=${severity}`), () => parseRule(`${id}=${severity}`, known)),
    new Map<string, Severity | 'off'>(),
  );
  return {
    ...rest,
    config: config ?? true,
    rule: severities,
    only: only.map(knownGlob),
    skip: skip.map(knownGlob),
    trackedOnly,
  };
}

const knownGlob = (glob: string): string => orUsage(code(glob), () => chosenGlob(glob));

/** A mistake in an argument as one of the call. */
function orUsage<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InvalidArgumentError)
      throw new UsageError(`${what} is not valid`, error.message);
    throw error;
  }
}

const REPOSITORY = ['path', 'charts'];
const RENDER = [...REPOSITORY, 'application', 'origins'];
const COVERAGE = [...REPOSITORY, 'config'];
const EXPLAIN = [...COVERAGE, 'what'];
const LINT = [
  ...COVERAGE,
  ...['rules', 'only', 'skip', 'changedSince', 'baseline', 'confidence', 'cluster'],
  ...['schemaDir', 'rendered', 'trackedOnly'],
];

/** Callers without types hear of options that don't exist, rather than not being obeyed. */
function checkNames(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new UsageError(`there is no option ${code(name)}`, didYouMean(name, known));
  }
}
