import type { ErrorCode, ErrorProblem } from '../cli/usage-error.ts';

/** A call could not be carried out as asked. The message is for people; the code is for programs. */
export class LintError extends Error {
  override readonly name: 'LintError' = 'LintError';
  /** Why. */
  readonly code: ErrorCode;
  /** What to do about it. */
  readonly help: string | null;
  /** What is wrong with the policy file, and where. */
  readonly problems: readonly ErrorProblem[];

  /** Errors are made by the library. */
  constructor({ code, message, help, problems }: LintErrorData) {
    super(message);
    this.code = code;
    this.help = help;
    this.problems = problems;
  }
}

/** What an error says. */
export interface LintErrorData {
  code: ErrorCode;
  message: string;
  help: string | null;
  problems: readonly ErrorProblem[];
}
