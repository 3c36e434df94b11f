/** One program as the text of one file that needs nothing but Node. */
export function bundle(entry: string): Promise<string>;
/** Every file of dist/ with its text. */
export function bundles(): Promise<Map<string, string>>;
