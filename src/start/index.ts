import type {
  CallOptions,
  CoverageOptions,
  ExplainOptions,
  Explanation,
  LintOptions,
  RenderOptions,
} from '../library/types.ts';
import type {
  JsonCoverageReport,
  JsonRendered,
  JsonReport,
  JsonRule,
} from '../report/json-report.ts';
import { inThread } from './thread.ts';

export { LintError } from '../library/error.ts';

const program = new URL('worker.js', import.meta.url);

/**
 * Lints a repository, in a thread of its own. Nothing is printed, fetched or written; git is asked where an option
 * needs it, and which ignored files it tracks.
 *
 * @throws LintError where it can't be done as asked: a path that isn't there, an invalid policy, nothing to lint, an
 * unknown rule or revision
 */
export async function lint(options: LintOptions = {}): Promise<JsonReport> {
  return (await inThread(program, 'lint', options)) as JsonReport;
}

/**
 * Resolves Applications to the objects that they deploy, as the linter sees them.
 *
 * @throws LintError where there are none, or none of that name
 */
export async function render(options: RenderOptions = {}): Promise<JsonRendered[]> {
  return (await inThread(program, 'render', options)) as JsonRendered[];
}

/**
 * Explains rules by their pages, and findings by what is known of them now.
 *
 * @throws LintError where there is no such rule or finding
 */
export async function explain(options: ExplainOptions): Promise<Explanation> {
  return (await inThread(program, 'explain', options)) as Explanation;
}

/**
 * Lists what is not known of a repository, and what that costs.
 *
 * @throws LintError where it can't be linted
 */
export async function coverage(options: CoverageOptions = {}): Promise<JsonCoverageReport> {
  return (await inThread(program, 'coverage', options)) as JsonCoverageReport;
}

/** Lists all rules with their options. */
export async function listRules(options: CallOptions = {}): Promise<JsonRule[]> {
  return (await inThread(program, 'listRules', options)) as JsonRule[];
}
