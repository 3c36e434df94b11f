/** Why jq does not take an expression, and what to write. */
export interface JqFlaw {
  readonly reason: string;
  readonly help: string;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The fields that paths into objects begin with: jq has no function of these names. */
const FIELD = /^(?:data|metadata|rules|spec|status|webhooks)\b/;

/**
 * What jq certainly refuses of an expression, without reading it as a whole: what is not closed, quotes that it does
 * not have, and paths as other languages write them.
 *
 * @see https://jqlang.org/manual/
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.0/util/argo/normalizers/diff_normalizer.go (newJQPathNormalizer)
 */
export function jqFlaw(text: string): JqFlaw | undefined {
  const bare = withoutStrings(text);
  if (bare === undefined)
    return { reason: 'a quote is not closed', help: 'Close it: texts stand in double quotes.' };
  // A comment reaches to the end of the line.
  if (bare.includes('#')) return undefined;
  if (bare.includes("'"))
    return { reason: 'it has no single quotes', help: 'Put texts in double quotes.' };
  const open = unbalanced(bare);
  if (open !== undefined)
    return { reason: `\`${open}\` has no counterpart`, help: 'Close each bracket that is opened.' };
  const path = bare.trim();
  if (path.startsWith('/'))
    return {
      reason: 'it is a JSON pointer',
      help: `Move it to \`jsonPointers\`.`,
    };
  if (FIELD.test(path)) return { reason: 'a path begins with a dot', help: `Write \`.${path}\`.` };
  if (/\.\*|\[\*\]/.test(bare))
    return { reason: 'it has no `*`', help: 'All items of a list are `[]`.' };
  const [, key] = /\.([A-Za-z_]\w*(?:[-/][A-Za-z_]\w*)+)/.exec(bare) ?? [];
  if (key !== undefined)
    return {
      reason: `\`${key}\` is a calculation to it`,
      help: `Write \`["${key}"]\` for a key with other characters than letters, digits and underscores.`,
    };
  return undefined;
}

/** The expression with its texts emptied; undefined where one does not end. A text may hold expressions. */
function withoutStrings(text: string): string | undefined {
  const bare = text.replace(/"(?:[^"\\]|\\[\s\S])*"/g, '""');
  return bare.replaceAll('""', '').includes('"') ? undefined : bare;
}

/** The first bracket without its counterpart. */
function unbalanced(text: string): string | undefined {
  const open: string[] = [];
  for (const character of text) {
    const closing = CLOSING[character];
    if (closing !== undefined) open.push(character);
    else if (Object.values(CLOSING).includes(character)) {
      const last = open.pop();
      if (last === undefined || CLOSING[last] !== character) return character;
    }
  }
  return open[0];
}
