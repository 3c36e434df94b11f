/** Chance that a seed decides: the same seed, the same numbers. */
export interface Random {
  /** A whole number below a bound. */
  below(bound: number): number;
  /** One of some things; undefined of none. */
  of<T>(list: readonly T[]): T | undefined;
  /** True once in so many times. */
  oneIn(times: number): boolean;
}

/** Mulberry32: 32 bits of state, enough to walk through inputs. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { below, of: list => list[below(list.length)], oneIn: times => below(times) === 0 };
}
