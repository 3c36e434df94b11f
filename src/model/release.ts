import type { UnreadKey } from '../helm/unread-key.ts';
import type { Problem } from '../source/problem.ts';
import type { SourceText } from '../source/text.ts';
import type { LocatedMap, LocatedScalar } from '../yaml/located.ts';

/** One Helm chart installed under one name, with the values it gets. */
export interface HelmRelease {
  /** The chart's name as written, such as `app-template`. */
  readonly chart: LocatedScalar;
  readonly repository: LocatedScalar | undefined;
  readonly version: LocatedScalar | undefined;
  /** Undefined where the name is generated when Helm runs. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** User values, merged in Helm's order; chart defaults are not in it. */
  readonly values: LocatedMap;
  /** The same with the nulls that remove a chart's defaults; absent: there are none besides. */
  readonly layers?: LocatedMap;
  /** Whether a values file was missing or broken, so that `values` isn't the whole truth. */
  readonly valuesIncomplete: boolean;
  /** Keys of the values that the chart around it reads for itself, by their paths: a dependency's condition. */
  readonly readAround?: ReadonlySet<string>;
  /** Where the release is declared: the `helmCharts` item or the Application's source. */
  readonly declaration: LocatedMap;
  /** The file that declares it. */
  readonly file: string;
}

/** Where a chart was that its objects come from: in the repository, in the chart store, in a user's folder. */
export type ChartOrigin = 'repository' | 'store' | 'added';

/** What a release becomes: by its chart, or by a description of the chart. */
export interface Rendering {
  /** By what: the chart itself, a model of it, or well-known words in its values. */
  readonly by?: ChartOrigin | 'model' | 'words';
  /** Kinds that the chart's pods may make, or templates for APIs that may be served, besides `objects`. */
  readonly later?: ReadonlySet<string>;
  /** Kinds of which templates make objects by what the cluster answers, which nobody here can know. */
  readonly inCluster?: ReadonlySet<string>;
  readonly objects: readonly RenderedObject[];
  /**
   * The kinds of which `objects` is the whole list, or `all`. Of any other kind the release may
   * make objects that nobody here knows.
   */
  readonly complete: 'all' | ReadonlySet<string>;
  /** Whether the chart would give an object that isn't listed such a name; undefined: any. */
  readonly mayName?: (name: string, kind: string) => boolean | 'alike';
  /** The chart is known so well that it makes no objects of other names. */
  readonly strict?: boolean;
  /** The namespaces that such objects may be in; undefined: wherever the release is installed. */
  readonly namespaces?: ReadonlySet<string>;
  /** Definitions of a rendered chart's `crds/` that whoever renders it leaves out. */
  readonly leftOut?: (() => readonly DefinedKind[]) | undefined;
  /** Definitions that a rendered chart of elsewhere brings along, whose objects have no schemas. */
  readonly definitions?: (() => readonly DefinitionText[]) | undefined;
  /** Set where the chart was rendered. */
  readonly check?: ValuesCheck | undefined;
  /** Values that the chart itself refuses. */
  readonly problems: readonly Problem[];
}

/** What a CustomResourceDefinition defines. */
export interface DefinedKind {
  /** The definition's own name: `prometheuses.monitoring.coreos.com`. */
  readonly name: string;
  readonly group: string;
  readonly kind: string;
}

/** A CustomResourceDefinition of a packed chart: what it defines, and its text, of which nothing has been read. */
export interface DefinitionText extends DefinedKind {
  readonly source: SourceText;
}

/** The values that a rendered chart gets, and which of their keys it does not know. */
export interface ValuesCheck {
  /** The chart's name. */
  readonly chart: string;
  readonly values: readonly LocatedMap[];
  /** Takes a while where there are such keys. */
  unread(): readonly UnreadKey[];
  /** The places of keys that only charts get that are not at hand. */
  handedDown(): ReadonlySet<string>;
  /** Texts `"false"` that the chart takes for true. Takes a while where there may be some. */
  falseTexts(): readonly FalseText[];
  /** Maps that the chart prints as a text. */
  printedMaps(): readonly PrintedMap[];
}

/** A text `"false"` where a chart asks only whether there is something. */
export interface FalseText {
  readonly value: LocatedScalar;
  /** Dotted, for messages. */
  readonly path: string;
}

/** A map where a chart expects something that it prints. */
export interface PrintedMap {
  readonly key: LocatedScalar;
  /** Dotted, for messages. */
  readonly path: string;
}

export interface RenderedObject {
  readonly value: LocatedMap;
  /** True where absent fields may still be set by the chart. */
  readonly partial: boolean;
}

/** A chart model: a new chart is one new file that exports one of these. */
export interface ChartModel {
  /** Chart names it is for, as they stand in `helmCharts[].name`. */
  readonly charts: readonly string[];
  /** Whether it knows the chart's version; absent: it takes any. */
  isFor?(release: HelmRelease): boolean;
  render(release: HelmRelease): Rendering;
}
