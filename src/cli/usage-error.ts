/** Why a run could not be carried out, for programs. */
export type ErrorCode =
  /** An option, a rule's name or a combination of options that makes no sense. */
  | 'invalid-option'
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

/** The command can't be carried out as asked: exit status 2, with this message. */
export class UsageError extends Error {
  readonly help: string | undefined;
  readonly code: ErrorCode;
  readonly problems: readonly ErrorProblem[];
  constructor(
    message: string,
    help?: string,
    {
      code = 'invalid-option',
      problems = [],
    }: { readonly code?: ErrorCode; readonly problems?: readonly ErrorProblem[] } = {},
  ) {
    super(message);
    this.help = help;
    this.code = code;
    this.problems = problems;
  }
}

/** What a person is told of it. */
export const usageText = ({ message, help }: UsageError): string =>
  `pitower-lint: ${message}\n${help ? `help: ${help}\n` : ''}`;
