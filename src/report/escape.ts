/**
 * Text from the repository made harmless for a terminal or a log: control characters, escape
 * sequences, bidirectional overrides and what has no width (tag characters, too: they hide whole
 * sentences) become visible escapes; it stays on one line, and nothing in
 * it is a command of the first form that GitHub's runner obeys anywhere in a line (`##[name]`).
 */
export function printable(text: string): string {
  return text.replace(HIDDEN, escapeCharacter);
}

/**
 * The same for what stands at the start of a line, where the runner obeys `::name::`. It trims all that
 * Unicode calls white space before it looks
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
 */
export const printableStart = (text: string): string =>
  printable(text).replace(/^(\s*):(?=:)/, '$1\\u003a');

/** Several lines that are the linter's own, but hold words of the repository: each one is made harmless. */
export const printableLines = (text: string): string =>
  text.split('\n').map(printableStart).join('\n');

const HIDDEN =
  /#(?=#\[)|\u034F|[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

const unicodeEscape = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
};

/** JSON knows escapes of sixteen bits only. */
const jsonEscape = (character: string): string =>
  character.replace(/[\s\S]/g, unit => `\\u${hex(unit.charCodeAt(0), 4)}`);

const escapeCharacter = (character: string): string => NAMED[character] ?? unicodeEscape(character);

/** Whether a text has characters that {@link printable} would escape, line ends and tabs aside. */
export const isHarmful = (text: string): boolean => escapeHidden(text) !== text;

/** Escapes as {@link printable}, but keeps line ends and tabs: for quoted YAML. */
export const escapeHidden = (text: string, escaped = unicodeEscape): string =>
  text.replace(HIDDEN, character =>
    character === '\n' || character === '\t' ? character : escaped(character),
  );

/** JSON that a terminal can't misread: what JSON allows raw but {@link printable} escapes is escaped. */
export const printableJson = (data: unknown, indent = 2): string =>
  escapeHidden(JSON.stringify(data, null, indent), jsonEscape);
