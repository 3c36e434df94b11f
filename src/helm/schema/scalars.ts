import { isMultiple, type JsonObject, member } from './json.ts';
import type { Flaw, Path } from './verdict.ts';

/** What the bounds of a schema refuse in a number. */
export function numberFlaws(schema: JsonObject, value: number, path: Path | undefined): Flaw[] {
  const flaws: Flaw[] = [];
  const bound = (name: string): number | undefined => {
    const given = member(schema, name);
    return typeof given === 'number' ? given : undefined;
  };
  const refuse = (keyword: string, message: string) => flaws.push({ path, keyword, message });
  // In draft 4 the exclusive ones say true of the others.
  const [low, high] = [bound('minimum'), bound('maximum')];
  const isOpenBelow = member(schema, 'exclusiveMinimum') === true;
  const isOpenAbove = member(schema, 'exclusiveMaximum') === true;
  const above = isOpenBelow ? low : bound('exclusiveMinimum');
  const below = isOpenAbove ? high : bound('exclusiveMaximum');
  if (low !== undefined && !isOpenBelow && value < low)
    refuse('minimum', `must be at least ${low}`);
  if (high !== undefined && !isOpenAbove && value > high)
    refuse('maximum', `must be at most ${high}`);
  if (above !== undefined && value <= above)
    refuse('exclusiveMinimum', `must be more than ${above}`);
  if (below !== undefined && value >= below)
    refuse('exclusiveMaximum', `must be less than ${below}`);
  const factor = bound('multipleOf');
  if (factor !== undefined && !isMultiple(value, factor))
    refuse('multipleOf', `must be a multiple of ${factor}`);
  return flaws;
}

/** What the lengths of a schema refuse in a text; its pattern is another matter. */
export function textFlaws(schema: JsonObject, value: string, path: Path | undefined): Flaw[] {
  const flaws: Flaw[] = [];
  const [least, most] = [member(schema, 'minLength'), member(schema, 'maxLength')];
  if (typeof least !== 'number' && typeof most !== 'number') return flaws;
  const length = [...value].length;
  if (typeof least === 'number' && length < least) {
    const message = least === 1 ? 'must not be empty' : `must have at least ${least} characters`;
    flaws.push({ path, keyword: 'minLength', message });
  }
  if (typeof most === 'number' && length > most)
    flaws.push({ path, keyword: 'maxLength', message: `must have at most ${most} characters` });
  return flaws;
}
