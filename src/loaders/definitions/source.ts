import type { JsonObject } from '../../helm/schema/json.ts';
import { member } from '../../helm/schema/json.ts';
import { splitApiVersion } from '../../model/resource.ts';
import { flawsOf, type SchemaFlaw } from '../../model/schema/check.ts';
import type { SchemaSource } from '../../model/schema/source.ts';
import { METADATA } from '../../model/schema/table.ts';
import { createBudget, Stop } from '../../template/go/stop.ts';
import { code, codes } from '../../text/code.ts';
import { getMap, getString } from '../../yaml/access.ts';
import { without } from '../../yaml/build.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import { withDefaults } from './defaults.ts';
import type { Definition, Definitions } from './definitions.ts';
import { expressionFlaws } from './expressions.ts';
import { structuralFlaws } from './structural.ts';

/** Enough for the largest objects; what is hostile ends within a second and says nothing. */
const MAX_STEPS = 200_000;

/** Schemas that definitions of the repository and its charts give; undefined for kinds that they don't define. */
export function definedSchemas(definitions: Definitions): SchemaSource {
  return {
    check(apiVersion, kind, object, isPartial = false) {
      const { group, version } = splitApiVersion(apiVersion);
      const found = definitions.of(group, kind);
      if (found.length === 0) return undefined;
      const [first = [], ...others] = found.map(definition =>
        flawsBy(definition, { version, kind, object, isPartial }),
      );
      // Where several sources bring it, what each of them refuses.
      const flaws = first.filter(({ message }) =>
        others.every(more => more.some(flaw => flaw.message === message)),
      );
      const [byHand] = found.map(item => item.byHand);
      if (byHand === undefined || !found.every(item => item.byHand !== undefined)) return flaws;
      const doubt = `the definition in ${code(byHand)} may not be the one that was applied`;
      return flaws.map(flaw => ({ ...flaw, doubt }));
    },
    knows: (apiVersion, kind) => definitions.has(splitApiVersion(apiVersion).group, kind),
  };
}

interface Asked {
  readonly version: string;
  readonly kind: string;
  readonly object: LocatedMap;
  readonly isPartial: boolean;
}

function flawsBy({ versions }: Definition, asked: Asked): readonly SchemaFlaw[] {
  const { version, kind, object, isPartial } = asked;
  const own = versions.find(({ name }) => name === version);
  if (!own) {
    const at = getString(object, 'apiVersion');
    const served = versions.map(({ name }) => name);
    if (!at || served.length === 0) return [];
    const message = `${kind} is served as ${codes(served)}, not as ${code(version)}`;
    return [
      { at, path: 'apiVersion', message, help: 'Write a version that its definition serves.' },
    ];
  }
  const { schema } = own;
  const metadata = getMap(object, 'metadata');
  const head = metadata ? flawsOf(metadata, METADATA, { kind, path: 'metadata' }) : [];
  if (!schema) return head;
  return [...head, ...bodyFlaws(object, schema, kind, isPartial)];
}

/** What every object has, and what its controller writes. */
const NOT_ASKED = ['apiVersion', 'kind', 'metadata', 'status', 'sops'] as const;

function bodyFlaws(
  object: LocatedMap,
  schema: JsonObject,
  kind: string,
  isPartial: boolean,
): readonly SchemaFlaw[] {
  const at = { kind, path: '', isPartial, budget: createBudget(undefined, MAX_STEPS) };
  try {
    const body = withDefaults(without(object, 'status'), schema);
    if (body.kind !== 'map') return [];
    const asked = without(body, ...NOT_ASKED);
    const flaws = structuralFlaws(asked, bodyOf(schema), at);
    if (flaws.length === 0 && !isPartial) flaws.push(...expressionFlaws(body, schema, at, schema));
    return flaws.map(flaw =>
      flaw.at === asked || flaw.at === body ? { ...flaw, at: object } : flaw,
    );
  } catch (stop) {
    // Too much work, or a pattern that is none here: nothing is known.
    if (stop instanceof Stop || stop instanceof RangeError) return [];
    throw stop;
  }
}

/** The schema without what is asked of every object. */
function bodyOf(schema: JsonObject): JsonObject {
  const required = member(schema, 'required');
  return Array.isArray(required)
    ? { ...schema, required: required.filter(name => !NOT_ASKED.includes(name)) }
    : schema;
}
