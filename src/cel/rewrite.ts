/** Macros whose second argument is evaluated once for each item. */
const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** Functions of the library that are replaced: by RE2 for patterns, by whole characters, within bounds. */
export const REPLACED: ReadonlySet<string> = new Set([
  'matches',
  'substring',
  'indexOf',
  'lastIndexOf',
  'lowerAscii',
  'upperAscii',
  'split',
  'join',
  'trim',
]);

/** What the names of replacements start with; no identifier of a policy may. */
export const OWN = 'own__';

interface Token {
  readonly text: string;
  readonly start: number;
}

const TOKENS =
  /(?<string>[bBrR]{0,2}(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))|(?<comment>\/\/[^\n]*)|(?<word>[A-Za-z_]\w*)|(?<sign>[^\s\w])/g;

const RAW = /^(?:[bB]?[rR]|[rR][bB])/;

/**
 * An expression in which every turn of a loop asks for leave (`own__tick`), what a loop makes is measured
 * (`own__sized`), and functions are replaced. It is a change of the text, so that the library needs
 * no hooks.
 */
export function bounded(expression: string): string {
  const tokens = tokensOf(expression);
  const inserts: { at: number; text: string }[] = [];
  for (const [i, token] of tokens.entries()) {
    if (tokens[i + 1]?.text !== '(' || !/^[A-Za-z_]/.test(token.text)) continue;
    const isMethod = tokens[i - 1]?.text === '.';
    if (REPLACED.has(token.text) && (isMethod || token.text === 'matches'))
      inserts.push({ at: token.start, text: OWN });
    const isBind = isMethod && token.text === 'bind' && tokens[i - 2]?.text === 'cel';
    if (!isBind && !(isMethod && LOOPS.has(token.text))) continue;
    const parts = argumentsOf(tokens, i + 1);
    const [, second, third] = parts;
    if (!second) continue;
    if (isBind) {
      inserts.push({ at: second.from, text: `${OWN}sized(` }, { at: second.to, text: ')' });
      continue;
    }
    const made = token.text === 'map' ? (third ?? second) : undefined;
    if (made === second) {
      inserts.push(
        { at: second.from, text: `(${OWN}tick() ? ${OWN}sized(` },
        { at: second.to, text: `) : ${OWN}never())` },
      );
      continue;
    }
    inserts.push(
      { at: second.from, text: `(${OWN}tick() ? (` },
      { at: second.to, text: `) : ${OWN}never())` },
    );
    if (made) inserts.push({ at: made.from, text: `${OWN}sized(` }, { at: made.to, text: ')' });
  }
  // Of what is put at one place, what was found later is further inside.
  const sorted = inserts.map((insert, order) => ({ ...insert, order }));
  sorted.sort((a, b) => b.at - a.at || b.order - a.order);
  return sorted.reduce(
    (text, { at, text: put }) => text.slice(0, at) + put + text.slice(at),
    expression,
  );
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(TOKENS)) {
    const groups = match.groups ?? {};
    if (groups.comment !== undefined) continue;
    found.push({ text: groups.string === undefined ? match[0] : '""', start: match.index });
  }
  return found;
}

/** Whether an expression has something that its tokens can't be told by for certain. */
export const isOdd = (text: string): boolean =>
  text.includes(OWN) ||
  [...text.matchAll(TOKENS)].some(({ groups }) => {
    const string = groups?.string;
    // In a raw string a backslash before the quote does not escape it.
    return string !== undefined && RAW.test(string) && /\\["']/.test(string);
  });

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the arguments of a call begin and end; `open` is the number of its parenthesis. */
function argumentsOf(tokens: readonly Token[], open: number): Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let from = (tokens[open]?.start ?? 0) + 1;
  for (const { text, start } of tokens.slice(open)) {
    if ('([{'.includes(text)) depth += 1;
    else if (')]}'.includes(text)) depth -= 1;
    const isEnd = depth === 0;
    if (isEnd || (text === ',' && depth === 1)) {
      spans.push({ from, to: start });
      from = start + 1;
    }
    if (isEnd) break;
  }
  return spans;
}
