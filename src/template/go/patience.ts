/** How often renderings of one run used up all that they may cost. */
const used = new WeakMap<object, number>();

/** Then a ration is a thousandth. */
const MOST_HALVINGS = 10;

/**
 * What is left of a ration in this run, from 1 down: half of it for each rendering before that used its own up. One
 * chart that asks for too much is an accident; a hundred of them would take a hundred times the time.
 *
 * @param run what is the same for all that one run renders
 */
export const patienceOf = (run: object): number =>
  0.5 ** Math.min(used.get(run) ?? 0, MOST_HALVINGS);

/** Remembers that a rendering used its ration up. */
export const usedUp = (run: object): void => {
  used.set(run, (used.get(run) ?? 0) + 1);
};
