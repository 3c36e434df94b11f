import { codeOf, type OpenedFile, openedAt } from './disk.ts';

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
  return withRegular(path, file => {
    const bytes = file.size > most ? undefined : readAtMost(file, most + 1);
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
  withRegular(path, file => readAtMost(file, most + 1));

export const isRefused = (read: Uint8Array | Refused): read is Refused => 'refused' in read;

function withRegular(
  path: string,
  read: (file: OpenedFile) => Uint8Array | Refused,
): Uint8Array | Refused {
  try {
    return openedAt(path, file =>
      file.isFile ? read(file) : { refused: 'it is not a regular file' },
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
function readAtMost({ size, next }: OpenedFile, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let total = 0; total < most; ) {
    const wanted = Math.min(most - total, Math.max(size - total, CHUNK));
    const part = wanted > CHUNK ? Buffer.allocUnsafeSlow(wanted) : chunk;
    const count = next(part, wanted);
    if (count === 0) break;
    const read = part.subarray(0, count);
    parts.push(part === chunk ? new Uint8Array(read) : read);
    total += count;
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

const inUnits = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;
