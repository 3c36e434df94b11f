import { createHash } from 'node:crypto';
import { cachedDataVersionTag } from 'node:v8';
import { keptFolder } from '../store/cache-directory.ts';
import { keepFile, readKept } from '../store/kept-files.ts';
import { isSet } from '../text/variables.ts';

/** What V8 made of a script, and how long the run took that made it. */
export interface CompiledCode {
  readonly code: Buffer;
  /** CPU time in milliseconds: a longer run calls more functions, and knows more of them compiled. */
  readonly milliseconds: number;
}

/** One for each version of the linter and of Node that a user has; more than these are old ones. */
const LIMITS = { files: 8, bytes: 64 * 1024 * 1024 };

/** 8 bytes of CPU time, then the code. */
const HEAD = 8;

/**
 * Where compiled code is kept; undefined where it is not: in CI, where no run comes after this one, where
 * Node is told so, and where the user's cache lies in the folder that is worked in.
 *
 * @see https://nodejs.org/api/cli.html#node_disable_compile_cache1
 */
export function codeFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  workingDirectory: string,
): string | undefined {
  if (isSet(env.CI) || isSet(env.NODE_DISABLE_COMPILE_CACHE)) return undefined;
  return keptFolder('code', env, platform, workingDirectory);
}

/**
 * The name under which the compiled form of a script is kept: another script, another Node, other flags or
 * another processor, another name.
 */
export function codeName(source: Uint8Array): string {
  const hash = createHash('sha256').update(source);
  const engine = `${process.version} ${process.arch} ${cachedDataVersionTag()}`;
  return `${hash.update(engine).digest('hex')}.bin`;
}

/**
 * The compiled form of a script as it was kept; undefined where there is none, where it is damaged, or where
 * others than the user could have written it: it is code that will run.
 */
export function readCode(folder: string, name: string): CompiledCode | undefined {
  const body = readKept(folder, name);
  return body && body.length > HEAD
    ? { code: body.subarray(HEAD), milliseconds: body.readDoubleLE() }
    : undefined;
}

/** Keeps the compiled form of a script, and of those kept before the newest. Does nothing where that fails. */
export function keepCode(folder: string, name: string, { code, milliseconds }: CompiledCode): void {
  const time = Buffer.alloc(HEAD);
  time.writeDoubleLE(milliseconds);
  keepFile(folder, name, Buffer.concat([time, code]), LIMITS);
}
