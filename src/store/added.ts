import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chartFileOf, withoutMark } from '../helm/archive.ts';
import { type Chart, ChartError, type Metadata, type RawFile } from '../helm/chart.ts';
import { loadDirectory } from '../helm/directory.ts';
import { sourceOf } from '../helm/load.ts';
import { readMetadata } from '../helm/metadata.ts';
import { archiveBytes, orError, unpacked } from './archives.ts';

/** A chart of a folder: what it says it is, read before the rest of it is. */
interface Added {
  readonly name: string;
  readonly version: string;
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
      if (item.name !== name || item.version !== version) continue;
      const chart = item.chart();
      if (chart) return chart;
    }
    return undefined;
  };
}

function* addedIn(directory: string, depth: number): Generator<Added> {
  for (const entry of listed(directory)) {
    const path = join(directory, entry);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() && entry.endsWith('.tgz')) {
      const added = addedArchive(path, entry);
      if (added) yield added;
    } else if (stat?.isDirectory()) {
      const declared = statSync(join(path, 'Chart.yaml'), { throwIfNoEntry: false });
      if (declared?.isFile()) {
        const added = addedDirectory(path, `added:${entry}`);
        if (added) yield added;
      } else if (depth > 0) yield* addedIn(path, depth - 1);
    }
  }
}

function addedArchive(path: string, name: string): Added | undefined {
  const bytes = archiveBytes(path);
  const head = bytes && chartFileOf({ name, bytes });
  // The bytes are not kept: whoever wants this one reads them again.
  return added(head, () => {
    const again = archiveBytes(path);
    return again && unpacked(name, again);
  });
}

function addedDirectory(path: string, name: string): Added | undefined {
  const bytes = archiveBytes(join(path, 'Chart.yaml'));
  const head = bytes && { path: 'Chart.yaml', bytes: withoutMark(bytes), name };
  return added(head, () => orError(() => foreign(path, name)));
}

/**
 * A chart by what its Chart.yaml says where that can be read by itself, else by the whole of it.
 *
 * @returns undefined where Helm would not load it
 */
function added(
  head: RawFile | undefined,
  load: () => Chart | ChartError | undefined,
): Added | undefined {
  let loaded: { readonly chart: Chart | undefined } | undefined;
  const once = (): Chart | undefined => {
    const chart = loaded ? loaded.chart : load();
    loaded ??= { chart: chart instanceof ChartError ? undefined : chart };
    return loaded.chart;
  };
  const metadata = (head && metadataIn(head)) ?? once()?.metadata;
  if (!metadata) return undefined;
  const { name, version } = metadata;
  const isNamed = (chart: Chart): boolean =>
    chart.metadata.name === name && chart.metadata.version === version;
  return {
    name,
    version,
    chart: () => {
      const chart = once();
      // A later entry of an archive may have replaced its first.
      return chart && isNamed(chart) ? chart : undefined;
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
