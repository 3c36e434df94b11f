import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';

/** The command line as it is released, in a folder of the test file's own, which goes when the tests are through. */
export function scratchProgram(): { readonly scratch: string; readonly program: string } {
  const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-'));
  const program = join(scratch, 'cli.mjs');
  beforeAll(async () => writeFileSync(program, await bundle('src/cli/main.ts')));
  afterAll(() => rmSync(scratch, { recursive: true }));
  return { scratch, program };
}
