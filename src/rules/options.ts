import { codes } from '../text/code.ts';

/** JSON Schema of an option that is a whole number; its default is said in the description. */
export const countOption = (usual: number, what: string) => ({
  type: 'integer',
  minimum: 1,
  default: usual,
  description: `${what} (default \`${usual}\`).`,
});

/** JSON Schema of an option that is a list of names, which takes the place of the usual one. */
export const namesOption = (usual: readonly string[], what: string) => ({
  type: 'array',
  items: { type: 'string' },
  default: usual,
  description: `${what}, instead of ${codes(usual, 'and')}.`,
});

type Options = Readonly<Record<string, unknown>>;

/** A number that the policy chose, or the usual one. */
export const countIn = (options: Options, name: string, usual: number): number =>
  typeof options[name] === 'number' ? options[name] : usual;

/** The names that the policy chose, or the usual ones. */
export const namesIn = (
  options: Options,
  name: string,
  usual: readonly string[],
): readonly string[] => (Array.isArray(options[name]) ? options[name].map(String) : usual);
