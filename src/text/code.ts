import { listing } from './plural.ts';

/** A name, a key or a value as messages have it: in backticks. */
export const code = (text: string | number | boolean): string => `\`${text}\``;

/** Several of them, as {@link listing} has them. */
export const codes = (items: Iterable<string | number>, word?: string): string =>
  listing([...items].map(code), word);
