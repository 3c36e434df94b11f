import { RE2JS } from 're2js';
import { type Budget, fail } from './stop.ts';

/** A match as far as templates need it; what did not take part is undefined. */
export type Match = readonly (string | undefined)[] & {
  readonly index: number;
  readonly groups?: Record<string, string> | undefined;
};

/** A pattern compiled once; templates use few different ones. */
const compiled = new Map<string, RE2JS>();
const MAX_COMPILED = 200;

/** All matches by RE2's own algorithm, in linear time, for patterns that JS can't take over. */
export function linearMatches(pattern: string, text: string, budget: Budget): readonly Match[] {
  budget.spend(1 + pattern.length + text.length);
  const matcher = compile(pattern).matcher(text);
  const out: Match[] = [];
  while (matcher.find()) {
    budget.spend(1);
    const groups = Array.from(
      { length: matcher.groupCount() + 1 },
      (_, index) => matcher.group(index) ?? undefined,
    );
    out.push(Object.assign(groups, { index: matcher.start() }));
  }
  return out;
}

/** Whether a pattern matches anywhere in a text, in linear time. */
export function linearTest(pattern: string, text: string, budget: Budget): boolean {
  budget.spend(1 + pattern.length + Math.ceil((pattern.length * text.length) / 64));
  return compile(pattern).matcher(text).find();
}

function compile(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  try {
    const made = RE2JS.compile(pattern);
    if (compiled.size < MAX_COMPILED) compiled.set(pattern, made);
    return made;
  } catch {
    return fail(`error parsing regexp: \`${pattern}\``);
  }
}
