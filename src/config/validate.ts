import { Ajv, type ErrorObject } from 'ajv';
import schema from '../../schemas/pitower-lint.schema.json' with { type: 'json' };
import { get, getEntry, toPlain } from '../model/access.ts';
import { type LocatedMap, placeOf } from '../model/located.ts';
import { didYouMean } from '../text/nearest.ts';
import { listing } from '../text/plural.ts';
import type { PolicyError } from './load.ts';
import type { PolicyFile } from './policy.ts';

/** Checks a policy file against its JSON Schema; each error names a place in the file. */
export function validatePolicy(
  located: LocatedMap,
): { policy: PolicyFile } | { errors: readonly PolicyError[] } {
  // The schema is our own, generated and tested: checking and optimising it at each start is waste.
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });
  const validate = ajv.compile<PolicyFile>(schema);
  const plain = toPlain(located);
  if (validate(plain)) return { policy: plain as PolicyFile };
  // A union reports each branch that failed; the most specific message is the useful one.
  const errors = (validate.errors ?? []).filter(error => !['anyOf', 'if'].includes(error.keyword));
  const deepest = errors.filter(
    error =>
      !errors.some(
        other => other !== error && other.instancePath.startsWith(`${error.instancePath}/`),
      ),
  );
  const byPlace = new Map(
    deepest.map(error => [describe(located, error).at.start, describe(located, error)]),
  );
  return { errors: [...byPlace.values()].sort((a, b) => a.at.start - b.at.start) };
}

function describe(located: LocatedMap, error: ErrorObject): PolicyError {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const value = get(located, ...path.map(asIndex)) ?? located;
  if (error.keyword === 'additionalProperties') {
    const name = String(error.params.additionalProperty);
    const at = getEntry(located, ...path, name)?.key ?? value;
    const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
    const help = didYouMean(name, known) ?? `known keys: ${listing(known)}`;
    const what = path[0] === 'rules' && path.length === 1 ? 'rule' : 'key';
    return {
      at: placeOf(at),
      message: `unknown ${what} "${name}"`,
      help: what === 'rule' ? (didYouMean(name, known) ?? 'pitower-lint rules lists them') : help,
    };
  }
  const name = path.at(-1);
  const subject = name === undefined ? 'the policy' : `"${name}"`;
  if (error.keyword === 'enum') {
    const allowed = (error.params.allowedValues as unknown[]).map(String);
    const written = value.kind === 'scalar' ? value.text : '';
    const suggestion = didYouMean(written, allowed);
    return {
      at: placeOf(value),
      message: `${subject} must be ${listing(allowed, 'or')}`,
      ...(suggestion && { help: suggestion }),
    };
  }
  return { at: placeOf(value), message: `${subject} ${error.message ?? 'is not valid'}` };
}

const unescapePointer = (segment: string): string =>
  segment.replace(/~1/g, '/').replace(/~0/g, '~');
const asIndex = (segment: string): string | number =>
  /^\d+$/.test(segment) ? Number(segment) : segment;
