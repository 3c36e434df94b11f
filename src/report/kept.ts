import type { Finding } from '../engine/finding.ts';
import type { SourceText } from '../source/text.ts';
import { displayPath, isRepositoryPath } from '../source/tree.ts';
import type { LintReport, ReportedPolicy, ReportedRule, Summary } from './report.ts';

/** A report as data: what formats are made of, but the texts of the files that it is about. */
export interface KeptReport {
  readonly root: string;
  readonly files: readonly KeptFile[];
  /** Where a file stands, its number in `files` does. */
  readonly findings: readonly unknown[];
  readonly policy: ReportedPolicy;
  readonly rules: readonly ReportedRule[];
  readonly notes: readonly string[];
  readonly summary: Summary;
}

interface KeptFile {
  readonly path: string;
  /** Its path from the repository root. */
  readonly real: string | null;
}

/** A file's number, under a key that no finding has. */
interface Numbered {
  readonly $file: number;
}

/**
 * A report as data; the texts of its files, in the order of `files`, are for the caller to find again. A report on
 * what is new since a revision is not kept.
 *
 * @param root the linted directory, relative to the repository root
 */
export function toKept(
  { findings, policy, rules, notes, summary, repositoryPath }: Omit<LintReport, 'since'>,
  root: string,
): { readonly report: KeptReport; readonly files: readonly SourceText[] } {
  const numbers = new Map<SourceText, number>();
  const numbered = (_: string, value: unknown): unknown => {
    if (!isFile(value)) return value;
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return { $file: known } satisfies Numbered;
  };
  const kept = JSON.parse(JSON.stringify(findings, numbered)) as unknown[];
  const files = [...numbers.keys()];
  const report: KeptReport = {
    root,
    files: files.map(({ path }) => ({ path, real: repositoryPath(path) ?? null })),
    findings: kept,
    policy: {
      preset: policy.preset,
      file: policy.file,
      layers: policy.layers.map(({ file }) => ({ file })),
    },
    rules: rules.map(({ id, severity, summary, rationale, remedy, reference }) => ({
      id,
      severity,
      summary,
      rationale,
      remedy,
      reference,
    })),
    notes,
    summary,
  };
  return { report, files };
}

/** Places name their file by its path and its text. */
const isFile = (value: unknown): value is SourceText =>
  typeof value === 'object' &&
  value !== null &&
  'path' in value &&
  'text' in value &&
  typeof value.text === 'string' &&
  typeof value.path === 'string';

/**
 * The report that was kept.
 *
 * @param texts the texts of its files, in their order
 * @param durationMs what this run took
 */
export function fromKept(
  { root, files, findings, policy, rules, notes, summary }: KeptReport,
  texts: readonly string[],
  durationMs: number,
): LintReport {
  const sources = files.map(({ path }, i): SourceText => ({ path, text: texts[i] ?? '' }));
  const reals = new Map(files.map(({ path, real }) => [path, real ?? undefined]));
  return {
    findings: withFiles(findings, sources) as Finding[],
    policy,
    rules,
    notes,
    summary: { ...summary, durationMs },
    displayPath: path => displayPath(root, path),
    repositoryPath: path => (isRepositoryPath(path) ? reals.get(path) : undefined),
  };
}

function withFiles(value: unknown, files: readonly SourceText[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(item => withFiles(item, files));
  if ('$file' in value) return files[(value as Numbered).$file];
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withFiles(item, files)]),
  );
}
