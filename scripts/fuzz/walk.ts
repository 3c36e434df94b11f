import { type Depth, EVERYTHING, type Examined, examine } from './examine.ts';
import { type Input, seedInputs } from './input.ts';
import { mutated } from './mutate.ts';
import { randomOf } from './random.ts';

/** As many inputs as are kept to be changed further. */
const MAX_KEPT = 400;

export interface Step {
  readonly index: number;
  readonly input: Input;
  /** Examines it; what it says decides what comes next. */
  run(): Examined;
}

/**
 * Inputs without an end, each a seed or what came out of one, changed. Those that make the linter say what nothing
 * before did are changed further. One seed, one sequence.
 */
export function* walk(root: string, seed: number): Generator<Step> {
  const seeds = seedInputs(root);
  // The large ones would take most of the time.
  const small = seeds.filter(input => sizeOf(input) < 3_000);
  const random = randomOf(seed);
  const kept: Input[] = [];
  const heard = new Set<string>();
  for (let index = 0; ; index++) {
    const from = random.oneIn(3000) ? seeds : kept.length > 0 && random.oneIn(3) ? kept : small;
    const input = mutated(small, random.of(from) ?? {}, random);
    const depth: Depth = random.oneIn(200)
      ? EVERYTHING
      : {
          formats: random.oneIn(40),
          fixes: random.oneIn(40),
          baseline: random.oneIn(40),
          readers: random.oneIn(20),
        };
    yield {
      index,
      input,
      run() {
        const examined = examine(input, depth);
        const isNew = [...examined.said].filter(word => !heard.has(word));
        for (const word of isNew) heard.add(word);
        if (isNew.length > 0 && sizeOf(input) < 5_000) {
          if (kept.length < MAX_KEPT) kept.push(input);
          else kept[random.below(MAX_KEPT)] = input;
        }
        return examined;
      },
    };
  }
}

const sizeOf = (input: Input): number =>
  Object.values(input).reduce((sum, content) => sum + content.length, 0);
