/** `1,234`. The tables of languages that `toLocaleString` loads take as long as a quarter of Node's start. */
const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 file`, `2 files`. */
export const plural = (count: number, noun: string, many = `${noun}s`): string =>
  `${grouped(count)} ${count === 1 ? noun : many}`;

/** `a`, `a and b`, `a, b and c`. */
export function listing(items: readonly string[], word = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
