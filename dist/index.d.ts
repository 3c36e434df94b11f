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
/** An Application with the objects that it resolves to, as `render --format json` has it. */
export interface JsonRendered {
    application: string;
    objects: JsonObject[];
}
export interface JsonObject {
    /** Where it comes from, in words: the file, or the chart, with line and column. */
    from: string;
    /** Whether it has fields that are not known. */
    partial: boolean;
    /** The object as Kubernetes would get it; what is secret is replaced. */
    object: unknown;
    /** By the JSON Pointer of each field, where its value was set last; present where it was asked for. */
    origins?: Record<string, string>;
}
/** What is not known of a repository, and what that costs, as `coverage --format json` has it. */
export interface JsonCoverageReport {
    full: number;
    partial: number;
    none: number;
    releases: {
        rendered: number;
        modelled: number;
        recognised: number;
    };
    absentCharts: number;
    applications: JsonSight[];
    reasons: {
        reason: string;
        lookups: number;
        asked: string[];
    }[];
}
/** How much was seen of an Application, and why not all. */
export interface JsonSight {
    name: string;
    file: string;
    seen: 'full' | 'partial' | 'none';
    unknown: string[];
}
/** A rule, as `rules --format json` has it. */
export interface JsonRule {
    id: string;
    severity: Severity;
    /** One sentence that says what is reported. */
    summary: string;
    /** Why it matters: what would happen in the cluster. */
    rationale: string;
    /** What to do about a finding. */
    remedy: string;
    /** Upstream documentation of the behaviour that the rule encodes. */
    reference: string;
    /** Whether it is silent unless the policy pins something. */
    policy: boolean;
    fixable: 'safe' | 'unsafe' | null;
    /** The version that brought it. */
    since: string;
    /** What it can't know, beside what no rule of a cluster can. */
    limits: string | null;
    /** Its options: a JSON Schema by name, each with a description. */
    options: Record<string, object>;
    /** The rule's page. */
    docs: string;
}
/** Why a run could not be carried out, for programs. */
export type ErrorCode = 
/** An option, a rule's name or a combination of options that makes no sense. */
'invalid-option'
/** A path that is not there, can't be read, or belongs to another repository than the others. */
 | 'invalid-path'
/** The policy file can't be read or says what no rule could enforce: see `problems`. */
 | 'invalid-policy'
/** A file that an option names, a baseline, a schema or a lock, is not what it should be. */
 | 'invalid-file'
/** The path has no YAML document that git would keep. */
 | 'nothing-to-lint'
/** The repository has no cluster, Application, finding or revision of that name. */
 | 'not-found'
/** A defect of the linter. */
 | 'internal';
/** What is wrong at a place of a file that was to be read. */
export interface ErrorProblem {
    file: string;
    line: number;
    column: number;
    message: string;
    help: string | null;
}
/** A call could not be carried out as asked. The message is for people; the code is for programs. */
export declare class LintError extends Error {
    readonly name: 'LintError';
    /** Why. */
    readonly code: ErrorCode;
    /** What to do about it. */
    readonly help: string | null;
    /** What is wrong with the policy file, and where. */
    readonly problems: readonly ErrorProblem[];
    /** Errors are made by the library. */
    constructor({ code, message, help, problems }: LintErrorData);
}
/** What an error says. */
export interface LintErrorData {
    code: ErrorCode;
    message: string;
    help: string | null;
    problems: readonly ErrorProblem[];
}
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
/**
 * Lints a repository, in a thread of its own. Nothing is printed, fetched or written; git is asked where an option
 * needs it, and which ignored files it tracks.
 *
 * @throws LintError where it can't be done as asked: a path that isn't there, an invalid policy, nothing to lint, an
 * unknown rule or revision
 */
export declare function lint(options?: LintOptions): Promise<JsonReport>;
/**
 * Resolves Applications to the objects that they deploy, as the linter sees them.
 *
 * @throws LintError where there are none, or none of that name
 */
export declare function render(options?: RenderOptions): Promise<JsonRendered[]>;
/**
 * Explains rules by their pages, and findings by what is known of them now.
 *
 * @throws LintError where there is no such rule or finding
 */
export declare function explain(options: ExplainOptions): Promise<Explanation>;
/**
 * Lists what is not known of a repository, and what that costs.
 *
 * @throws LintError where it can't be linted
 */
export declare function coverage(options?: CoverageOptions): Promise<JsonCoverageReport>;
/** Lists all rules with their options. */
export declare function listRules(options?: CallOptions): Promise<JsonRule[]>;
