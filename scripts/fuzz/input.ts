import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from '../../src/source/tree.ts';
import { memoryTree } from '../../test/support/memory-tree.ts';

/**
 * A repository as text that can be kept: contents by path. One that is of other bytes, or a link (said from the
 * root), starts with a zero byte, which no text does, and a word that tells.
 */
export type Input = Readonly<Record<string, string>>;

const BYTES = '\0base64:';
const LINK = '\0link:';

export const bytesContent = (bytes: Uint8Array): string =>
  BYTES + Buffer.from(bytes).toString('base64');
export const linkContent = (target: string): string => LINK + target;
/** Whether a file's content is text as it stands. */
export const isText = (content: string): boolean =>
  !content.startsWith(BYTES) && !content.startsWith(LINK);

/** The tree that an input describes. */
export function treeOf(input: Input): FileTree {
  const files: Record<string, string | Uint8Array> = {};
  const links: Record<string, string> = {};
  for (const [path, content] of Object.entries(input)) {
    if (content.startsWith(LINK)) links[path] = content.slice(LINK.length);
    else if (content.startsWith(BYTES)) {
      files[path] = Buffer.from(content.slice(BYTES.length), 'base64');
    } else files[path] = content;
  }
  return memoryTree(files, { links });
}

const LARGEST = 60_000;

/** The text files of a folder. */
function readFolder(folder: string): Input {
  const files: [string, string][] = [];
  const descend = (path: string): void => {
    for (const name of readdirSync(join(folder, path))) {
      const below = path === '' ? name : `${path}/${name}`;
      const stats = lstatSync(join(folder, below));
      if (stats.isDirectory()) descend(below);
      else if (stats.isSymbolicLink()) {
        files.push([below, linkContent(readlinkSync(join(folder, below)))]);
      } else if (stats.size <= LARGEST) {
        const bytes = readFileSync(join(folder, below));
        const isBinary = bytes.includes(0);
        files.push([below, isBinary ? bytesContent(bytes) : bytes.toString('utf8')]);
      }
    }
  };
  descend('');
  return Object.fromEntries(files);
}

/** What is changed: the project's own fixtures, each a repository, and the reference one. */
export function seedInputs(root: string): readonly Input[] {
  const folders = (path: string): string[] =>
    readdirSync(path, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => join(path, name))
      .sort();
  const fixtures = folders(join(root, 'fixtures'))
    .filter(family => !family.endsWith('conformance'))
    .flatMap(folders)
    .flatMap(folders);
  return [...fixtures, join(root, 'pitower')]
    .map(readFolder)
    .filter(files => Object.keys(files).length > 0);
}
