import { parseRule, ruleGlob } from './cli/options.ts';
import { lintPaths } from './cli/run.ts';
import type { Severity } from './config/policy.ts';
import { toJson } from './report/json.ts';
import type { JsonReport } from './report/json-report.ts';

export type { Severity } from './config/policy.ts';
export type {
  JsonCoverage,
  JsonFinding,
  JsonRelated,
  JsonReport,
  JsonSummary,
} from './report/json-report.ts';

/** What to lint, and how; the same as on the command line. */
export interface LintOptions {
  /** The files and directories to report on; all of their repository is analysed. Default: the working directory. */
  path?: string | string[];
  /** The policy file, or false for none. Default: .pitower-lint.yaml in the path or above it. */
  config?: string | false;
  /** Severities by rule id, over those of the policy. */
  rules?: Record<string, Severity | 'off'>;
  /** Run only these rules: ids, families, or globs. */
  only?: string[];
  /** Don't run these. */
  skip?: string[];
  /** Report only what is new since the merge base of HEAD and this revision. */
  changedSince?: string;
  /** Report only what this file, made by --write-baseline, does not accept. */
  baseline?: string;
  /** How sure a finding must be at least. Default: likely. */
  confidence?: 'certain' | 'likely';
  /** Report on one of the clusters that the repository describes. */
  cluster?: string;
  /** JSON Schemas of further kinds, as <group>/<kind>_<version>.json. */
  schemaDir?: string;
  /** Leave out files that git doesn't track. */
  trackedOnly?: boolean;
}

/**
 * Lints a repository. Nothing is printed, fetched or written; git is asked where an option needs it, and which ignored files it tracks.
 *
 * @throws an Error with a message for people, and often a `help` beside it, where it can't be done as
 * asked: a path that isn't there, an invalid policy, nothing to lint, an unknown rule or revision
 */
export async function lint(options: LintOptions = {}): Promise<JsonReport> {
  const { path = '.', config = true, rules = {}, trackedOnly = false } = options;
  const { changedSince, baseline, schemaDir, confidence, cluster } = options;
  const severities = Object.entries(rules).reduce(
    (known, [id, severity]) => parseRule(`${id}=${severity}`, known),
    new Map<string, Severity | 'off'>(),
  );
  const { report } = lintPaths([path].flat(), {
    config,
    rule: severities,
    only: (options.only ?? []).map(ruleGlob),
    skip: (options.skip ?? []).map(ruleGlob),
    trackedOnly,
    ...(changedSince !== undefined && { changedSince }),
    ...(baseline !== undefined && { baseline }),
    ...(schemaDir !== undefined && { schemaDir }),
    ...(confidence !== undefined && { confidence }),
    ...(cluster !== undefined && { cluster }),
  });
  return toJson(report);
}
