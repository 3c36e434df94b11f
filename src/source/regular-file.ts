import { readSync } from 'node:fs';
import { codeOf, openedAt } from './disk.ts';

/** Why a file was not read, in words that end a sentence. */
export interface Refused {
  readonly refused: string;
}

/**
 * A regular file's bytes. Its kind and its size are asked of the opened file, before anything of it is
 * read: a device, a pipe or a directory is refused and never waited for.
 *
 * @param most the largest size in bytes; of a larger file nothing is read
 */
export function readRegular(path: string, most: number): Uint8Array | Refused {
  return withRegular(path, (handle, size) => {
    const bytes = size > most ? undefined : readAtMost(handle, most + 1, size);
    // What /proc holds has no size beforehand; a file may also grow while it is read.
    return bytes === undefined || bytes.length > most
      ? { refused: `it is larger than ${inUnits(most)}` }
      : bytes;
  });
}

/**
 * The same, but of a larger file its first bytes, one more than the limit: enough to see that it is too
 * large.
 */
export const readHead = (path: string, most: number): Uint8Array | Refused =>
  withRegular(path, (handle, size) => readAtMost(handle, most + 1, size));

export const isRefused = (read: Uint8Array | Refused): read is Refused => 'refused' in read;

function withRegular(
  path: string,
  read: (handle: number, size: number) => Uint8Array | Refused,
): Uint8Array | Refused {
  try {
    return openedAt(path, (handle, { isFile, size }) =>
      isFile ? read(handle, size) : { refused: 'it is not a regular file' },
    );
  } catch (error) {
    return { refused: REASONS[codeOf(error)] ?? 'the system refuses it' };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not there',
  EISDIR: 'it is not a regular file',
  ENXIO: 'it is not a regular file',
  EACCES: 'there is no permission',
  EPERM: 'there is no permission',
  ELOOP: 'it is a loop of links',
};

const CHUNK = 64 * 1024;

/** Where what comes of a file is read to, one file after the other. */
const chunk = Buffer.alloc(CHUNK);

/** Reads until the end or `most` bytes. */
function readAtMost(handle: number, most: number, size: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let total = 0; total < most; ) {
    const wanted = Math.min(most - total, Math.max(size - total, CHUNK));
    const part = wanted > CHUNK ? Buffer.allocUnsafeSlow(wanted) : chunk;
    const count = readSync(handle, part, 0, wanted, null);
    if (count === 0) break;
    const read = part.subarray(0, count);
    parts.push(part === chunk ? new Uint8Array(read) : read);
    total += count;
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

const inUnits = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;
