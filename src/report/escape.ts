/**
 * Text from the repository made harmless for a terminal or a log: control characters, escape
 * sequences and bidirectional overrides become visible escapes; it stays on one line, and nothing in
 * it is a command of the first form that GitHub's runner obeys anywhere in a line (`##[name]`).
 */
export function printable(text: string): string {
  return text.replace(HIDDEN, escapeCharacter);
}

/** The same for what stands at the start of a line, where the runner obeys `::name::`. */
export const printableStart = (text: string): string =>
  printable(text).replace(/^( *):(?=:)/, '$1\\u003a');

const HIDDEN =
  /#(?=#\[)|[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/g;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const escapeCharacter = (character: string): string => NAMED[character] ?? unicodeEscape(character);

/** Whether a text has characters that {@link printable} would escape, line ends and tabs aside. */
export const isHarmful = (text: string): boolean => escapeHidden(text) !== text;

/** Escapes as {@link printable}, but keeps line ends and tabs: for text that is JSON or quoted YAML. */
export const escapeHidden = (text: string): string =>
  text.replace(HIDDEN, character =>
    character === '\n' || character === '\t' ? character : unicodeEscape(character),
  );

/** JSON that a terminal can't misread: what JSON allows raw but {@link printable} escapes is escaped. */
export const printableJson = (data: unknown): string => escapeHidden(JSON.stringify(data, null, 2));
