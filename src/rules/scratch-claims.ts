import { matchesName } from '../config/rule-names.ts';

/** The option of a rule that says which claims hold nothing that is kept, by their names. */
export const scratchOption = (what: string, usual: readonly string[]) => ({
  type: 'array',
  items: { type: 'string' },
  default: usual,
  description: `${what}, by name, in which \`*\` is any run of characters (default ${usual.map(glob => `\`${glob}\``).join(', ')}).`,
});

/** Whether a claim is one of those, whatever the case of its letters. */
export function isScratch(
  { scratch }: Readonly<Record<string, unknown>>,
  usual: readonly string[],
  name: string,
): boolean {
  const globs = Array.isArray(scratch) ? scratch.map(String) : usual;
  return globs.some(glob => matchesName(name.toLowerCase(), glob.toLowerCase()));
}
