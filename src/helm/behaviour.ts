import { isAtLeast, parseVersion } from '../template/go/semver.ts';

/** In what releases of Helm differ when they render one chart. */
export interface HelmBehaviour {
  /** With a leading `v`. */
  readonly version: string;
  /** Whether it is a release such as `4.0.0` or a later one. */
  readonly isAtLeast: (release: string) => boolean;
  /**
   * When null below the first level of the user's values takes a key away: where the chart has the key at all,
   * where the chart's own value is not null, or always.
   */
  readonly nestedNull: 'where-present' | 'where-not-null' | 'always';
  /** Whether keys that a chart's own values.yaml has as null are not there at all. */
  readonly dropsNullDefaults: boolean;
  /** Whether all documents of a values.yaml count, later ones over earlier ones; else the first. */
  readonly mergesDocuments: boolean;
  /** Whether each alias of a chart has charts of its own below it. */
  readonly copiesAliased: boolean;
  /** Whether `.Chart` is a plain map: a field that it has not is then nothing, else an error. */
  readonly isChartMap: boolean;
  /** What Go calls the type of `.Values`. */
  readonly valuesType: string;
  /** Functions that releases before do not know. */
  readonly newFunctions: ReadonlySet<string>;
  /** Whether `.Files.Lines` of an empty file is an empty list; else it fails. */
  readonly readsEmptyLines: boolean;
  /** What ends a document of a template: `---` with all space around it, or with that on its line. */
  readonly separator: 'with-space' | 'line';
  /** Whether the space at the end of a document is kept: a block scalar may end in it. */
  readonly keepsEnd: boolean;
  /** Whether charts of other API versions than v1 and v2 are refused. */
  readonly checksApiVersion: boolean;
}

/** What {@link behaviourOf} takes a version for that is none. */
export const DEFAULT_HELM = 'v3.19.0';
/** The newest release whose sources were read. */
export const NEWEST_HELM = 'v4.3.1';

/**
 * How a release of Helm renders. Read in the sources of 3.19.4, 3.19.5, 3.20.0, 3.20.2, 3.21.4, 3.22.0, 4.0.0, 4.1.0,
 * 4.2.1, 4.2.4, 4.3.0 and 4.3.1; a release between two of them is taken for the earlier one.
 *
 * @param version such as `v4.2.1` or `3.19`
 * @see https://github.com/helm/helm/blob/v3.19.4/pkg/chartutil/coalesce.go
 * @see https://github.com/helm/helm/blob/v4.2.1/pkg/chart/common/util/coalesce.go
 */
export function behaviourOf(version: string): HelmBehaviour {
  const own = parseVersion(version) ? version : DEFAULT_HELM;
  const known = behaviours.get(own) ?? describe(own);
  behaviours.set(own, known);
  return known;
}

/** By the release that brought them; those of 4.3.0 follow https://helm.sh/docs/chart_template_guide/function_list/. */
const NEW_FUNCTIONS: readonly (readonly [string, readonly string[]])[] = [
  ['4.0.0', ['mustToYaml']],
  ['4.2.1', ['mustToToml']],
  [
    '4.3.0',
    [
      'mustToDuration',
      'durationSeconds',
      'durationMilliseconds',
      'durationMicroseconds',
      'durationNanoseconds',
      'durationMinutes',
      'durationHours',
      'durationDays',
      'durationWeeks',
      'durationRoundTo',
      'durationTruncateTo',
    ],
  ],
];

const behaviours = new Map<string, HelmBehaviour>();

function describe(version: string): HelmBehaviour {
  const from = (other: string): boolean => isAtLeast(version, other);
  const is4 = from('4.0.0');
  return {
    version: version.replace(/^v?/, 'v'),
    isAtLeast: from,
    nestedNull: (is4 ? from('4.2.1') : from('3.20.2'))
      ? 'where-not-null'
      : from('3.19.5')
        ? 'always'
        : 'where-present',
    dropsNullDefaults: from('4.2.1'),
    mergesDocuments: is4,
    copiesAliased: is4,
    isChartMap: is4,
    valuesType: is4 ? 'common.Values' : 'chartutil.Values',
    newFunctions: new Set(NEW_FUNCTIONS.flatMap(([first, names]) => (from(first) ? names : []))),
    readsEmptyLines: is4 ? from('4.3.0') : from('3.22.0'),
    separator: from('4.3.0') ? 'line' : 'with-space',
    keepsEnd: from('4.2.1'),
    checksApiVersion: is4,
  };
}
