/** The first character of a text that JSON does not allow there. */
export interface JsonFlaw {
  readonly at: number;
  readonly what: 'comment' | 'comma' | 'key' | 'value' | 'other';
  /** What would be right. */
  readonly message: string;
}

const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
const SPACE = /[ \t\n\r]*/y;
const COMMENT = /\/\/|\/\*|#/y;

/**
 * Where a text stops being JSON; undefined where it is JSON, or several of them in a row, as logs are.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function jsonFlaw(text: string): JsonFlaw | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return firstFlaw(text);
  }
}

/** A walk without recursion: `open` has the brackets that are not closed yet, and where they stand. */
function firstFlaw(text: string): JsonFlaw | undefined {
  const open: { readonly close: '}' | ']'; readonly at: number }[] = [];
  let at = 0;
  let comma: number | undefined;
  /** What may come next: a value, a key or, behind one of those, a comma or the end. */
  let next: 'value' | 'key' | 'colon' | 'end' = 'value';
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match !== null;
  };
  const flaw = (message: string, what: JsonFlaw['what'] = 'other', where = at): JsonFlaw => ({
    at: where,
    what,
    message,
  });
  for (;;) {
    take(SPACE);
    const [last] = open.slice(-1);
    if (at >= text.length) {
      if (last) return flaw('this is never closed', 'other', last.at);
      return next === 'end' ? undefined : flaw('a value is missing', 'other', Math.max(0, at - 1));
    }
    const start = at;
    if (take(COMMENT)) return flaw('there are no comments in it', 'comment', start);
    const character = text[at];
    if (last && character === last.close && next !== 'colon') {
      // Right behind a bracket that opens, or behind a value.
      if (comma !== undefined) return flaw('nothing follows this comma', 'comma', comma);
      if (next === 'value' && last.close === '}') return flaw('a value is expected here');
      open.pop();
      at++;
      next = 'end';
      continue;
    }
    if (next === 'end') {
      // Several in a row: not one, and not what this is about.
      if (!last) return undefined;
      if (character !== ',') return flaw(`\`,\` or \`${last.close}\` is expected here`);
      comma = at++;
      next = last.close === '}' ? 'key' : 'value';
      continue;
    }
    if (next === 'colon') {
      if (character !== ':') return flaw('`:` is expected here');
      at++;
      next = 'value';
      continue;
    }
    comma = undefined;
    if (next === 'key') {
      if (!take(STRING)) return flaw('a key in double quotes is expected here', 'key');
      next = 'colon';
    } else if (character === '{' || character === '[') {
      open.push({ close: character === '{' ? '}' : ']', at });
      at++;
      next = character === '{' ? 'key' : 'value';
    } else if (take(STRING) || take(LITERAL)) {
      next = 'end';
    } else {
      return flaw('a value is expected here', 'value');
    }
  }
}
