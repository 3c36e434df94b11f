/** What was asked of git can't be had; the message says what, the help how to mend it. */
export class GitError extends Error {
  readonly help: string | undefined;
  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
