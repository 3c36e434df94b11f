/** Why an evaluation ends early; caught at the module's border, where it becomes a RenderResult. */
export class Stop extends Error {
  readonly kind: 'error' | 'unknowable';
  /** Already placed by the evaluator; an inner place is more useful than an outer one. */
  placed: { readonly start: number; readonly end: number } | undefined = undefined;
  /** The name of the template that the place is in, where templates of several files call each other. */
  template: string | undefined = undefined;
  /** Whether the message is the template author's own: it is shown as it stands. */
  isOwnWords = false;
  /** How many templates that call each other it went through: each makes unwinding slower. */
  levels = 0;

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
  /** Whether nothing is left: what would spend more need not start. */
  isSpent(): boolean;
  /** The longest string that may be made; default: `MAX_LENGTH`. */
  readonly longest?: number;
}

/** Enough for every real template; a hostile one ends within a tenth of a second. */
const MAX_STEPS = 100_000;
/** The longest string a rendering may make, as a whole or on the way. */
export const MAX_LENGTH = 200_000;

/** Enough for thousands of parameter sets or values; what is hostile ends within half a second. */
const MAX_TOTAL_STEPS = 2_000_000;

/** A fresh ration; what is taken from it is also taken from the `outer` one. */
export function createBudget(outer?: Budget, steps = MAX_STEPS, longest = MAX_LENGTH): Budget {
  let left = steps;
  return {
    longest,
    spend(cost) {
      left -= cost;
      outer?.spend(cost);
      if (left < 0) tooLarge(TOO_MANY_STEPS);
    },
    isSpent: () => left < 0,
  };
}

/** A ration for many renderings together: all of one ApplicationSet, or of one release. */
export const createTotalBudget = (patience = 1): Budget =>
  createBudget(undefined, MAX_TOTAL_STEPS * patience);

/** What a failed rendering costs beside its steps, and what each template it unwinds through adds. */
const FAILURE_COST = 1_000;
const LEVEL_COST = 100;

/**
 * Takes from the `total` what a failure costs: a whole ration where the template asked for too much, since it will
 * ask again. That there is nothing left to pay with shows in the next rendering.
 */
export function settle({ message, levels }: Stop, total: Budget): void {
  const price = isTooLarge(message) ? MAX_STEPS : FAILURE_COST + levels * LEVEL_COST;
  try {
    total.spend(price);
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
  }
}

/** The template asks for more work, depth or text than any real one. */
export function tooLarge(what: string): never {
  fail(`${TOO_LARGE}: ${what}`);
}

const TOO_LARGE = 'too large';
const TOO_MANY_STEPS = 'too many steps';

/** What a rendering says that nothing is left for. */
export const OUT_OF_STEPS = `${TOO_LARGE}: ${TOO_MANY_STEPS}`;

/** Whether a message is of what is bounded here, and not of what Go would refuse. */
export const isTooLarge = (message: string): boolean => message.startsWith(TOO_LARGE);

/** Pays for making a string of `length`. */
export function spendText(budget: Budget, length: number): void {
  if (length > (budget.longest ?? MAX_LENGTH)) tooLarge(`a text of ${length} characters`);
  budget.spend(1 + Math.ceil(length / 64));
}
