import type { SourceText } from '../source/text.ts';
import type { LocatedMap, LocatedValue } from '../yaml/located.ts';

/** A file of a chart before it is known what it is for. */
export interface RawFile {
  /** Relative to the chart. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** How the file is called in findings: its path in the repository, or inside of its archive. */
  readonly name: string;
  /** The same file as the repository's own text; places in it are then equal to all others. */
  readonly source?: SourceText | undefined;
}

/** A file of a chart; its path is relative to the chart. */
export interface ChartFile {
  readonly path: string;
  readonly source: SourceText;
  /** What its text is decoded from when it is asked for; absent where it is the repository's own. */
  readonly bytes?: Uint8Array | undefined;
}

/** `import-values`: an exported name, or a path in the child and one in the parent. */
export type ImportValue = string | { readonly child: string; readonly parent: string };

/** An entry of `dependencies`. Changed while dependencies are processed, as Helm does. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly alias: string;
  readonly condition: string;
  readonly tags: readonly string[];
  readonly importValues: readonly ImportValue[];
  readonly value: LocatedValue;
}

export interface Metadata {
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly type: string;
  readonly kubeVersion: string;
  readonly dependencies: readonly Dependency[];
  /** Chart.yaml as a whole, for `.Chart`. */
  readonly value: LocatedMap;
}

/** A chart as Helm loads it, with the charts in its `charts/`. */
export interface Chart {
  readonly metadata: Metadata;
  readonly values: LocatedMap | undefined;
  /** Further documents of values.yaml, which only Helm 4 looks at. */
  readonly laterValues: readonly LocatedMap[];
  readonly schema: ChartFile | undefined;
  readonly templates: readonly ChartFile[];
  /** What `.Files` sees; CRDs and the README are among them. */
  readonly files: readonly ChartFile[];
  readonly subcharts: readonly Chart[];
  /** Whether its files are files of the repository, so that findings may point into them. */
  readonly isOwn: boolean;
}

/** CRDs of a chart: files below `crds/`, as they stand. */
export const crdsOf = ({ files }: Chart): readonly ChartFile[] =>
  files.filter(({ path }) => /^crds\/.*\.(?:ya?ml|json)$/i.test(path));

/** A chart that can't be loaded or rendered: Helm's own message, and where it is wrong. */
export class ChartError extends Error {
  readonly at:
    | { readonly file: SourceText; readonly start: number; readonly end: number }
    | undefined;

  /** Whether Helm refuses it; else it can't be told what Helm would do. */
  readonly isCertain: boolean;

  constructor(message: string, at?: ChartError['at'], isCertain = true) {
    super(message);
    this.at = at;
    this.isCertain = isCertain;
  }
}
