// Made by npm run bundle.
/** How loud a rule is; `off` silences it. */
export type Severity = 'error' | 'warning' | 'info';
/** A position range of the report: 1-based, columns in UTF-16 code units, end exclusive. */
export interface JsonRelated {
    /** Posix path relative to the linted directory. */
    file: string;
    line: number;
    column: number;
    message: string;
}
export interface JsonFinding {
    ruleId: string;
    severity: Severity;
    message: string;
    /** Posix path relative to the linted directory. */
    file: string;
    line: number;
    column: number;
    endLine: number;
    endColumn: number;
    /** The Argo CD Application whose file it is. */
    application: string | null;
    category: string | null;
    /** How sure it is: `likely` says in `help` on what it depends. */
    confidence: 'certain' | 'likely';
    /** The cluster it is about, where the repository describes several; more than one with commas between. */
    cluster: string | null;
    help: string | null;
    /** The rule's documentation. */
    docs: string;
    fixable: 'safe' | 'unsafe' | null;
    related: JsonRelated[];
    /** Survives moves of lines and edits elsewhere in the file. */
    fingerprint: string;
}
/** Applications seen in full, in part or not at all, and what was left open for what reason. */
export interface JsonCoverage {
    full: number;
    partial: number;
    none: number;
    /** Releases by what their objects come from: the chart itself, a model of it, or its values only. */
    releases: {
        rendered: number;
        modelled: number;
        recognised: number;
    };
    /** Charts that could be rendered if they were at hand. */
    absentCharts: number;
    /** The costliest first. */
    reasons: {
        reason: string;
        lookups: number;
    }[];
}
export interface JsonSummary {
    errors: number;
    warnings: number;
    infos: number;
    suppressed: number;
    baselined: number;
    files: number;
    documents: number;
    /** How many clusters the repository describes, as far as that can be told. */
    clusters: number;
    applications: number;
    resources: number;
    rules: number;
    coverage: JsonCoverage;
    /** The only part that differs between two runs on the same bytes. */
    durationMs: number;
}
/** The report of `--format json`, version 2. */
export interface JsonReport {
    version: 2;
    tool: {
        name: 'pitower-lint';
        version: string;
    };
    policy: {
        files: string[];
        extends: string[];
    };
    summary: JsonSummary;
    findings: JsonFinding[];
}
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
export declare function lint(options?: LintOptions): Promise<JsonReport>;
