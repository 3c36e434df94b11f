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

/** Conversions whose result may be out of the range that Go gives it. */
const CHECKED: ReadonlySet<string> = new Set(['int', 'string', 'duration', 'timestamp']);

/** What the names of replacements start with; no identifier of a policy may. */
export const OWN = 'own__';

interface Token {
  readonly text: string;
  readonly start: number;
  /** Of bytes, characters that are to be written as theirs. */
  readonly bytes?: readonly Edit[];
}

const TOKENS =
  /(?<string>[bBrR]{0,2}(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))|(?<comment>\/\/[^\n]*)|(?<word>[A-Za-z_]\w*)|(?<sign>[^\s\w])/g;

const RAW = /^(?:[bB]?[rR]|[rR][bB])/;

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** What ends something stands before what begins something at the same place. */
  readonly closes?: boolean;
}

const put = (at: number, text: string): Edit => ({ from: at, to: at, text });
const close = (at: number, text: string): Edit => ({ ...put(at, text), closes: true });

/**
 * An expression in which every turn of a loop asks for leave (`own__tick`), what a loop makes is measured
 * (`own__sized`), functions are replaced, and loops over keys and values become loops over pairs. It is a change of
 * the text, so that the library needs no hooks.
 */
export function bounded(expression: string): string {
  const tokens = tokensOf(expression);
  const edits: Edit[] = tokens.flatMap(({ bytes }) => bytes ?? []);
  for (const [i, token] of tokens.entries()) {
    if (tokens[i + 1]?.text !== '(' || !/^[A-Za-z_]/.test(token.text)) continue;
    const isMethod = tokens[i - 1]?.text === '.';
    const parts = argumentsOf(tokens, i + 1);
    if (REPLACED.has(token.text) && (isMethod || token.text === 'matches'))
      edits.push(put(token.start, OWN));
    if (!isMethod && CHECKED.has(token.text))
      edits.push(put(token.start, `${OWN}checked(`), close(endOf(parts) + 1, ')'));
    if (!isMethod) continue;
    if (token.text === 'bind' && tokens[i - 2]?.text === 'cel') {
      const [, second] = parts;
      if (second) edits.push(put(second.from, `${OWN}sized(`), close(second.to, ')'));
    } else {
      const call = { name: token.text, start: token.start, parts };
      edits.push(...(pairEdits(call, expression) ?? optionalEdits(call) ?? loopEdits(call)));
    }
  }
  const ordered = edits.map((edit, order) => ({ ...edit, order })).sort(fromTheEnd);
  return ordered.reduce(
    (text, { from, to, text: replacement }) => text.slice(0, from) + replacement + text.slice(to),
    expression,
  );
}

/**
 * The last first, so that places before stay what they are. At one place, what is put later stands before: what was
 * found first is outside, so it is put last where it begins and first where it ends.
 */
function fromTheEnd(a: Ordered, b: Ordered): number {
  if (a.from !== b.from) return b.from - a.from;
  if (a.closes !== b.closes) return a.closes ? 1 : -1;
  return a.closes ? a.order - b.order : b.order - a.order;
}

type Ordered = Edit & { readonly order: number };

interface Call {
  readonly name: string;
  readonly start: number;
  readonly parts: readonly Span[];
}

const endOf = (parts: readonly Span[]): number => parts.at(-1)?.to ?? 0;

