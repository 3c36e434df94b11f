import { linearTest } from '../../template/go/re2.ts';
import type { Budget } from '../../template/go/stop.ts';
import { combined } from './combined.ts';
import type { Documents, Resource, Target } from './documents.ts';
import { type At, descend, type Evaluation, type Scope } from './evaluation.ts';
import { FORMATS } from './formats.ts';
import {
  equalityKey,
  type Instance,
  isArray,
  isInstanceList,
  isInstanceMap,
  isObject,
  isType,
  type Json,
  type JsonObject,
  member,
  typeOf,
} from './json.ts';
import { listVerdicts } from './lists.ts';
import { mapVerdicts } from './maps.ts';
import { numberFlaws, textFlaws } from './scalars.ts';
import { all, FINE, isFine, refused, UNKNOWN, type Verdict } from './verdict.ts';
import { asList, noneOf, wrongType } from './words.ts';

type Found = Exclude<Target, string>;

/** References that lead in a circle end here; no chart's values are as deep. */
const MAX_DEPTH = 300;

/**
 * What a schema says of a value.
 * https://github.com/santhosh-tekuri/jsonschema/blob/v6.0.2/validator.go
 */
function evaluate(evaluation: Evaluation, schema: Json, value: Instance, at: At): Verdict {
  evaluation.budget.spend(1);
  if (schema === true) return FINE;
  const { path } = at;
  if (schema === false)
    return refused({ path, keyword: 'false', message: 'must not be given at all' });
  if (!isObject(schema) || at.depth > MAX_DEPTH) return UNKNOWN;
  const here = within(evaluation, schema, at);
  const { draft } = here.resource;
  const isReference = draft < 2019 && typeof member(schema, '$ref') === 'string';
  // Beside a reference nothing counts in the older drafts.
  if (isReference) return referred(evaluation, schema, '$ref', value, here);
  const own = ownVerdict(evaluation, schema, value, here);
  if (own.flaws.length > 0) return own;
  const verdicts = [own, ...typedVerdicts(evaluation, schema, value, here)];
  if (draft >= 2019) {
    for (const key of ['$ref', '$recursiveRef', '$dynamicRef']) {
      if (typeof member(schema, key) !== 'string') continue;
      verdicts.push(referred(evaluation, schema, key, value, here));
    }
  }
  verdicts.push(...combined(evaluation, schema, value, here));
  const verdict = all(verdicts);
  return draft >= 2019 ? unevaluated(evaluation, schema, value, here, verdict) : verdict;
}

function within({ documents }: Evaluation, schema: JsonObject, at: At): At {
  const resource = documents.resourceOf(schema, at.resource);
  const depth = at.depth + 1;
  if (resource === at.resource) return { ...at, depth };
  return { ...at, depth, resource, scope: { resource, outer: at.scope } };
}

/** Type, constant, alternatives and format: where one of them is wrong, nothing else is said. */
function ownVerdict(
  { budget }: Evaluation,
  schema: JsonObject,
  value: Instance,
  { path, resource: { draft } }: At,
): Verdict {
  const types = asList(member(schema, 'type'));
  if (types.length > 0 && !types.some(type => isType(value, type))) {
    return refused({ path, ...wrongType(types, typeOf(value)) });
  }
  const constant = draft >= 6 ? member(schema, 'const') : undefined;
  if (constant !== undefined && equalityKey(constant) !== equalityKey(value)) {
    return refused({ path, ...noneOf('const', [constant]) });
  }
  const allowed = member(schema, 'enum');
  if (isArray(allowed)) {
    budget.spend(allowed.length);
    const key = equalityKey(value);
    if (!allowed.some(item => equalityKey(item) === key))
      return refused({ path, ...noneOf('enum', allowed) });
  }
  const format = member(schema, 'format');
  if (typeof format !== 'string' || typeof value !== 'string' || draft >= 2019) return FINE;
  const check = FORMATS.get(format);
  const isOfFormat = check ? check(value) : true;
  if (isOfFormat === false)
    return refused({ path, keyword: 'format', message: `must be a valid \`${format}\`` });
  return isOfFormat ? FINE : UNKNOWN;
}

