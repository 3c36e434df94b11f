import { type At, descend, type Evaluation } from './evaluation.ts';
import { equalityKey, type Instance, isArray, type Json, type JsonObject, member } from './json.ts';
import { withoutSeen } from './maps.ts';
import { type Flaw, isFine, isRefused, refused, seeing, UNKNOWN, type Verdict } from './verdict.ts';

/** What the keywords for lists say. */
export function listVerdicts(
  evaluation: Evaluation,
  schema: JsonObject,
  value: readonly Instance[],
  at: At,
): readonly Verdict[] {
  const { draft } = at.resource;
  const items = member(schema, 'items');
  const first = draft >= 2020 ? member(schema, 'prefixItems') : items;
  const prefix = isArray(first) ? first : [];
  const rest = draft >= 2020 || !isArray(items) ? items : member(schema, 'additionalItems');
  const verdicts: Verdict[] = [refused(...sizeFlaws(schema, value, at))];
  const seen = new Set<number>();
  for (const [index, item] of value.entries()) {
    const below: Json | undefined = index < prefix.length ? prefix[index] : rest;
    if (below === undefined) continue;
    seen.add(index);
    verdicts.push(withoutSeen(descend(evaluation, below, item, at, index)));
  }
  const contains = draft >= 6 ? member(schema, 'contains') : undefined;
  if (contains !== undefined) verdicts.push(containing(evaluation, contains, schema, value, at));
  return seen.size > 0 ? [...verdicts, seeing(seen)] : verdicts;
}

function sizeFlaws(schema: JsonObject, value: readonly Instance[], { path }: At): Flaw[] {
  const flaws: Flaw[] = [];
  const [least, most] = [member(schema, 'minItems'), member(schema, 'maxItems')];
  if (typeof least === 'number' && value.length < least) {
    const message = least === 1 ? 'must not be empty' : `must have at least ${least} items`;
    flaws.push({ path, keyword: 'minItems', message });
  }
  if (typeof most === 'number' && value.length > most)
    flaws.push({ path, keyword: 'maxItems', message: `must have at most ${most} items` });
  if (member(schema, 'uniqueItems') === true) {
    if (new Set(value.map(equalityKey)).size < value.length)
      flaws.push({ path, keyword: 'uniqueItems', message: 'must not have an item twice' });
  }
  return flaws;
}

function containing(
  evaluation: Evaluation,
  contains: Json,
  schema: JsonObject,
  value: readonly Instance[],
  at: At,
): Verdict {
  const { draft } = at.resource;
  const verdicts = value.map((item, index) => descend(evaluation, contains, item, at, index));
  const fine = new Set(verdicts.flatMap((verdict, index) => (isFine(verdict) ? [index] : [])));
  const open = verdicts.filter(verdict => !isFine(verdict) && !isRefused(verdict)).length;
  const [low, high] =
    draft >= 2019 ? [member(schema, 'minContains'), member(schema, 'maxContains')] : [];
  const least = typeof low === 'number' ? low : 1;
  const most = typeof high === 'number' ? high : Number.POSITIVE_INFINITY;
  const { path } = at;
  if (fine.size + open < least)
    return refused({ path, keyword: 'contains', message: 'lacks an item that it needs' });
  if (fine.size > most)
    return refused({ path, keyword: 'maxContains', message: 'has too many items of a kind' });
  if (fine.size < least || fine.size + open > most) return UNKNOWN;
  return { ...seeing(draft >= 2020 ? fine : new Set()), isOpen: open > 0 };
}
