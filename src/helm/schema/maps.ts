import { linearTest } from '../../template/go/re2.ts';
import { type At, descend, type Evaluation } from './evaluation.ts';
import { type Instance, isArray, isObject, type Json, type JsonObject, member } from './json.ts';
import { FINE, type Flaw, refused, seeing, type Verdict } from './verdict.ts';

type InstanceMap = ReadonlyMap<string, Instance>;

const entriesOf = (schema: JsonObject, key: string): readonly (readonly [string, Json])[] => {
  const value = member(schema, key);
  return isObject(value) ? Object.entries(value) : [];
};

/** What the keywords for maps say. */
export function mapVerdicts(
  evaluation: Evaluation,
  schema: JsonObject,
  value: InstanceMap,
  at: At,
): readonly Verdict[] {
  const { draft } = at.resource;
  const verdicts: Verdict[] = [refused(...sizeFlaws(schema, value, at))];
  for (const [name, dependency] of entriesOf(schema, 'dependencies')) {
    if (!value.has(name)) continue;
    if (isArray(dependency)) verdicts.push(refused(...missing(dependency, value, at, name)));
    else verdicts.push(evaluation.evaluate(dependency, value, at));
  }
  verdicts.push(...entryVerdicts(evaluation, schema, value, at));
  const names = draft >= 6 ? member(schema, 'propertyNames') : undefined;
  if (names !== undefined) {
    for (const name of value.keys()) verdicts.push(nameVerdict(evaluation, names, name, at));
  }
  if (draft < 2019) return verdicts;
  for (const [name, below] of entriesOf(schema, 'dependentSchemas'))
    if (value.has(name)) verdicts.push(evaluation.evaluate(below, value, at));
  for (const [name, needed] of entriesOf(schema, 'dependentRequired'))
    if (value.has(name)) verdicts.push(refused(...missing(needed, value, at, name)));
  return verdicts;
}

function sizeFlaws(schema: JsonObject, value: InstanceMap, at: At): Flaw[] {
  const { path } = at;
  const flaws = missing(member(schema, 'required') ?? [], value, at);
  const [least, most] = [member(schema, 'minProperties'), member(schema, 'maxProperties')];
  if (typeof least === 'number' && value.size < least)
    flaws.push({ path, keyword: 'minProperties', message: `must have at least ${least} keys` });
  if (typeof most === 'number' && value.size > most)
    flaws.push({ path, keyword: 'maxProperties', message: `must have at most ${most} keys` });
  return flaws;
}

function missing(needed: Json, value: InstanceMap, { path }: At, because?: string): Flaw[] {
  const names = isArray(needed) ? needed : [];
  const why = because === undefined ? '' : ` beside \`${because}\``;
  return names.flatMap(name =>
    typeof name === 'string' && !value.has(name)
      ? [{ path, keyword: 'required', message: `needs \`${name}\`${why}` }]
      : [],
  );
}

function entryVerdicts(
  evaluation: Evaluation,
  schema: JsonObject,
  value: InstanceMap,
  at: At,
): Verdict[] {
  const properties = member(schema, 'properties');
  const patterns = entriesOf(schema, 'patternProperties');
  const rest = member(schema, 'additionalProperties');
  const verdicts: Verdict[] = [];
  const seen = new Set<string>();
  for (const [name, item] of value) {
    const own = isObject(properties) ? member(properties, name) : undefined;
    const matching = patterns.filter(([pattern]) => linearTest(pattern, name, evaluation.budget));
    const below = [...(own === undefined ? [] : [own]), ...matching.map(([, found]) => found)];
    if (below.length > 0 || rest !== undefined) seen.add(name);
    if (below.length === 0 && rest === false) {
      verdicts.push(refused(additional(name, properties, at)));
      continue;
    }
    if (below.length === 0 && rest !== undefined) below.push(rest);
    for (const found of below)
      verdicts.push(withoutSeen(descend(evaluation, found, item, at, name)));
  }
  return seen.size > 0 ? [...verdicts, seeing(seen)] : verdicts;
}

const additional = (name: string, properties: Json | undefined, at: At): Flaw => ({
  path: at.path,
  keyword: 'additionalProperties',
  key: name,
  known: isObject(properties) ? Object.keys(properties) : [],
  message: `has no key \`${name}\``,
});

function nameVerdict(evaluation: Evaluation, names: Json, name: string, at: At): Verdict {
  const verdict = withoutSeen(evaluation.evaluate(names, name, at));
  const flaws = verdict.flaws.map(flaw => ({
    ...flaw,
    key: name,
    message: `has the key \`${name}\`, which ${flaw.message}`,
  }));
  return { ...verdict, flaws };
}

/** What is seen below says nothing of what is seen here. */
export const withoutSeen = (verdict: Verdict): Verdict =>
  verdict.seen.size === 0 && (!verdict.isOpen || verdict.isUnknown)
    ? verdict
    : { ...verdict, seen: FINE.seen, isOpen: verdict.isUnknown };
