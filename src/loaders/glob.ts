/** Patterns that the alternatives of one glob may expand to. */
const MAX_ALTERNATIVES = 256;

/**
 * Compiles a glob the way Argo CD reads `directory.include` and `exclude`: `*` and `?` also match
 * slashes, `{a,b}` are alternatives, `[a-c]` and `[!a]` are classes. Takes time proportional to
 * pattern times text, whatever the pattern.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 */
export function compileGlob(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map(tokenize);
  return path => alternatives.some(tokens => matches(tokens, path));
}

function expandBraces(pattern: string): readonly string[] {
  let done: string[] = [];
  let open = [pattern];
  while (open.length > 0 && done.length + open.length <= MAX_ALTERNATIVES) {
    const next: string[] = [];
    for (const text of open) {
      const match = /\{([^{}]*)\}/.exec(text);
      if (!match) done = [...done, text];
      else {
        const before = text.slice(0, match.index);
        const after = text.slice(match.index + match[0].length);
        next.push(...(match[1] ?? '').split(',').map(part => before + part + after));
      }
    }
    open = next;
  }
  return done;
}

/** `*`, or whether one character fits. */
type Token = '*' | ((char: string) => boolean);

function tokenize(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [part] of pattern.matchAll(/\*+|\?|\\.|\[!?[^\]]+\]|./gsu)) {
    if (part.startsWith('*')) tokens.push('*');
    else if (part === '?') tokens.push(() => true);
    else if (part.length > 2 && part.startsWith('[')) tokens.push(classOf(part.slice(1, -1)));
    else tokens.push(char => char === part.replace(/^\\(?=.)/s, ''));
  }
  return tokens;
}

function classOf(body: string): (char: string) => boolean {
  const isNegated = body.startsWith('!');
  const ranges = [...(isNegated ? body.slice(1) : body).matchAll(/(.)-(.)|./gsu)];
  return char =>
    ranges.some(([one, from, to]) =>
      from !== undefined && to !== undefined ? char >= from && char <= to : char === one,
    ) !== isNegated;
}

function matches(tokens: readonly Token[], text: string): boolean {
  const chars = [...text];
  let at = 0;
  let token = 0;
  let star: { readonly token: number; at: number } | undefined;
  while (at < chars.length) {
    const current = tokens[token];
    const char = chars[at] ?? '';
    if (current === '*') star = { token: token++, at };
    else if (current?.(char)) {
      token++;
      at++;
    } else if (star) {
      star.at++;
      at = star.at;
      token = star.token + 1;
    } else return false;
  }
  return tokens.slice(token).every(rest => rest === '*');
}
