/** The longest DNS subdomain. */
const MAX_NAME = 253;

/**
 * Argo CD's `normalize` (SanitizeName): lower case, every other character than `a-z0-9.-` becomes
 * `-`, cut at 253, ends trimmed. Nothing is collapsed.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/
 */
export function normalize(name: string): string {
  const replaced = goLower(name).replace(/[^-a-z0-9.]/gu, '-');
  return trimCharacters(replaced.slice(0, MAX_NAME), '-.');
}

const ASCII = /^[\x00-\x7f]*$/;

/** Go maps rune by rune, so `İ` becomes one letter where JS makes two. */
export function goLower(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let out = '';
  for (const char of text) {
    const lower = char.toLowerCase();
    out += [...lower].length === 1 ? lower : char === 'İ' ? 'i' : char;
  }
  return out;
}

/** Go's `strings.ToUpper`: rune by rune, so `ß` stays as it is. */
export function goUpper(text: string): string {
  if (ASCII.test(text)) return text.toUpperCase();
  let out = '';
  for (const char of text) {
    const upper = char.toUpperCase();
    out += [...upper].length === 1 ? upper : char;
  }
  return out;
}

/** Go's `strings.Trim`: removes any of the characters at both ends. */
export function trimCharacters(text: string, characters: string): string {
  const set = new Set(characters);
  const chars = [...text];
  let start = 0;
  let end = chars.length;
  while (start < end && set.has(chars[start] ?? '')) start++;
  while (end > start && set.has(chars[end - 1] ?? '')) end--;
  return chars.slice(start, end).join('');
}

/**
 * Argo CD's `slugify [max] [smart] NAME`: the normalised name with single dashes, cut at `max`; a
 * smart cut falls on a word's end.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/
 */
export function slugify(name: string, max = 50, smart = true): string {
  const sanitized = normalize(name);
  const cut = smart ? sanitized : sanitized.slice(0, Math.max(0, max));
  const slug = trimCharacters(cut.replace(/[^a-z0-9_-]/g, '-').replace(/-+/g, '-'), '-_');
  if (!smart || max <= 0 || slug.length <= max) return slug;
  const dash = slug.lastIndexOf('-', max);
  return dash < 0 ? slug.slice(0, max) : slug.slice(0, dash);
}
