import type { SourceText } from '../source/text.ts';
import { type Piece, piecesOf, type Source } from '../template/go/trace.ts';
import type { Origin } from '../yaml/located.ts';
import type { RenderOutcome } from './render.ts';

/** A file by its number, for {@link decoded} to have it again. */
type FileNumber = number;
type KeptPlace = readonly [file: FileNumber, start: number, end: number];
type KeptOrigin = readonly [
  place: KeptPlace,
  document: number,
  made: Origin['made'] | 0,
  alias: KeptPlace | 0,
  doubt: string | 0,
];
type KeptSource =
  | readonly ['value', KeptOrigin, isUser: boolean]
  | readonly ['template', FileNumber]
  | readonly ['expression', ...KeptPlace]
  | readonly ['opaque', string]
  | readonly ['several', readonly number[]];

interface KeptManifest {
  readonly path: string;
  readonly file: FileNumber;
  readonly text: string;
  /** Of each piece its length, its source's number (-1: none) and where in that it begins. */
  readonly pieces: readonly number[];
  /** Of some pieces, by their index, why they may not be there. */
  readonly doubts: readonly (readonly [number, string])[];
}

interface Kept {
  readonly sources: readonly KeptSource[];
  readonly manifests: readonly KeptManifest[];
  readonly asking: readonly FileNumber[];
  readonly crds: readonly (readonly [path: string, FileNumber])[];
  readonly asked: readonly string[];
}

/** Thrown where a place is in a file that has no number: such a rendering is not kept. */
const UNNUMBERED = new Error('a file without number');

/**
 * A rendering as bytes; undefined for one that failed, or whose values are refused, or that points into other files
 * than the given ones.
 */
export function encoded(
  outcome: RenderOutcome,
  asked: readonly string[],
  numbers: ReadonlyMap<SourceText, number>,
): Uint8Array | undefined {
  if (!outcome.ok || outcome.flaws.length > 0) return undefined;
  const fileOf = (file: SourceText): FileNumber => {
    const number = numbers.get(file);
    if (number === undefined) throw UNNUMBERED;
    return number;
  };
  const sources: KeptSource[] = [];
  const known = new Map<Source, number>();
  const numberOf = (source: Source): number => {
    const earlier = known.get(source);
    if (earlier !== undefined) return earlier;
    const kept = keptSource(source, fileOf, numberOf);
    const number = sources.push(kept) - 1;
    known.set(source, number);
    return number;
  };
  try {
    const manifests = outcome.manifests.map(({ path, file, text, trace }): KeptManifest => {
      const pieces: number[] = [];
      const doubts: [number, string][] = [];
      for (const [index, piece] of piecesOf(trace, text.length).entries()) {
        pieces.push(piece.length, piece.source ? numberOf(piece.source) : -1, piece.at);
        if (piece.doubt !== undefined) doubts.push([index, piece.doubt]);
      }
      return { path, file: fileOf(file), text, pieces, doubts };
    });
    const kept: Kept = {
      sources,
      manifests,
      asking: outcome.asking.map(fileOf),
      crds: outcome.crds.map(({ path, source }) => [path, fileOf(source)]),
      asked,
    };
    return Buffer.from(JSON.stringify(kept));
  } catch (error) {
    if (error === UNNUMBERED) return undefined;
    throw error;
  }
}

function keptSource(
  source: Source,
  fileOf: (file: SourceText) => FileNumber,
  numberOf: (source: Source) => number,
): KeptSource {
  const place = (at: { file: SourceText; start: number; end: number }): KeptPlace => [
    fileOf(at.file),
    at.start,
    at.end,
  ];
  switch (source.kind) {
    case 'value': {
      const { origin, isUser } = source;
      const { document, made = 0, alias, doubt = 0 } = origin;
      return ['value', [place(origin), document, made, alias ? place(alias) : 0, doubt], isUser];
    }
    case 'template':
      return ['template', fileOf(source.file)];
    case 'expression':
      return ['expression', ...place(source)];
    case 'opaque':
      return ['opaque', source.why];
    case 'several':
      return ['several', source.of.map(numberOf)];
  }
}

/** The rendering that {@link encoded} made bytes of, in these files; undefined where it is none. */
export function decoded(
  body: Uint8Array,
  files: readonly SourceText[],
): { readonly outcome: RenderOutcome; readonly asked: readonly string[] } | undefined {
  try {
    const kept = JSON.parse(Buffer.from(body).toString('utf8')) as Kept;
    const fileOf = (number: FileNumber): SourceText => {
      const file = files[number];
      if (!file) throw UNNUMBERED;
      return file;
    };
    const sources: Source[] = [];
    for (const source of kept.sources) sources.push(sourceOf(source, fileOf, sources));
    const manifests = kept.manifests.map(({ path, file, text, pieces, doubts }) => {
      const trace: Piece[] = [];
      for (let i = 0; i < pieces.length; i += 3) {
        const [length = 0, source = -1, at = -1] = [pieces[i], pieces[i + 1], pieces[i + 2]];
        trace.push({ length, source: sources[source], at });
      }
      for (const [index, doubt] of doubts) {
        const piece = trace[index];
        if (piece) trace[index] = { ...piece, doubt };
      }
      return { path, file: fileOf(file), text, trace };
    });
    const crds = kept.crds.map(([path, file]) => ({ path, source: fileOf(file) }));
    const asking = kept.asking.map(fileOf);
    return { outcome: { ok: true, manifests, asking, crds, flaws: [] }, asked: kept.asked };
  } catch {
    // What is damaged is as if it were not there.
    return undefined;
  }
}

function sourceOf(
  source: KeptSource,
  fileOf: (number: FileNumber) => SourceText,
  sources: readonly Source[],
): Source {
  const place = ([file, start, end]: KeptPlace) => ({ file: fileOf(file), start, end });
  switch (source[0]) {
    case 'value': {
      const [, [at, document, made, alias, doubt], isUser] = source;
      const origin: Origin = {
        ...place(at),
        document,
        ...(made !== 0 && made !== undefined && { made }),
        ...(alias !== 0 && { alias: place(alias) }),
        ...(doubt !== 0 && { doubt }),
      };
      return { kind: 'value', origin, isUser };
    }
    case 'template':
      return { kind: 'template', file: fileOf(source[1]) };
    case 'expression':
      return { kind: 'expression', ...place([source[1], source[2], source[3]]) };
    case 'opaque':
      return { kind: 'opaque', why: source[1] };
    case 'several':
      return { kind: 'several', of: source[1].flatMap(number => sources[number] ?? []) };
  }
}
