import { isAscii } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { type CompiledCode, codeFolder, codeName, keepCode, readCode } from './code-cache.ts';
import type * as linter from './linter.ts';

export type Linter = typeof linter;

export interface LoadedLinter extends Linter {
  /** The script. */
  readonly program: { readonly path: string; readonly bytes: Uint8Array };
  /** Keeps what V8 has compiled by now for the next run, where that would spare it something. */
  keepCompiled(): void;
}

/** A run that took this much longer than the one whose code is kept used more of the linter. */
const LONGER = 3;

/**
 * Loads the linter, which is one script beside the program, in V8's compiled form where an earlier run kept it.
 * Starting is mostly compiling: functions are compiled when they are first called, anew in each process.
 *
 * @see https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
export function loadLinter(program: string): LoadedLinter {
  const path = join(dirname(fileURLToPath(program)), 'linter.cjs');
  const bytes = readFileSync(path);
  const folder = codeFolder(process.env, process.platform, process.cwd());
  const name = folder === undefined ? '' : codeName(bytes);
  const kept = folder === undefined ? undefined : readCode(folder, name);
  const { script, isTaken } = compile(bytes, path, kept);
  const module = { exports: {} as Linter };
  const run = script.runInThisContext() as (...args: readonly unknown[]) => void;
  run(module.exports, createRequire(path), module, path, dirname(path));
  const keepCompiled = () => {
    if (folder === undefined) return;
    const { user, system } = process.cpuUsage();
    const milliseconds = (user + system) / 1000;
    if (isTaken && kept && milliseconds < LONGER * kept.milliseconds) return;
    keepCode(folder, name, { code: script.createCachedData(), milliseconds });
  };
  return { ...module.exports, program: { path, bytes }, keepCompiled };
}

function compile(bytes: Buffer, filename: string, kept: CompiledCode | undefined) {
  // Where all of the script is ASCII, as it is meant to be, its bytes are its characters.
  const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  const source = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
  const script = new Script(source, { filename, ...(kept && { cachedData: kept.code }) });
  return { script, isTaken: kept !== undefined && script.cachedDataRejected === false };
}
