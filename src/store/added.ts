import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chartFileOf } from '../helm/archive.ts';
import { type Chart, ChartError, type Metadata, type RawFile } from '../helm/chart.ts';
import { loadDirectory } from '../helm/directory.ts';
import { sourceOf } from '../helm/load.ts';
import { readMetadata } from '../helm/metadata.ts';
import { archiveBytes, orError, unpacked } from './archives.ts';

/** A chart of a folder. */
interface Added {
  /** Whether it may be of this name and version, as far as the text of its Chart.yaml tells. */
  readonly mayBe: (name: string, version: string) => boolean;
  /** Undefined where Helm would not load it. */
  readonly chart: () => Chart | undefined;
}

/**
 * The charts of a folder by name and version: archives, chart directories, and such one level deeper, as
 * `helm pull` leaves them. There may be many of them, so that each is unpacked when it is asked for.
 *
 * @returns asks for one; the first by path wins
 */
export function addedCharts(folder: string): (name: string, version: string) => Chart | undefined {
  const found = [...addedIn(folder, 1)];
  return (name, version) => {
    for (const item of found) {
      const chart = item.mayBe(name, version) ? item.chart() : undefined;
      if (chart?.metadata.name === name && chart.metadata.version === version) return chart;
    }
    return undefined;
  };
}

function* addedIn(directory: string, depth: number): Generator<Added> {
  for (const entry of listed(directory)) {
    const path = join(directory, entry);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() && entry.endsWith('.tgz')) yield addedArchive(path, entry);
    else if (stat?.isDirectory()) {
      const declared = statSync(join(path, 'Chart.yaml'), { throwIfNoEntry: false });
      if (declared?.isFile()) yield addedDirectory(path, `added:${entry}`);
      else if (depth > 0) yield* addedIn(path, depth - 1);
    }
  }
}

function addedArchive(path: string, name: string): Added {
  const bytes = archiveBytes(path);
  // The bytes are not kept: whoever wants this one reads them again.
  return added(bytes && chartFileOf({ name, bytes }), () => {
    const again = archiveBytes(path);
    return again && unpacked(name, again);
  });
}

function addedDirectory(path: string, name: string): Added {
  const bytes = archiveBytes(join(path, 'Chart.yaml'));
  const head = bytes && { path: 'Chart.yaml', bytes, name };
  return added(head, () => orError(() => foreign(path, name)));
}

function added(head: RawFile | undefined, load: () => Chart | ChartError | undefined): Added {
  const text = head ? sourceOf(head).text : '';
  let loaded: { readonly chart: Chart | undefined } | undefined;
  let names: Pick<Metadata, 'name' | 'version'> | undefined;
  return {
    mayBe: (name, version) => {
      // Nobody writes them in escapes, and parsing is dear.
      if (!text.includes(name) || !text.includes(version)) return false;
      names ??= (head && metadataIn(head)) ?? { name: '', version: '' };
      return names.name === name && names.version === version;
    },
    chart: () => {
      const chart = loaded ? loaded.chart : load();
      loaded ??= { chart: chart instanceof ChartError ? undefined : chart };
      return loaded.chart;
    },
  };
}

/** What a Chart.yaml says; undefined where it says nothing that Helm takes. */
function metadataIn(file: RawFile): Metadata | undefined {
  const metadata = orError(() => readMetadata(sourceOf(file), undefined));
  return metadata instanceof ChartError ? undefined : metadata;
}

function listed(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

/** A chart directory outside of the repository; findings never point into it. */
function foreign(folder: string, name: string): Chart {
  const at = (path: string): string => join(folder, path.slice(name.length));
  const stat = (path: string) => statSync(at(path), { throwIfNoEntry: false });
  const tree = {
    kind: (path: string) =>
      stat(path)?.isFile()
        ? ('file' as const)
        : stat(path)?.isDirectory()
          ? ('directory' as const)
          : undefined,
    list: (path: string) => listed(at(path)),
    read: (path: string) => archiveBytes(at(path)),
    real: (path: string) => {
      try {
        return realpathSync(at(path));
      } catch {
        return undefined;
      }
    },
  };
  return loadDirectory(tree, name, undefined, false);
}
