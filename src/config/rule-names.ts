/**
 * Whether a name stands for a rule: its id, its family (`helm`), or a glob in which `*` is any run of
 * characters (`helm/*`).
 */
export function matchesRule(id: string, name: string): boolean {
  return name.includes('*') ? matchesName(id, name) : id === name || id.startsWith(`${name}/`);
}

/** The part of a rule's id before the slash. */
export const familyOf = (id: string): string => id.split('/')[0] ?? '';

/** Whether a name is what a glob says, in which `*` is any run of characters. */
export function matchesName(name: string, glob: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return name === glob;
  if (!name.startsWith(first)) return false;
  // Each part at its first possible place: no backtracking, however many stars there are.
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** What the ids of rules of one's own start with. */
export const OWN_RULES = 'own/';

/** Whether a name may be one of rules of one's own, which the policy has. */
export const isOwnRule = (name: string): boolean =>
  name.startsWith(OWN_RULES) || name === familyOf(OWN_RULES);
