/** Where a quoted scalar may start: after what announces a value. */
const OPENING = /[-:,[{?][ \t]+(["'])/g;

/** Stands where a break and an indent were, which are one blank to a reader: a character for private use. */
export const FILLER = '\u{F8FF}';

/** What may follow a value on its line. */
const TAIL = /^[ \t]*(?:#.*|[,\]}].*)?$/;

/**
 * A text in which quoted scalars that go on over lines stand on one line: breaks and indents inside of them
 * become a blank and fillers, so that all characters keep their places.
 *
 * The specification wants such lines to be indented further than the key; the parsers of kustomize, Helm and
 * Kubernetes don't (https://github.com/yaml/go-yaml/blob/v3/scannerc.go, yaml_parser_scan_flow_scalar), and
 * generators of CRDs wrote them for years.
 *
 * @returns undefined where there is none, or where the text has the filler itself
 */
export function joinQuoted(text: string): string | undefined {
  // What the text itself holds would be taken out with it.
  if (text.includes(FILLER)) return undefined;
  const opening = new RegExp(OPENING);
  let result = '';
  let done = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const start = match.index + match[0].length;
    const end = closingQuote(text, start, match[1] ?? '"');
    opening.lastIndex = start;
    if (end === undefined) continue;
    const inner = text.slice(start, end);
    const [tail = ''] = /^[^\r\n]*/.exec(text.slice(end + 1, end + 200)) ?? [];
    if (!inner.includes('\n') || !TAIL.test(tail)) continue;
    result +=
      text.slice(done, start) +
      inner.replace(/\r?\n[ \t]*/g, gap => ` ${FILLER.repeat(gap.length - 1)}`);
    done = end;
    opening.lastIndex = end;
  }
  return done === 0 ? undefined : result + text.slice(done);
}

/** The place of the quote that ends a scalar; in single quotes two stand for one. */
function closingQuote(text: string, start: number, quote: string): number | undefined {
  for (let at = start; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at;
      at++;
    }
  }
  return undefined;
}
