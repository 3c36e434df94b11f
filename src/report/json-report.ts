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
  help: string | null;
  /** The rule's documentation. */
  docs: string;
  fixable: 'safe' | 'unsafe' | null;
  related: JsonRelated[];
  /** Survives moves of lines and edits elsewhere in the file. */
  fingerprint: string;
}

export interface JsonSummary {
  errors: number;
  warnings: number;
  infos: number;
  suppressed: number;
  baselined: number;
  files: number;
  documents: number;
  applications: number;
  resources: number;
  rules: number;
  /** The only part that differs between two runs on the same bytes. */
  durationMs: number;
}

/** The report of `--format json`, version 1. */
export interface JsonReport {
  version: 1;
  tool: { name: 'pitower-lint'; version: string };
  policy: { file: string | null; extends: 'pitower' | 'inferred' };
  summary: JsonSummary;
  findings: JsonFinding[];
}