/** Evaluated once a turn, with leave; what comes of it is measured where it is kept. */
const turn = ({ from, to }: Span, isKept: boolean): Edit[] => [
  put(from, `(${OWN}tick() ? ${isKept ? `${OWN}sized(` : '('}`),
  close(to, `) : ${OWN}never())`),
];

function loopEdits({ name, parts }: Call): Edit[] {
  const [, second, third] = parts;
  if (!second || !LOOPS.has(name)) return [];
  if (name !== 'map') return turn(second, false);
  if (!third) return turn(second, true);
  return [...turn(second, false), put(third.from, `${OWN}sized(`), close(third.to, ')')];
}

/** Macros over keys and values, by the macro over pairs that does the same, and what makes its list the result. */
const OF_PAIRS: Readonly<Record<string, { readonly macro: string; readonly finish?: string }>> = {
  __proto__: null as never,
  all: { macro: 'all' },
  exists: { macro: 'exists' },
  existsOne: { macro: 'exists_one' },
  exists_one: { macro: 'exists_one' },
  transformList: { macro: 'map' },
  transformMap: { macro: 'map', finish: 'map' },
  transformMapEntry: { macro: 'map', finish: 'merged' },
};

/**
 * `m.all(k, v, P)` as `m.own__pairs().all(p, cel.bind(k, p.k, cel.bind(v, p.v, P)))`.
 *
 * @see https://pkg.go.dev/github.com/google/cel-go/ext#TwoVarComprehensions
 */
function pairEdits({ name, start, parts }: Call, expression: string): Edit[] | undefined {
  const [key, value, ...bodies] = parts;
  const known = OF_PAIRS[name];
  const [first] = bodies;
  const last = bodies.at(-1);
  if (!known || !key || !value || !first || !last) return undefined;
  const names = [key, value].map(({ from, to }) => expression.slice(from, to).trim());
  if (!names.every(one => /^[A-Za-z_]\w*$/.test(one))) return undefined;
  // `map` is not among them, and a filter is only there where something is transformed.
  if (bodies.length > (known.macro === 'map' ? 2 : 1)) return undefined;
  const pair = `${OWN}p${start}`;
  const bound = `cel.bind(${names[0]}, ${pair}.k, cel.bind(${names[1]}, ${pair}.v, `;
  const isMap = known.finish === 'map';
  const body = (span: Span, isFilter: boolean): Edit[] => [
    ...turn(span, !isFilter),
    put(span.from, `${isMap && !isFilter ? `[${pair}.k, ` : ''}${bound}`),
    close(span.to, `))${isMap && !isFilter ? ']' : ''}`),
  ];
  return [
    { from: start, to: start + name.length, text: `${OWN}pairs().${known.macro}` },
    { from: key.from, to: first.from, text: `${pair}, ` },
    ...(first === last ? [] : body(first, true)),
    ...body(last, known.macro !== 'map'),
    ...(known.finish ? [close(endOf(parts) + 1, `.${OWN}${known.finish}()`)] : []),
  ];
}

/** `o.optMap(x, E)` as a loop over the list of what the optional has. */
function optionalEdits({ name, start, parts }: Call): Edit[] | undefined {
  const [, body] = parts;
  if ((name !== 'optMap' && name !== 'optFlatMap') || !body || parts.length !== 2) return undefined;
  return [
    { from: start, to: start + name.length, text: `${OWN}present().map` },
    ...turn(body, true),
    close(endOf(parts) + 1, `.${OWN}${name === 'optMap' ? 'first' : 'flat'}()`),
  ];
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(TOKENS)) {
    const groups = match.groups ?? {};
    if (groups.comment !== undefined) continue;
    const { string } = groups;
    const bytes = string && /^[rR]?[bB]/.test(string) ? byteEdits(string, match.index) : undefined;
    found.push({
      text: string === undefined ? match[0] : '""',
      start: match.index,
      ...(bytes && { bytes }),
    });
  }
  return found;
}

/** Bytes of a literal are UTF-8: the library would take the numbers of the characters. */
const byteEdits = (literal: string, at: number): Edit[] =>
  /^[bB]?[rR]/.test(literal)
    ? []
    : [...literal.matchAll(/[^\0-\x7f]/gu)].map(({ 0: character, index }) => ({
        from: at + index,
        to: at + index + character.length,
        text: [...Buffer.from(character)].map(byte => `\\x${byte.toString(16)}`).join(''),
      }));

/** Why an expression is not taken though it may be valid: the library, or what is put in here, might answer otherwise. */
export function oddityOf(text: string): string | undefined {
  const matches = [...text.matchAll(TOKENS)];
  // In a raw string a backslash before the quote does not escape it.
  const isRaw = matches.some(({ groups }) => {
    const string = groups?.string;
    return string !== undefined && RAW.test(string) && /\\["']/.test(string);
  });
  if (text.includes(OWN) || isRaw) return 'it has a quote behind a backslash in a raw string';
  // The library compares an unsigned integer in a list with others by their types.
  const signs = tokensOf(text).map(token => token.text);
  const isUnsigned = /\b(?:\d+|0x[\da-fA-F]+)[uU]\b|\buint\s*\(/.test(text);
  return isUnsigned && signs.some(sign => sign === '[' || sign === '{' || sign === 'in')
    ? 'it has unsigned integers, and lists or maps'
    : undefined;
}

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
