/** A piece of a glob: one character, any number of characters, or a choice of sequences. */
export type GlobNode =
  | { readonly kind: 'one'; readonly test: CharacterTest }
  | { readonly kind: 'many'; readonly test: CharacterTest }
  | { readonly kind: 'choice'; readonly options: readonly GlobSequence[] };

export type GlobSequence = readonly GlobNode[];
export type CharacterTest = (codePoint: number) => boolean;

/** What matching a text against a pattern answers; a malformed pattern is an answer of its own. */
export type MatchResult = 'match' | 'no-match' | 'bad-pattern';

const SLASH = 47;

export const anyCharacter: CharacterTest = () => true;
export const notSlash: CharacterTest = code => code !== SLASH;

/** The one-character piece of a literal. */
export function literal(char: string): GlobNode {
  const wanted = char.codePointAt(0);
  return { kind: 'one', test: code => code === wanted };
}

type Instruction =
  | { readonly op: 'character'; readonly test: CharacterTest }
  | { op: 'split'; first: number; second: number }
  | { readonly op: 'match' };

/** A compiled glob: a small state machine. */
export type GlobProgram = readonly Instruction[];

/** Compiles a sequence for `runGlob`. */
export function compileGlob(sequence: GlobSequence): GlobProgram {
  const program: Instruction[] = [];
  emit(program, sequence);
  program.push({ op: 'match' });
  return program;
}

function emit(program: Instruction[], sequence: GlobSequence): void {
  for (const node of sequence) {
    if (node.kind === 'one') program.push({ op: 'character', test: node.test });
    else if (node.kind === 'many') emitMany(program, node.test);
    else emitChoice(program, node.options);
  }
}

function emitMany(program: Instruction[], test: CharacterTest): void {
  const at = program.length;
  program.push({ op: 'split', first: at + 1, second: at + 3 });
  program.push({ op: 'character', test });
  program.push({ op: 'split', first: at, second: at });
}

function emitChoice(program: Instruction[], options: readonly GlobSequence[]): void {
  const exits: { first: number; second: number }[] = [];
  for (const [index, option] of options.entries()) {
    const isLast = index === options.length - 1;
    const split = { op: 'split' as const, first: program.length + 1, second: program.length + 1 };
    program.push(split);
    emit(program, option);
    const exit = { op: 'split' as const, first: 0, second: 0 };
    program.push(exit);
    exits.push(exit);
    if (!isLast) split.second = program.length;
  }
  for (const exit of exits) {
    exit.first = program.length;
    exit.second = program.length;
  }
}

/**
 * Whether the program matches the whole text. All states advance together, so the time is linear
 * in text times pattern, whatever the pattern.
 */
export function runGlob(program: GlobProgram, text: string): boolean {
  let states = new Set<number>();
  enter(program, states, 0);
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const next = new Set<number>();
    for (const state of states) {
      const instruction = program[state];
      if (instruction?.op === 'character' && instruction.test(code)) {
        enter(program, next, state + 1);
      }
    }
    if (next.size === 0) return false;
    states = next;
  }
  return states.has(program.length - 1);
}

/** Adds a state with everything reachable from it without reading. */
function enter(program: GlobProgram, states: Set<number>, start: number): void {
  const pending = [start];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    if (states.has(state)) continue;
    states.add(state);
    const instruction = program[state];
    if (instruction?.op === 'split') pending.push(instruction.first, instruction.second);
  }
}
