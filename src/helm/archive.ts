import { constants, gunzipSync } from 'node:zlib';
import { Parser } from 'tar/parse';
import { reasonOf } from '../text/reason.ts';
import { ChartError, type RawFile } from './chart.ts';

/** A packed chart and how it is called in findings. */
export interface Archive {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Helm's own limits (https://github.com/helm/helm/blob/v3.19.0/pkg/chart/loader/archive.go). */
const MAX_UNPACKED = 100 * 1024 * 1024;
const MAX_FILE = 5 * 1024 * 1024;

/**
 * The files of a `.tgz`, without the first segment of their paths. Links and paths that lead outside
 * are refused, as Helm refuses them; nothing is written anywhere.
 *
 * @throws ChartError
 */
export function readArchive({ name, bytes }: Archive): RawFile[] {
  const files: RawFile[] = [];
  for (const { path: written, type, data } of entriesOf({ name, bytes })) {
    if (/^(?:Directory|GNUDumpDir)$/.test(type)) continue;
    if (!/^(?:File|OldFile|ContiguousFile)$/.test(type))
      throw new ChartError(`${name}: the entry "${written}" is a ${type}`);
    const path = innerPath(name, written);
    if (data.length > MAX_FILE) throw new ChartError(`${name}: "${path}" is too large`);
    files.push({ path, bytes: withoutMark(data), name: `${name}/${path}` });
  }
  if (files.length === 0) throw new ChartError(`${name}: no files in chart archive`);
  return files;
}

/** As much of an archive as a Chart.yaml needs that comes first, as `helm package` writes them. */
const HEAD = 16 * 1024;

/**
 * The first Chart.yaml of an archive, read without looking at what follows, which may still be wrong.
 *
 * @returns undefined where there is none, or the archive can't be read
 */
export function chartFileOf({ name, bytes }: Archive): RawFile | undefined {
  for (const part of [bytes.subarray(0, HEAD), bytes]) {
    try {
      const head = gunzipSync(part, {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: MAX_UNPACKED,
      });
      const found = parsedEntries(head, false).entries.find(
        ({ path, type }) => type === 'File' && innerPath(name, path) === 'Chart.yaml',
      );
      if (found)
        return { path: 'Chart.yaml', bytes: withoutMark(found.data), name: `${name}/Chart.yaml` };
    } catch {
      return undefined;
    }
  }
  return undefined;
}

interface Entry {
  readonly path: string;
  readonly type: string;
  readonly data: Uint8Array;
}

/** All entries of an archive. */
function entriesOf({ name, bytes }: Archive): readonly Entry[] {
  const { entries, failure } = parsedEntries(unzip({ name, bytes }), true);
  if (failure !== undefined)
    throw new ChartError(`${name} can't be unpacked: ${reasonOf(failure)}`);
  return entries;
}

/** The entries that are complete in a tar's bytes; the parser works while it is written to. */
function parsedEntries(
  content: Uint8Array,
  isWhole: boolean,
): { readonly entries: readonly Entry[]; readonly failure: unknown } {
  const entries: Entry[] = [];
  const parser = new Parser({
    strict: true,
    onReadEntry: entry => {
      const parts: Uint8Array[] = [];
      entry.on('data', part => parts.push(part));
      entry.on('end', () =>
        entries.push({ path: entry.path, type: entry.type, data: Buffer.concat(parts) }),
      );
      entry.resume();
    },
  });
  let failure: unknown;
  parser.on('error', error => {
    failure ??= error;
  });
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  try {
    if (isWhole) parser.end(buffer);
    else parser.write(buffer);
  } catch (error) {
    failure ??= error;
  }
  return { entries, failure };
}

function unzip({ name, bytes }: Archive): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    throw new ChartError(`${name} can't be unpacked: ${reasonOf(error)}`);
  }
}

function innerPath(archive: string, name: string): string {
  const path = name.replaceAll('\\', '/');
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  const leaves = path.startsWith('/') || /^[A-Za-z]:/.test(path) || parts.includes('..');
  if (leaves) throw new ChartError(`${archive}: the entry "${name}" leads outside of the chart`);
  if (parts.length < 2) throw new ChartError(`${archive}: chart base directory is missing`);
  return parts.slice(1).join('/');
}

/** Without a byte order mark. */
export const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
