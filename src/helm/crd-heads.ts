import type { SourceText } from '../source/text.ts';
import { sliceTrace } from '../template/go/trace.ts';
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
  const text = headOf(manifest.text);
  if (text.length === manifest.text.length) return manifest;
  return {
    ...manifest,
    text,
    trace: sliceTrace(manifest.trace, manifest.text.length, 0, text.length),
  };
}

function headOf(text: string): string {
  const versions = CRD.test(text) ? VERSIONS.exec(text) : null;
  return versions ? text.slice(0, versions.index) : text;
}
