import { lineText, type Place, positionAt, type SourceText } from '../../source/text.ts';
import { nearest } from '../../text/nearest.ts';
import { type Comment, commentsIn } from './comments.ts';

/** One rule named by a suppression, with the characters that name it. */
export interface NamedRule {
  readonly id: string;
  readonly at: Place;
}

/** A comment that hides findings. */
export interface Directive {
  readonly at: Place;
  readonly rules: readonly NamedRule[];
  /** The 1-based line whose findings it hides; `file`: all of the file. */
  readonly covers: number | 'file';
  readonly reason: string | undefined;
  /** The last day on which it holds, as YYYY-MM-DD. */
  readonly until: { readonly day: string; readonly at: Place } | undefined;
}

/** A comment that looks like a suppression and is none. */
export interface Malformed {
  readonly at: Place;
  readonly message: string;
  readonly help: string;
}

export interface Directives {
  readonly directives: readonly Directive[];
  readonly malformed: readonly Malformed[];
}

const NAMES = [
  'pitower-lint-disable',
  'pitower-lint-disable-line',
  'pitower-lint-disable-next-line',
] as const;

const USAGE =
  'Write `# pitower-lint-disable-next-line RULE -- reason`, the same with `-disable-line`, or `-disable` among the first comments of the file.';

/** A directive may follow other words of the same comment, after a `#` of its own. */
const DIRECTIVE = /(?<=^|[ \t])#[ \t]*(pitower-lint-[a-z-]+)(?![\w./])/;

/** All suppressions of a file, in order. */
export function directivesIn(file: SourceText): Directives {
  const directives: Directive[] = [];
  const malformed: Malformed[] = [];
  // Reading the tokens once more is only worth it where there can be a directive.
  if (!file.text.includes('pitower-lint-')) return { directives, malformed };
  const comments = commentsIn(file);
  const commentLines = new Set(
    comments.flatMap(comment => (comment.alone ? [positionAt(file, comment.start).line] : [])),
  );
  for (const comment of comments) {
    const read = readDirective(file, comment, commentLines);
    if (!read) continue;
    if ('message' in read) malformed.push(read);
    else directives.push(read);
  }
  return { directives, malformed };
}

function readDirective(
  file: SourceText,
  comment: Comment,
  commentLines: ReadonlySet<number>,
): Directive | Malformed | undefined {
  const text = file.text.slice(comment.start, comment.end);
  const match = DIRECTIVE.exec(text);
  const [head, name] = match ?? [];
  if (!match || head === undefined || name === undefined) return undefined;
  const start = comment.start + match.index;
  const at: Place = { file, start, end: comment.start + text.trimEnd().length };
  const refuse = (message: string): Malformed => ({ at, message, help: USAGE });
  if (!isName(name)) {
    const meant = nearest(name, NAMES);
    // Prose about this linter is no directive.
    if (!meant) return undefined;
    return { at, message: `there is no directive \`${name}\``, help: `Did you mean \`${meant}\`?` };
  }
  const body = parseBody(file, start + head.length, at.end);
  if (typeof body === 'string') return refuse(body);
  const line = positionAt(file, comment.start).line;
  if (name === 'pitower-lint-disable-line') return { at, ...body, covers: line };
  if (name === 'pitower-lint-disable-next-line') {
    return { at, ...body, covers: nextLine(file, line, commentLines) };
  }
  if (!comment.leading) {
    return refuse('`pitower-lint-disable` only counts among the first comments of a file');
  }
  return { at, ...body, covers: 'file' };
}

const isName = (name: string): name is (typeof NAMES)[number] =>
  (NAMES as readonly string[]).includes(name);

/** The next line that is neither blank nor a comment alone: directives can be stacked. */
function nextLine(file: SourceText, line: number, commentLines: ReadonlySet<number>): number {
  const last = positionAt(file, file.text.length).line;
  let at = line + 1;
  while (at < last && (commentLines.has(at) || lineText(file, at).trim() === '')) at++;
  return at;
}

/** `RULE[, RULE] [until YYYY-MM-DD] [-- reason]`; a string says what is wrong with it. */
function parseBody(
  file: SourceText,
  start: number,
  end: number,
): Pick<Directive, 'rules' | 'reason' | 'until'> | string {
  const text = file.text.slice(start, end);
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(text);
  const reason = dashes
    ? text.slice(dashes.index + dashes[0].length).trim() || undefined
    : undefined;
  const head = dashes ? text.slice(0, dashes.index) : text;
  const rules: NamedRule[] = [];
  let until: Directive['until'];
  let wantsDay = false;
  for (const { 0: word, index } of head.matchAll(/[^\s,]+/g)) {
    const at: Place = { file, start: start + index, end: start + index + word.length };
    if (wantsDay) {
      if (!isDay(word)) return `\`${word}\` is not a day, written \`YYYY-MM-DD\``;
      until = { day: word, at };
      wantsDay = false;
    } else if (until) return 'what follows the day must be a reason, after ` -- `';
    else if (word === 'until') wantsDay = true;
    else rules.push({ id: word, at });
  }
  if (wantsDay) return '`until` is followed by no day';
  if (rules.length === 0) return 'the suppression names no rule';
  return { rules, reason, until };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
