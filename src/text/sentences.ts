/** A text with a capital letter in front, where it begins with a word, and a full stop behind it. */
export function asSentence(text: string): string {
  const begun = /^[a-z]+[ ,:]/.test(text)
    ? `${text.charAt(0).toUpperCase()}${text.slice(1)}`
    : text;
  return /[.?!]$/.test(begun) ? begun : `${begun}.`;
}

/** Two sentences as one text; the first gets its full stop where it has none. */
export const withSentence = (text: string | undefined, next: string): string =>
  text === undefined ? next : `${/[.?!]$/.test(text) ? text : `${text}.`} ${next}`;
