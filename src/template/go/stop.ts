/** Why an evaluation ends early; caught at the module's border, where it becomes a RenderResult. */
export class Stop extends Error {
  readonly kind: 'error' | 'unknowable';
  /** Already placed by the evaluator; an inner place is more useful than an outer one. */
  placed: { readonly start: number; readonly end: number } | undefined = undefined;
  /** The name of the template that the place is in, where templates of several files call each other. */
  template: string | undefined = undefined;
  /** Whether the message is the template author's own: it is shown as it stands. */
  isOwnWords = false;

  constructor(kind: 'error' | 'unknowable', message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The template fails here, as it would in Go. */
export function fail(message: string): never {
  throw new Stop('error', message);
}

/** The answer depends on something a static check cannot see. */
export function unknowable(reason: string): never {
  throw new Stop('unknowable', reason);
}

/** A ration of work shared by everything one rendering does. */
export interface Budget {
  /** Takes `cost` steps; ends the rendering when none are left. */
  spend(cost: number): void;
  /** The longest string that may be made; default: `MAX_LENGTH`. */
  readonly longest?: number;
}

/** Enough for every real template; a hostile one ends within a tenth of a second. */
const MAX_STEPS = 100_000;
/** The longest string a rendering may make, as a whole or on the way. */
export const MAX_LENGTH = 200_000;

/** Enough for thousands of parameter sets or values; what is hostile ends within a second. */
const MAX_TOTAL_STEPS = 3_000_000;

/** A fresh ration; what is taken from it is also taken from the `outer` one. */
export function createBudget(outer?: Budget, steps = MAX_STEPS, longest = MAX_LENGTH): Budget {
  let left = steps;
  return {
    longest,
    spend(cost) {
      left -= cost;
      outer?.spend(cost);
      if (left < 0) tooLarge('too many steps');
    },
  };
}

/** A ration for many renderings together: all of one ApplicationSet, or of one release. */
export const createTotalBudget = (): Budget => createBudget(undefined, MAX_TOTAL_STEPS);

/** What a failed rendering costs beside its steps: unwinding is slow. */
export const FAILURE_COST = 1_000;

/** The template asks for more work, depth or text than any real one. */
export function tooLarge(what: string): never {
  fail(`too large: ${what}`);
}

/** Pays for making a string of `length`. */
export function spendText(budget: Budget, length: number): void {
  if (length > (budget.longest ?? MAX_LENGTH)) tooLarge(`a text of ${length} characters`);
  budget.spend(1 + Math.ceil(length / 64));
}
