/** One program as the text of one file that needs nothing but Node. */
export function bundle(entry: string): Promise<string>;
