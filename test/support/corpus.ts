import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Real repositories to run on, where they are at hand: $CORPUS, or a folder beside the checkout. */
const FOLDER = process.env.CORPUS ?? '../shared/corpus';

/** The path of one of them; undefined (and the tests are skipped, visibly) where it is absent. */
export function corpus(name: string): string | undefined {
  if (!existsSync(FOLDER)) return undefined;
  const found = readdirSync(FOLDER).find(entry => entry.startsWith(name));
  return found === undefined ? undefined : join(FOLDER, found);
}
