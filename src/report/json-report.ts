import type { Severity } from '../config/policy.ts';

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
  releases: { rendered: number; modelled: number; recognised: number };
  /** Charts that could be rendered if they were at hand. */
  absentCharts: number;
  /** The costliest first. */
  reasons: { reason: string; lookups: number }[];
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
  tool: { name: 'pitower-lint'; version: string };
  policy: { files: string[]; extends: string[] };
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
  releases: { rendered: number; modelled: number; recognised: number };
  absentCharts: number;
  applications: JsonSight[];
  reasons: { reason: string; lookups: number; asked: string[] }[];
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
