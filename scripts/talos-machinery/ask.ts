import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A machine: what it is, and the patches that make its configuration, in their order. */
export interface Machine {
  readonly role: string;
  readonly patches: readonly string[];
  readonly kubernetes?: string | undefined;
  /** Whether what Talos only warns of is an error, as for `talosctl validate --strict`. */
  readonly strict?: boolean;
}

/** The version in `go.mod`; for others the module is asked for. */
export const MACHINERY = 'v1.12.4';

/** How Go says that a module could not be fetched. */
const NOT_HAD =
  /dial tcp|no such host|proxy|reading https?:|module lookup disabled|cannot find module providing/;

const HERE = 'scripts/talos-machinery';

export const hasGo = (): boolean => spawnSync('go', ['version']).status === 0;

/**
 * What Talos' machinery says of each machine: nothing where it takes it, else its error.
 *
 * @param options `patience` says how many milliseconds the build may take, which is minutes the first time
 * @returns why it can't be asked, as a text: the build takes longer (Go keeps what it has compiled, and goes on from
 * there), or its modules can't be had
 */
export function machineryAnswers(
  machines: readonly Machine[],
  { version = MACHINERY, patience }: { version?: string; patience?: number } = {},
): string[] | string {
  const folder = mkdtempSync(join(tmpdir(), 'talos-machinery-'));
  try {
    for (const name of ['main.go', 'go.mod', 'go.sum'])
      copyFileSync(join(HERE, name), join(folder, name));
    const go = (args: readonly string[], timeout?: number) =>
      execFileSync('go', args, { cwd: folder, stdio: 'pipe', timeout });
    if (version !== MACHINERY) {
      go(['get', `github.com/siderolabs/talos/pkg/machinery@${version}`]);
      go(['mod', 'tidy']);
    }
    try {
      go(['build', '-o', 'machinery', '.'], patience);
    } catch (error) {
      const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
      if (code === 'ETIMEDOUT') return 'it takes long to compile here, and the next run goes on';
      if (NOT_HAD.test(stderr?.toString() ?? '')) return "its modules can't be had here";
      throw error;
    }
    const output = execFileSync(join(folder, 'machinery'), [version], {
      input: JSON.stringify(machines),
      encoding: 'utf8',
    });
    return output
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as string);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
