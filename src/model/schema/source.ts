import type { LocatedMap } from '../../yaml/located.ts';
import { flawsOf, type SchemaFlaw } from './check.ts';
import { typeOfKind } from './table.ts';

/** Knows the schemas of kinds. */
export interface SchemaSource {
  /** What the API refuses in an object; undefined for a kind without a schema. */
  check(apiVersion: string, kind: string, object: LocatedMap): readonly SchemaFlaw[] | undefined;
}

/** The schemas that come with the linter: Kubernetes' own kinds and those of well-known operators. */
export const builtInSchemas: SchemaSource = {
  check(apiVersion, kind, object) {
    const type = typeOfKind(apiVersion, kind);
    return type && flawsOf(object, type, { kind, path: '' });
  },
};
