import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { splitApiVersion } from '../model/resource.ts';
import type { SchemaFlaw } from '../model/schema/check.ts';
import type { SchemaSource } from '../model/schema/source.ts';
import { code } from '../text/code.ts';
import { nearest } from '../text/nearest.ts';
import { isPlaceholder } from '../text/placeholder.ts';
import { reasonOf } from '../text/reason.ts';
import { schemaFlaw } from '../text/schema-flaw.ts';
import { get, type Plain, toPlain } from '../yaml/access.ts';
import type { LocatedMap } from '../yaml/located.ts';

/** A schema file that is none. */
export interface SchemaError {
  readonly path: string;
  readonly message: string;
}

export interface UserSchemas extends SchemaSource {
  /** Reads the schemas of some kinds, so that bad files are known before anything is checked. */
  load(kinds: Iterable<{ readonly apiVersion: string; readonly kind: string }>): SchemaError[];
}

/**
 * A user's own JSON Schemas, in the layout of https://github.com/datreeio/CRDs-catalog:
 * `<group>/<kind>_<version>.json` in lower case, `core/` for the group without a name. Only those of kinds
 * that are met are read.
 *
 * @param read the text of a file by its path in the directory, undefined where there is none
 */
export function userSchemas(read: (path: string) => string | undefined): UserSchemas {
  const validators = new Map<string, ValidateFunction | undefined>();
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    verbose: true,
    validateFormats: false,
    logger: false,
  });
  const load = (path: string): SchemaError | undefined => {
    if (validators.has(path)) return undefined;
    validators.set(path, undefined);
    const text = read(path);
    if (text === undefined) return undefined;
    try {
      const schema: unknown = JSON.parse(text);
      if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
        return { path, message: 'a JSON Schema is an object' };
      validators.set(path, ajv.compile(schema));
      return undefined;
    } catch (error) {
      return { path, message: reasonOf(error) };
    }
  };
  const validatorOf = (apiVersion: string, kind: string): ValidateFunction | undefined => {
    const path = pathOf(apiVersion, kind);
    load(path);
    return validators.get(path);
  };
  return {
    load: kinds =>
      [...kinds].flatMap(({ apiVersion, kind }) => load(pathOf(apiVersion, kind)) ?? []),
    knows: (apiVersion, kind) => validatorOf(apiVersion, kind) !== undefined,
    check(apiVersion, kind, object) {
      const validate = validatorOf(apiVersion, kind);
      if (!validate) return undefined;
      return validate(withoutNulls(toPlain(object)))
        ? []
        : flaws(validate.errors ?? [], object, kind);
    },
  };
}

function pathOf(apiVersion: string, kind: string): string {
  const { group, version } = splitApiVersion(apiVersion);
  return `${group || 'core'}/${kind}_${version}.json`.toLowerCase();
}

/** Null stands for an absent field, as the API takes it. */
function withoutNulls(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const result: { [key: string]: Plain } = Object.create(null);
  for (const [key, child] of Object.entries(value))
    if (child !== null) result[key] = withoutNulls(child);
  return result;
}

/** Of an alternative that no branch of fits, only that is said, not what each branch says. */
function flaws(errors: readonly ErrorObject[], object: LocatedMap, kind: string): SchemaFlaw[] {
  const branched = errors.filter(({ keyword }) => /^(any|one)Of$/.test(keyword));
  return errors
    .filter(
      error =>
        branched.includes(error) ||
        !branched.some(({ schemaPath }) => error.schemaPath.startsWith(`${schemaPath}/`)),
    )
    .flatMap(error => toFlaw(error, object, kind) ?? []);
}

function toFlaw(error: ErrorObject, object: LocatedMap, kind: string): SchemaFlaw | undefined {
  const steps = error.instancePath.split('/').slice(1).map(unescapePointer);
  const path = steps
    .map(step => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
  const value =
    get(object, ...steps.map(step => (/^\d+$/.test(step) ? Number(step) : step))) ?? object;
  if (value.kind === 'scalar' && isPlaceholder(value.text)) return undefined;
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  const { params } = error;
  if (error.keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    const key = value.kind === 'map' ? value.entries.get(name)?.key : undefined;
    const known = Object.keys(
      (error.parentSchema as { properties?: object } | undefined)?.properties ?? {},
    );
    const meant = nearest(name, known);
    return {
      at: key ?? value,
      path: below(name),
      message: `${kind} has no field \`${below(name)}\``,
      help: meant ? `Did you mean \`${meant}\`?` : undefined,
    };
  }
  if (error.keyword === 'required') {
    const missing = below(String(params.missingProperty));
    return { at: value, path: missing, message: `${kind} needs \`${missing}\`` };
  }
  return {
    at: value,
    path,
    message: `${kind} ${code(path)} ${schemaFlaw(error)}`,
  };
}

const unescapePointer = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');
