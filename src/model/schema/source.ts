import type { LocatedMap } from '../../yaml/located.ts';
import { flawsOf, type SchemaFlaw } from './check.ts';
import { isOfOperator, typeOfKind } from './table.ts';

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
  /** Whether it has a schema of a kind. */
  knows(apiVersion: string, kind: string): boolean;
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
  // The last are at hand; others have files to read.
  knows: (...asked) => sources.findLast(source => source?.knows(...asked)) !== undefined,
});

/** The schemas that come with the linter: Kubernetes' own kinds and those of well-known operators. */
export const builtInSchemas: SchemaSource = {
  check(apiVersion, kind, object) {
    const type = typeOfKind(apiVersion, kind);
    if (!type) return undefined;
    const flaws = flawsOf(object, type, { kind, path: '' });
    return GROWING.test(apiVersion) || isOfOperator(apiVersion, kind) ? flaws.map(doubted) : flaws;
  },
  knows: (apiVersion, kind) => typeOfKind(apiVersion, kind) !== undefined,
};

/** Operators of schemas/objects.json whose kinds get new fields with every release, also in a version that is there. */
const GROWING = /(?:^|\.)(?:cilium\.io|cert-manager\.io|external-secrets\.io|coreos\.com)\//;

/** A field that is not even like a known one may be of a release that is newer than the schema. */
const doubted = (flaw: SchemaFlaw): SchemaFlaw =>
  flaw.unknown && flaw.help === undefined
    ? { ...flaw, doubt: 'a newer release of the operator may have it' }
    : flaw;
