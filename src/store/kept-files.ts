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
  type Stats,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What a folder of kept files may grow to: those used last stay. */
export interface Limits {
  readonly files: number;
  readonly bytes: number;
}

/** Each file begins with the SHA-256 of its name and all that follows. */
const HEAD = 32;

/**
 * What an earlier run kept under a name; undefined where there is nothing, where it is damaged, or where others
 * than the user could have written it.
 */
export function readKept(folder: string, name: string): Buffer | undefined {
  let file: number | undefined;
  try {
    // A pipe would be waited for.
    file = openSync(join(folder, name), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile() || !isOwn(stat) || !isOwn(statSync(folder))) return undefined;
    const bytes = readFileSync(file);
    const body = bytes.subarray(HEAD);
    const isWhole = bytes.length >= HEAD && digest(name, body).equals(bytes.subarray(0, HEAD));
    return isWhole ? body : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Keeps something for later runs: in one step, so that another run that reads it meanwhile sees all of it or
 * nothing, and for nobody but the user. Takes those away that were used longest ago, beyond the limits. Does
 * nothing where that fails.
 */
export function keepFile(folder: string, name: string, body: Uint8Array, limits: Limits): void {
  const draft = join(folder, `${name}.${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(statSync(folder))) return;
    writeFileSync(draft, Buffer.concat([digest(name, body), body]), { mode: 0o600, flag: 'wx' });
    renameSync(draft, join(folder, name));
    removeOld(folder, limits);
  } catch {
    remove(draft);
  }
}

/** Notes that a kept file was used. Does nothing where that fails. */
export function touchKept(folder: string, name: string): void {
  try {
    const now = new Date();
    utimesSync(join(folder, name), now, now);
  } catch {
    // It goes earlier than others, then.
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Below a file there is nothing that could be left.
  }
}

function removeOld(folder: string, limits: Limits): void {
  const byAge = readdirSync(folder)
    .map(name => join(folder, name))
    .map(path => ({ path, stat: statSync(path, { throwIfNoEntry: false }) }))
    .sort((a, b) => (b.stat?.mtimeMs ?? 0) - (a.stat?.mtimeMs ?? 0));
  let bytes = 0;
  for (const [i, { path, stat }] of byAge.entries()) {
    bytes += stat?.size ?? 0;
    // The newest is the one that was kept just now.
    if (i > 0 && (i >= limits.files || bytes > limits.bytes)) remove(path);
  }
}

const digest = (name: string, body: Uint8Array): Buffer =>
  createHash('sha256').update(name).update(body).digest();

/** Whether nobody but the user (and root) can write something. Windows keeps profiles apart by itself. */
const isOwn = ({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
