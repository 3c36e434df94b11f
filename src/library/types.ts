import type { Severity } from '../config/policy.ts';
import type { JsonFinding, JsonRule } from '../report/json-report.ts';

/** How a call is watched and ended. */
export interface CallOptions {
  /** Ends the call at once, whatever it is doing: it is rejected with the signal's reason. */
  signal?: AbortSignal;
  /** Told what is being done, in words for a person who waits. */
  onProgress?: (stage: string) => void;
}

/** Which repository is read. */
export interface RepositoryOptions extends CallOptions {
  /** A directory of the repository. Default: the working directory. */
  path?: string;
  /** A folder with charts that are used besides those of the store, or false for none. Default: those of the store. */
  charts?: string | false;
}

/** What to lint, and how; the same as on the command line. */
export interface LintOptions extends CallOptions {
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
  /** JSON Schemas of further kinds, as `<group>/<kind>_<version>.json`. */
  schemaDir?: string;
  /** A directory of manifests that kustomize or Helm rendered, linted in addition. */
  rendered?: string;
  /** A folder with charts that are used besides those of the store, or false for none. Default: those of the store. */
  charts?: string | false;
  /** Leave out files that git doesn't track. */
  trackedOnly?: boolean;
}

/** Which Applications are resolved. */
export interface RenderOptions extends RepositoryOptions {
  /** The name or the directory of one. Default: all. */
  application?: string;
  /** Say of every field where its value was set last. */
  origins?: boolean;
}

/** What is not known: of which repository. */
export interface CoverageOptions extends RepositoryOptions {
  /** The policy file, or false for none. Default: .pitower-lint.yaml in the path or above it. */
  config?: string | false;
}

/** What is explained. */
export interface ExplainOptions extends CoverageOptions {
  /** Rules by id, family or glob, and findings by their fingerprint or at least six first digits of it. */
  what: string | string[];
}

/** A rule with its page. */
export interface ExplainedRule extends JsonRule {
  /** Markdown: why it matters, examples, options, how to turn it off. */
  page: string;
}

/** A finding as it is now. */
export interface ExplainedFinding extends JsonFinding {
  /** What keeps it from being reported, where something does. */
  hiddenBy: 'a comment' | 'the baseline' | null;
}

/** What was asked for, and the rules that it is about. */
export interface Explanation {
  /** Those that were asked for by fingerprint. */
  findings: ExplainedFinding[];
  /** Those that were asked for, and those of the findings. */
  rules: ExplainedRule[];
}
