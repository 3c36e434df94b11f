import type { LocatedMap } from '../../yaml/located.ts';
import { flawsOf, type SchemaFlaw } from './check.ts';
import { typeOfKind } from './table.ts';

/** Knows the schemas of kinds. */
export interface SchemaSource {
  /**
   * What the API refuses in an object; undefined for a kind without a schema.
   *
   * @param isPartial whether the object may have fields that are not seen
   */
  check(
    apiVersion: string,
    kind: string,
    object: LocatedMap,
    isPartial?: boolean,
  ): readonly SchemaFlaw[] | undefined;
}

/** The first of several sources that knows a kind has the word. */
export const firstOf = (...sources: readonly (SchemaSource | undefined)[]): SchemaSource => ({
  check(...asked) {
    for (const source of sources) {
      const flaws = source?.check(...asked);
      if (flaws) return flaws;
    }
    return undefined;
  },
});

/** The schemas that come with the linter: Kubernetes' own kinds and those of well-known operators. */
export const builtInSchemas: SchemaSource = {
  check(apiVersion, kind, object) {
    const type = typeOfKind(apiVersion, kind);
    return type && flawsOf(object, type, { kind, path: '' });
  },
};
