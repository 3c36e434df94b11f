import { code } from '../../../text/code.ts';
import { didYouMean } from '../../../text/nearest.ts';

/** What a match may ask, in the words of the second and the third version, for HTTP and for TCP. */
const MATCHERS: ReadonlySet<string> = new Set([
  'ALPN',
  'ClientIP',
  'Header',
  'HeaderRegexp',
  'Headers',
  'HeadersRegexp',
  'Host',
  'HostHeader',
  'HostRegexp',
  'HostSNI',
  'HostSNIRegexp',
  'Method',
  'Path',
  'PathPrefix',
  'PathRegexp',
  'Query',
  'QueryRegexp',
]);

/** A text in backticks or double quotes, a word, or a sign; quotes and words of others are told apart below. */
const TOKEN = /\s*(?:(`[^`]*`|"(?:[^"\\]|\\.)*")|([A-Za-z]+)|(&&|\|\||[!(),]))/y;

/**
 * Why Traefik can't parse a match: its grammar is that of a Go expression of calls, `&&`, `||` and `!`.
 * Undefined where it can.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/
 */
export function matchFlaw(match: string): string | undefined {
  const text = match.trim();
  let open = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const [, , word, sign] = TOKEN.exec(text) ?? [];
    if (TOKEN.lastIndex === 0) return unreadable(text.slice(from).trimStart());
    if (word !== undefined && !MATCHERS.has(word)) {
      const meant = didYouMean(word, MATCHERS);
      return `${code(word)} is not a matcher${meant === undefined ? '' : `. ${meant}`}`;
    }
    if (sign === '(') open++;
    if (sign === ')') open--;
    if (open < 0) return 'it closes more parentheses than it opens';
  }
  return open > 0 ? 'it opens more parentheses than it closes' : undefined;
}

function unreadable(rest: string): string {
  if (/^[`"]/.test(rest)) return 'a quoted text has no end';
  if (rest.startsWith("'")) return 'texts stand in backticks or double quotes, not in single ones';
  return `${code([...rest][0] ?? '')} can't stand there`;
}
