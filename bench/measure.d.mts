/** What a run took: CPU milliseconds, and MiB of memory at most. */
export interface Usage {
  readonly milliseconds: number;
  readonly memory: number;
}

export function ratio(a: Usage, b: Usage): number;
export function measure(turns: number, ...runs: readonly (() => Usage)[]): Usage[];
export function runScript(script: string, cwd: string): Usage;
