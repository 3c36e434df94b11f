/** Two sentences as one text; the first gets its full stop where it has none. */
export const withSentence = (text: string | undefined, next: string): string =>
  text === undefined ? next : `${/[.?!]$/.test(text) ? text : `${text}.`} ${next}`;
