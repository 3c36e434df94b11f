import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import schema from '../../schemas/pitower-lint.schema.json' with { type: 'json' };
import { code, codes } from '../text/code.ts';
import { didYouMean } from '../text/nearest.ts';
import { schemaFlaw } from '../text/schema-flaw.ts';
import { get, toPlain } from '../yaml/access.ts';
import { type LocatedMap, placeOf } from '../yaml/located.ts';
import type { PolicyFile } from './policy.ts';
import type { PolicyError } from './policy-error.ts';
import { keysOf, schemaFor } from './schema-for.ts';
import { valueErrors } from './values.ts';

/** Checks a policy file against its JSON Schema, and its values; each error names a place in the file. */
export function validatePolicy(
  located: LocatedMap,
): { policy: PolicyFile } | { errors: readonly PolicyError[] } {
  const plain = toPlain(located);
  const validate = validatorOf(plain);
  const isShaped = validate(plain);
  const wrong = valueErrors(located);
  if (isShaped && wrong.length === 0) return { policy: plain as PolicyFile };
  const errors = (validate.errors ?? [])
    .filter(
      ({ keyword, data }) =>
        keyword !== 'anyOf' && !(keyword === 'enum' && typeof data === 'object'),
    )
    .sort((a, b) => rank(a) - rank(b));
  // A union reports each branch that failed: the most telling message of a place is the useful one.
  const byPlace = new Map<number, PolicyError>();
  for (const error of errors) {
    const described = describe(located, error);
    if (!byPlace.has(described.at.start)) byPlace.set(described.at.start, described);
  }
  for (const error of wrong) {
    if (!byPlace.has(error.at.start)) byPlace.set(error.at.start, error);
  }
  return { errors: [...byPlace.values()].sort((a, b) => a.at.start - b.at.start) };
}

let last: { readonly keys: string; readonly validate: ValidateFunction<PolicyFile> } | undefined;

/**
 * What checks a policy, for the keys that it has: compiling the options of all rules takes longer than linting a
 * small repository. The schema is our own, generated and tested: checking and optimising it at each start is waste.
 */
function validatorOf(plain: unknown): ValidateFunction<PolicyFile> {
  const present = new Set(keysOf(plain));
  const keys = [...present].sort().join('\n');
  if (last?.keys !== keys) {
    const ajv = new Ajv({
      allErrors: true,
      verbose: true,
      allowUnionTypes: true,
      meta: false,
      validateSchema: false,
      code: { optimize: false },
    });
    last = { keys, validate: ajv.compile<PolicyFile>(schemaFor(schema, present)) };
  }
  return last.validate;
}

const RANK = ['additionalProperties', 'enum'];
const rank = ({ keyword }: ErrorObject): number =>
  RANK.includes(keyword) ? RANK.indexOf(keyword) : RANK.length;

function describe(located: LocatedMap, error: ErrorObject): PolicyError {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const value = get(located, ...path.map(asIndex)) ?? located;
  if (error.keyword === 'additionalProperties') {
    const name = String(error.params.additionalProperty);
    const at = (value.kind === 'map' ? value.entries.get(name)?.key : undefined) ?? value;
    const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
    const help = didYouMean(name, known) ?? `Known keys: ${codes(known)}.`;
    const what = isRules(path) ? 'rule' : 'key';
    return {
      at: placeOf(at),
      message: `unknown ${what} \`${name}\``,
      help:
        what === 'rule' ? (didYouMean(name, known) ?? '`pitower-lint rules` lists them.') : help,
    };
  }
  const name = path.at(-1);
  const subject = name === undefined ? 'the policy' : code(name);
  if (error.keyword === 'enum') {
    const allowed = (error.params.allowedValues as unknown[]).map(String);
    const written = value.kind === 'scalar' ? value.text : '';
    const suggestion = didYouMean(written, allowed);
    return {
      at: placeOf(value),
      message: `${subject} must be ${codes(allowed, 'or')}`,
      ...(suggestion && { help: suggestion }),
    };
  }
  return { at: placeOf(value), message: `${subject} ${schemaFlaw(error)}` };
}

/** Whether rules are named at a path: at the top, or in an override. */
const isRules = (path: readonly string[]): boolean =>
  path.at(-1) === 'rules' && (path.length === 1 || (path.length === 3 && path[0] === 'overrides'));

const unescapePointer = (segment: string): string =>
  segment.replace(/~1/g, '/').replace(/~0/g, '~');
const asIndex = (segment: string): string | number =>
  /^\d+$/.test(segment) ? Number(segment) : segment;
