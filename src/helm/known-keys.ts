/** Under this key stands the chart that gets the values of a map, which it may know more of. */
export const CHART = '$chart';

/** Under this key stands what is known of any item of a list, or of what is below any key. */
export const ITEM = '$item';

/** Under this key stands in which versions there is the map itself: see `KnownKeys`. */
export const SPAN = '$in';

/**
 * The keys of a map of values: what is below each, 1 where that may be anything. A text is 1 for some
 * versions: `>1.2` is not there up to that minor release, `<2.0` is gone after that one.
 */
export interface KnownKeys {
  readonly [key: string]: KnownKeys | 1 | string;
}
