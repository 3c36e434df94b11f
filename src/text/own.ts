/**
 * Looks a name from the repository up in a table of our own. Plain indexing would also find what
 * every object inherits: `constructor`, `toString`, `__proto__`.
 *
 * @returns undefined when the table itself doesn't have the key
 */
export function own<V>(table: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
