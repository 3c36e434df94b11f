import type { Changes } from '../git/changes.ts';
import type { Repository } from '../model/cluster/repository.ts';
import type { RelatedPlace } from '../source/problem.ts';
import { lineStarts, positionAt, type SourceText, startOf, textOf } from '../source/text.ts';
import { basename, dirname, type FileTree, joinPath } from '../source/tree.ts';
import type { Finding } from './finding.ts';

export interface Revisions {
  readonly before: FileTree;
  readonly now: FileTree;
  readonly changes: Changes;
  /** The model of the tree as it is now. */
  readonly repository: Pick<Repository, 'applicationOf'>;
}

/** A finding of a line that nobody touched gets the change that brought it as a related place. */
export function withCause(finding: Finding, revisions: Revisions): Finding {
  const { changes } = revisions;
  const { file, start } = finding.at;
  if (changes.isChanged(file.path, positionAt(file, start).line)) return finding;
  const path = causeOf(finding, revisions);
  const cause = path === undefined ? undefined : changedIn(path, revisions);
  return cause ? { ...finding, related: [...finding.related, cause] } : finding;
}

/** Its related places first, then its own file, what it names, its application; else any change. */
function causeOf({ at, related, application }: Finding, revisions: Revisions): string | undefined {
  const { changes, repository } = revisions;
  const changed = new Set(changes.paths);
  const referred = related.map(place => place.at.file.path).filter(path => changed.has(path));
  const other = referred.find(path => path !== at.file.path);
  if (other !== undefined) return other;
  if (changed.has(at.file.path)) return undefined;
  const marked = textOf(at);
  const named = joinPath(dirname(at.file.path), marked);
  // A file that was renamed is missed under the name it had.
  const formerly = (path: string) => [path, changes.oldPath(path)];
  const lintable = changes.paths.filter(path => LINTED.test(path));
  return (
    changes.paths.find(path => named !== undefined && formerly(path).includes(named)) ??
    changes.paths.find(path => formerly(path).some(name => basename(name) === basename(marked))) ??
    lintable.find(
      path =>
        application !== undefined && repository.applicationOf(path)?.name.text === application,
    ) ??
    lintable[0]
  );
}

/** A change elsewhere can't have caused anything. */
const LINTED = /\.(ya?ml|patch)$|(^|\/)Kustomization$/;

function changedIn(path: string, { before, now, changes }: Revisions): RelatedPlace | undefined {
  if (changes.isDeleted(path)) {
    const file = fileOf(before, path);
    return file && { at: startOf(file), message: 'deleted' };
  }
  const file = fileOf(now, path);
  if (!file) return undefined;
  const from = changes.oldPath(path);
  const starts = lineStarts(file);
  const start = starts[Math.min(changes.firstChange(path), starts.length) - 1] ?? 0;
  const message = from === path ? 'changed here' : `renamed from ${from}`;
  return { at: { file, start, end: start }, message };
}

function fileOf(tree: FileTree, path: string): SourceText | undefined {
  const bytes = tree.read(path);
  return bytes && { path, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}
