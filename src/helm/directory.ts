import { sealedBy } from '../source/sealed.ts';
import type { SourceText } from '../source/text.ts';
import type { FileTree } from '../source/tree.ts';
import { withoutMark } from './archive.ts';
import { type Chart, ChartError, type RawFile } from './chart.ts';
import { helmIgnore } from './ignore.ts';
import { loadChart } from './load.ts';

/** Helm's limit for one file of a chart. */
const MAX_FILE = 5 * 1024 * 1024;
/** Files and bytes of one chart; larger ones are no charts that anyone wrote. */
const MAX_FILES = 5_000;
const MAX_BYTES = 100 * 1024 * 1024;

/** Files that findings may point into. */
const READ_AS_TEXT =
  /(?:^|\/)(?:(?:templates|crds)\/.*\.(?:ya?ml|tpl|txt|json)|(?:Chart|values|requirements)\.yaml)$/;

type Tree = Pick<FileTree, 'kind' | 'list' | 'read' | 'real'>;

/**
 * The chart in a directory of the repository, without what its `.helmignore` names.
 *
 * @param textOf the repository's own text of a file, where it has it as text
 * @param isOwn whether it is a directory of the repository
 * @throws ChartError where Helm could not load it
 */
export function loadDirectory(
  tree: Tree,
  directory: string,
  textOf?: (path: string) => SourceText | undefined,
  isOwn = true,
): Chart {
  const below = (path: string): string => (directory === '' ? path : `${directory}/${path}`);
  const ignore = tree.read(below('.helmignore'));
  const isIgnored = helmIgnore(ignore ? new TextDecoder().decode(ignore) : '');
  const files: RawFile[] = [];
  let bytes = 0;
  const visit = (inner: string, above: ReadonlySet<string>): void => {
    const path = inner === '' ? directory : below(inner);
    const real = tree.real(path) ?? path;
    if (above.has(real)) throw new ChartError(`${path} contains itself`);
    for (const name of tree.list(path)) {
      const at = inner === '' ? name : `${inner}/${name}`;
      const full = below(at);
      const kind = tree.kind(full);
      if (kind === undefined || isIgnored(at, kind === 'directory')) continue;
      if (kind === 'directory') {
        visit(at, new Set([...above, real]));
        continue;
      }
      const content = tree.read(full);
      // A dependency that is not here is one that is missing.
      if (content && full.endsWith('.tgz') && sealedBy(content) !== undefined) continue;
      if (!content) continue;
      bytes += content.length;
      if (content.length > MAX_FILE) throw new ChartError(`${full} is larger than Helm reads`);
      if (files.length >= MAX_FILES || bytes > MAX_BYTES) {
        throw new ChartError(`${directory} is too large for a chart`);
      }
      const source = READ_AS_TEXT.test(at) ? textOf?.(full) : undefined;
      files.push({ path: at, bytes: withoutMark(content), name: full, source });
    }
  };
  visit('', new Set());
  return loadChart(files, isOwn);
}
