import type { Problem } from '../source/problem.ts';
import { sealedBy } from '../source/sealed.ts';
import { type SourceText, startOf } from '../source/text.ts';
import type { FileTree } from '../source/tree.ts';
import { type ParsedSource, parseYaml, type SourceDocument } from './parse.ts';

/** Larger files are generated (bundles of CRDs are about 2 MiB at most), not written by people. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Files as text and as documents, each read and parsed at most once. */
export interface Sources {
  readonly tree: FileTree;
  /** A file's text. Undefined when there is no such file or it can't be read as text. */
  text(path: string): SourceText | undefined;
  /** A file's documents; empty when it is not there. */
  parse(path: string): ParsedSource;
  /** A file's documents if it was parsed already: asking must not make it be read. */
  parsed(path: string): ParsedSource | undefined;
  /** Why a file's content is not here though nothing is wrong with it; undefined for all others. */
  sealed(path: string): string | undefined;
  /** What was wrong with the files that were read so far, in order of path. */
  problems(): readonly Problem[];
  /** Files and documents that were parsed so far. */
  readonly counts: { files: number; documents: number };
}

const NOTHING: ParsedSource = { documents: [], problems: [], broken: false };

/** Files as they were read by earlier runs: one whose text is the same is not parsed again. */
export type Remembered = Map<string, ParsedSource & { readonly file: SourceText }>;

/**
 * Opens the files of a tree.
 *
 * @param remembered what earlier runs of this process read; what this one reads is added
 */
export function openSources(tree: FileTree, remembered?: Remembered): Sources {
  const texts = new Map<string, SourceText | undefined>();
  const parsed = new Map<string, ParsedSource>();
  const unreadable = new Map<string, Problem>();
  const sealed = new Map<string, string>();
  const counts = { files: 0, documents: 0 };

  const text = (path: string): SourceText | undefined => {
    if (texts.has(path)) return texts.get(path);
    const bytes = tree.read(path);
    const why = bytes && sealedBy(bytes);
    if (why !== undefined) sealed.set(path, why);
    const result = why === undefined ? bytes && decode(path, bytes) : undefined;
    if (result && 'rule' in result) unreadable.set(path, result);
    const read = result && !('rule' in result) ? result : undefined;
    const before = remembered?.get(path)?.file;
    const file = before && before.text === read?.text ? before : read;
    texts.set(path, file);
    return file;
  };
  const parse = (path: string): ParsedSource => {
    const known = parsed.get(path);
    if (known) return known;
    const file = text(path);
    const before = remembered?.get(path);
    const result = file
      ? before?.file === file
        ? before
        : parseYaml(file)
      : { ...NOTHING, broken: unreadable.has(path) || sealed.has(path) };
    if (file) {
      counts.files++;
      counts.documents += result.documents.filter(isFilled).length;
    }
    parsed.set(path, result);
    if (file) remembered?.set(path, { ...result, file });
    return result;
  };
  const problems = () => {
    // What only is looked into, such as a script, need not be text.
    const wanted = [...unreadable.keys()].filter(path => parsed.has(path) || MANIFEST.test(path));
    const paths = [...new Set([...wanted, ...parsed.keys()])].sort();
    return paths.flatMap(path => {
      const problem = unreadable.get(path);
      return problem ? [problem] : (parsed.get(path)?.problems ?? []);
    });
  };
  const isSealed = (path: string) => {
    text(path);
    return sealed.get(path);
  };
  return {
    tree,
    text,
    parse,
    parsed: path => parsed.get(path),
    sealed: isSealed,
    problems,
    counts,
  };
}

const MANIFEST = /\.(?:ya?ml|json)$/i;

const isFilled = (document: SourceDocument): boolean => document.value !== undefined;

function decode(path: string, bytes: Uint8Array): SourceText | Problem {
  const refuse = (
    rule: 'internal/too-large' | 'internal/unreadable',
    message: string,
  ): Problem => ({
    rule,
    at: startOf({ path, text: '' }),
    message,
  });
  if (bytes.length > MAX_FILE_BYTES) {
    return refuse(
      'internal/too-large',
      `not read: larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`,
    );
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return refuse('internal/unreadable', 'not read: UTF-16, where Kubernetes tools expect UTF-8');
  }
  if (bytes.includes(0)) return refuse('internal/unreadable', 'not read: binary, not text');
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return refuse('internal/unreadable', 'not read: not valid UTF-8');
  }
}
