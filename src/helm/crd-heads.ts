import type { SourceText } from '../source/text.ts';
import { concatTraces, sliceTrace } from '../template/go/trace.ts';
import type { LocatedMap } from '../yaml/located.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { Manifest } from './manifests.ts';

const CRD = /^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t]*$/m;
/** The list of versions holds their schemas, a hundred times as long as all the rest. */
const VERSIONS = /^ {2}versions:[ \t]*$/m;
const parsed = new WeakMap<SourceText, readonly LocatedMap[]>();

/**
 * The CRDs of a file of a packed chart without their versions: what they are called is all that is
 * asked of them, and reading their schemas would take longer than all else.
 */
export function headsOf(file: SourceText): readonly LocatedMap[] {
  const known = parsed.get(file);
  if (known) return known;
  const heads = documentsOf(file).flatMap(headsIn);
  parsed.set(file, heads);
  return heads;
}

const headsIn = ({ path, text }: SourceText): LocatedMap[] =>
  parseYaml({ path, text: headOf(text) }).documents.flatMap(({ value }) =>
    value?.kind === 'map' ? [value] : [],
  );

const split = new WeakMap<SourceText, readonly SourceText[]>();

/** The documents of a file, each by itself and unread. */
export function documentsOf(file: SourceText): readonly SourceText[] {
  const known = split.get(file);
  if (known) return known;
  const documents = file.text.split(/^---.*$/m).map(text => ({ path: file.path, text }));
  split.set(file, documents);
  return documents;
}

/** The only CRD of a document without its versions; undefined where it is none. */
export const headOfDocument = (document: SourceText): LocatedMap | undefined =>
  CRD.test(document.text) ? headsIn(document)[0] : undefined;

/** A rendered CRD without its versions; all else as it is. */
export function withoutSchemas(manifest: Manifest): Manifest {
  const cut = versionsIn(manifest.text);
  if (!cut) return manifest;
  const { length } = manifest.text;
  const parts = [
    [0, cut.start],
    [cut.end, length],
  ].map(([start = 0, end = 0]) => ({
    text: manifest.text.slice(start, end),
    trace: sliceTrace(manifest.trace, length, start, end),
  }));
  return {
    ...manifest,
    text: parts.map(({ text }) => text).join(''),
    trace: concatTraces(parts),
  };
}

function headOf(text: string): string {
  const cut = versionsIn(text);
  return cut ? text.slice(0, cut.start) + text.slice(cut.end) : text;
}

/** Where the versions of a CRD are; the keys may be in any order. */
function versionsIn(text: string): { readonly start: number; readonly end: number } | undefined {
  const versions = CRD.test(text) ? VERSIONS.exec(text) : null;
  if (!versions) return undefined;
  return { start: versions.index, end: nextKey(text, versions.index + versions[0].length) };
}

/** The next line that is no part of that list: neither deeper, nor an item, nor a comment. It is long, and line by line is fast. */
function nextKey(text: string, from: number): number {
  for (let end = text.indexOf('\n', from); end >= 0; end = text.indexOf('\n', end + 1)) {
    let at = end + 1;
    while (at < end + 3 && text.charCodeAt(at) === 32) at++;
    const code = text.charCodeAt(at);
    const isDeeper = code === 32 || code === 45 || code === 35;
    if (at < text.length && !isDeeper && !/\s/.test(text.charAt(at))) return end + 1;
  }
  return text.length;
}
