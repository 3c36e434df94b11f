import type { At, Evaluation } from './evaluation.ts';
import { type Instance, isArray, type Json, type JsonObject, member } from './json.ts';
import {
  all,
  anyOf,
  FINE,
  isFine,
  isRefused,
  oneOf,
  refused,
  UNKNOWN,
  type Verdict,
} from './verdict.ts';
import { closest } from './words.ts';

/** What the keywords say that put schemas together. */
export function combined(
  evaluation: Evaluation,
  schema: JsonObject,
  value: Instance,
  at: At,
): readonly Verdict[] {
  const { path } = at;
  const say = (below: Json): Verdict => evaluation.evaluate(below, value, at);
  const several = (key: string): readonly Verdict[] | undefined => {
    const schemas = member(schema, key);
    return isArray(schemas) ? schemas.map(say) : undefined;
  };
  const verdicts: Verdict[] = [];
  const not = member(schema, 'not');
  if (not !== undefined) verdicts.push(negated(say(not), at));
  verdicts.push(...(several('allOf') ?? []));
  const any = several('anyOf');
  if (any) verdicts.push(anyOf(any, () => closest(any, path, 'anyOf')));
  const one = several('oneOf');
  if (one) {
    const message = 'fits more than one of the forms that the schema allows';
    verdicts.push(
      oneOf(
        one,
        () => closest(one, path, 'oneOf'),
        () => ({ path, keyword: 'oneOf', message }),
      ),
    );
  }
  if (at.resource.draft >= 7) verdicts.push(conditional(schema, say));
  return verdicts;
}

function negated(verdict: Verdict, { path }: At): Verdict {
  if (isRefused(verdict)) return FINE;
  if (!isFine(verdict)) return UNKNOWN;
  return refused({ path, keyword: 'not', message: 'is what the schema excludes' });
}

function conditional(schema: JsonObject, say: (below: Json) => Verdict): Verdict {
  const condition = member(schema, 'if');
  if (condition === undefined) return FINE;
  const verdict = say(condition);
  const [then, otherwise] = [member(schema, 'then'), member(schema, 'else')];
  if (isRefused(verdict)) return otherwise === undefined ? FINE : say(otherwise);
  if (!isFine(verdict)) return UNKNOWN;
  return then === undefined ? verdict : all([verdict, say(then)]);
}