function typedVerdicts(
  evaluation: Evaluation,
  schema: JsonObject,
  value: Instance,
  at: At,
): readonly Verdict[] {
  if (isInstanceMap(value)) return mapVerdicts(evaluation, schema, value, at);
  if (isInstanceList(value)) return listVerdicts(evaluation, schema, value, at);
  if (typeof value === 'number') return [refused(...numberFlaws(schema, value, at.path))];
  if (typeof value !== 'string') return [];
  const pattern = member(schema, 'pattern');
  const flaws = textFlaws(schema, value, at.path);
  if (typeof pattern === 'string' && !linearTest(pattern, value, evaluation.budget))
    flaws.push({ path: at.path, keyword: 'pattern', message: `must match \`${pattern}\`` });
  return [refused(...flaws)];
}

function referred(
  evaluation: Evaluation,
  schema: JsonObject,
  key: string,
  value: Instance,
  at: At,
): Verdict {
  const reference = String(member(schema, key));
  const target = evaluation.documents.resolve(at.resource, reference);
  if (typeof target === 'string') return UNKNOWN;
  const { schema: found, resource } = dynamicTarget(key, reference, target, at.scope);
  return evaluation.evaluate(found, value, {
    ...at,
    resource,
    scope: resource === at.resource ? at.scope : { resource, outer: at.scope },
    depth: at.depth + 1,
  });
}

/** A dynamic reference that leads to a dynamic anchor is for the outermost resource that has one. */
function dynamicTarget(key: string, reference: string, target: Found, from: Scope): Found {
  const anchor = reference.slice(reference.indexOf('#') + 1);
  const inResource = (resource: Resource): Json | undefined =>
    key === '$dynamicRef'
      ? resource.dynamic.get(anchor)
      : resource.isRecursive
        ? resource.root
        : undefined;
  if (key === '$ref' || inResource(target.resource) !== target.schema) return target;
  let found = target;
  for (let scope: Scope | undefined = from; scope; scope = scope.outer) {
    const schema = inResource(scope.resource);
    if (schema !== undefined) found = { schema, resource: scope.resource };
  }
  return found;
}

/** What no other keyword had to do with. */
function unevaluated(
  evaluation: Evaluation,
  schema: JsonObject,
  value: Instance,
  at: At,
  verdict: Verdict,
): Verdict {
  const entries: readonly (readonly [string | number, Instance])[] = isInstanceMap(value)
    ? [...value]
    : isInstanceList(value)
      ? [...value.entries()]
      : [];
  const rest = member(schema, isInstanceMap(value) ? 'unevaluatedProperties' : 'unevaluatedItems');
  if (rest === undefined || entries.length === 0) return verdict;
  const left = entries.filter(([key]) => !verdict.seen.has(key));
  const verdicts = left.map(([key, item]) => descend(evaluation, rest, item, at, key));
  const isSettled = verdict.flaws.length === 0 && !verdict.isOpen;
  if (!isSettled && !verdicts.every(isFine)) return { ...verdict, isUnknown: true, isOpen: true };
  const flaws = verdicts.flatMap(({ flaws }) => flaws);
  return all([verdict, { ...all(verdicts), flaws, seen: new Set(entries.map(([key]) => key)) }]);
}

/** What a schema says of a value as a whole. */
export function validate(documents: Documents, value: Instance, budget: Budget): Verdict {
  const evaluation: Evaluation = {
    documents,
    budget,
    evaluate: (schema, item, at) => evaluate(evaluation, schema, item, at),
  };
  const { root } = documents;
  const scope = { resource: root, outer: undefined };
  return evaluate(evaluation, root.root, value, {
    path: undefined,
    resource: root,
    scope,
    depth: 0,
  });
}
