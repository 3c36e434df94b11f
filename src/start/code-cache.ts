import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { userCache } from '../store/cache-directory.ts';

/** What V8 made of a script, and how long the run took that made it. */
export interface CompiledCode {
  readonly code: Buffer;
  /** CPU time in milliseconds: a longer run calls more functions, and knows more of them compiled. */
  readonly milliseconds: number;
}

/** One for each version of the linter and of Node that a user has; more than these are old ones. */
const MAX_FILES = 8;

/** 32 bytes of SHA-256 over all that follows, 8 bytes of CPU time, then the code. */
const HEAD = 40;

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
  const folder = join(userCache(env, platform), 'code');
  const way = relative(workingDirectory, folder);
  const isWithin = !way.startsWith('..') && !isAbsolute(way);
  return isAbsolute(folder) && !isWithin ? folder : undefined;
}

const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== '0' && value !== 'false';

/** The name under which the compiled form of a script is kept: another script or another Node, another name. */
export function codeName(source: Uint8Array): string {
  const hash = createHash('sha256').update(source);
  return `${hash.update(`${process.version} ${process.arch}`).digest('hex')}.bin`;
}

/**
 * The compiled form of a script as it was kept; undefined where there is none, where it is damaged, or where
 * others than the user could have written it: it is code that will run.
 */
export function readCode(folder: string, name: string): CompiledCode | undefined {
  let file: number | undefined;
  try {
    // A pipe would be waited for.
    file = openSync(join(folder, name), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile() || !isOwn(stat) || !isOwn(statSync(folder))) return undefined;
    const bytes = readFileSync(file);
    const body = bytes.subarray(32);
    const isWhole = bytes.length > HEAD && digest(name, body).equals(bytes.subarray(0, 32));
    return isWhole ? { code: bytes.subarray(HEAD), milliseconds: body.readDoubleLE() } : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Keeps the compiled form of a script, and of those kept before the newest. Does nothing where that fails. */
export function keepCode(folder: string, name: string, { code, milliseconds }: CompiledCode): void {
  const draft = join(folder, `${name}.${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(statSync(folder))) return;
    const time = Buffer.alloc(8);
    time.writeDoubleLE(milliseconds);
    const body = Buffer.concat([time, code]);
    writeFileSync(draft, Buffer.concat([digest(name, body), body]), { mode: 0o600, flag: 'wx' });
    renameSync(draft, join(folder, name));
    removeOld(folder);
  } catch {
    remove(draft);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Below a file there is nothing that could be left.
  }
}

function removeOld(folder: string): void {
  const files = readdirSync(folder).map(name => join(folder, name));
  const byAge = files
    .map(path => ({ path, time: statSync(path).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of byAge.slice(MAX_FILES)) remove(path);
}

const digest = (name: string, body: Uint8Array): Buffer =>
  createHash('sha256').update(name).update(body).digest();

/** Whether nobody but the user (and root) can write something. Windows keeps profiles apart by itself. */
const isOwn = ({ uid, mode }: { uid: number; mode: number }): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
