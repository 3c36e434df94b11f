/** A text without the slashes that it ends with. A pattern would look at each run of slashes from each of them. */
export function withoutEndSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 47) end--;
  return text.slice(0, end);
}
