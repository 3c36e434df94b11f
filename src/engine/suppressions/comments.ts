import { CST, Lexer } from 'yaml';
import { lineStarts, lineText, type Place, type SourceText } from '../../source/text.ts';

export interface Comment extends Place {
  /** Whether only blank lines, other comments and document markers stand before it. */
  readonly leading: boolean;
  /** Whether nothing but white space stands before it on its line. */
  readonly alone: boolean;
}

/**
 * The comments of a file. In YAML they come from the lexer: a `#` in a scalar or a block is none.
 * Of other files (recipes) only lines that begin with `#` count.
 */
export function commentsIn(file: SourceText): readonly Comment[] {
  return /\.ya?ml$/.test(file.path) ? yamlComments(file) : lineComments(file);
}

/** What may stand before a leading comment: `---`, directives such as %YAML, a byte order mark. */
const NO_CONTENT: ReadonlySet<string> = new Set([
  'byte-order-mark',
  'doc-mode',
  'doc-start',
  'directive-line',
  'space',
  'newline',
  'comment',
]);

function yamlComments(file: SourceText): Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let leading = true;
  let inScalar = false;
  for (const token of new Lexer().lex(file.text)) {
    const type = inScalar ? 'scalar' : CST.tokenType(token);
    // The lexer announces a scalar, and tells its modes, by control characters of its own.
    const isMark =
      !inScalar && (token === CST.SCALAR || token === CST.DOCUMENT || token === CST.FLOW_END);
    inScalar = !inScalar && token === CST.SCALAR;
    if (isMark) continue;
    if (type === 'comment') {
      const end = offset + token.length;
      comments.push({ file, start: offset, end, leading, alone: isAlone(file.text, offset) });
    } else if (type === null || !NO_CONTENT.has(type)) leading = false;
    offset += token.length;
  }
  return comments;
}

function isAlone(text: string, offset: number): boolean {
  let at = offset - 1;
  while (text[at] === ' ' || text[at] === '\t') at--;
  return at < 0 || text[at] === '\n' || text[at] === '\r' || text[at] === '\uFEFF';
}

function lineComments(file: SourceText): Comment[] {
  const comments: Comment[] = [];
  let leading = true;
  for (const [i, start] of lineStarts(file).entries()) {
    const text = lineText(file, i + 1);
    const indent = text.search(/\S/);
    if (indent < 0) continue;
    if (text[indent] === '#') {
      comments.push({
        file,
        start: start + indent,
        end: start + text.length,
        leading,
        alone: true,
      });
    } else leading = false;
  }
  return comments;
}
