import { gunzipSync } from 'node:zlib';
import { parseTar } from 'nanotar';
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
  for (const entry of parseTar(unzip({ name, bytes }))) {
    const type = entry.type ?? 'file';
    if (type === 'directory') continue;
    if (type !== 'file') throw new ChartError(`${name}: the entry "${entry.name}" is a ${type}`);
    if (!entry.data) continue;
    const path = innerPath(name, entry.name);
    if (entry.data.length > MAX_FILE) throw new ChartError(`${name}: "${path}" is too large`);
    files.push({ path, bytes: withoutMark(entry.data), name: `${name}/${path}` });
  }
  if (files.length === 0) throw new ChartError(`${name}: no files in chart archive`);
  return files;
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
