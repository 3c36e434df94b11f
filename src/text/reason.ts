/** Why something failed, in words: of an error its message, of anything else that was thrown its text. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
