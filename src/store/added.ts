import { join } from 'node:path';
import { chartFileOf } from '../helm/archive.ts';
import { type Chart, ChartError, type Metadata, type RawFile } from '../helm/chart.ts';
import { loadDirectory } from '../helm/directory.ts';
import { sourceOf } from '../helm/load.ts';
import { readMetadata } from '../helm/metadata.ts';
import { kindAt, namesIn, realAt } from '../source/disk.ts';
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
 * @returns asks for one; the one that is called as usual wins, then the first by path
 */
export function addedCharts(folder: string): (name: string, version: string) => Chart | undefined {
  let all: readonly Added[] | undefined;
  const usual = new Map<string, Added>();
  const isIt = (item: Added, name: string, version: string): Chart | undefined => {
    const chart = item.mayBe(name, version) ? item.chart() : undefined;
    return chart?.metadata.name === name && chart.metadata.version === version ? chart : undefined;
  };
  return (name, version) => {
    // As `helm pull` calls them; the others are not opened then.
    const file = `${name}-${version}.tgz`;
    if (/^[\w.+-]+$/.test(file) && kindAt(join(folder, file)) === 'file') {
      const item = usual.get(file) ?? addedArchive(join(folder, file), file);
      usual.set(file, item);
      const chart = isIt(item, name, version);
      if (chart) return chart;
    }
    all ??= [...addedIn(folder, 1)];
    for (const item of all) {
      const chart = isIt(item, name, version);
      if (chart) return chart;
    }
    return undefined;
  };
}

function* addedIn(directory: string, depth: number): Generator<Added> {
  for (const entry of listed(directory)) {
    const path = join(directory, entry);
    const kind = kindAt(path);
    if (kind === 'file' && entry.endsWith('.tgz')) yield addedArchive(path, entry);
    else if (kind === 'directory') {
      if (kindAt(join(path, 'Chart.yaml')) === 'file') yield addedDirectory(path, `added:${entry}`);
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
    return namesIn(directory).sort();
  } catch {
    return [];
  }
}

/** A chart directory outside of the repository; findings never point into it. */
function foreign(folder: string, name: string): Chart {
  const at = (path: string): string => join(folder, path.slice(name.length));
  const tree = {
    kind: (path: string) => {
      const kind = kindAt(at(path));
      return kind === 'other' ? undefined : kind;
    },
    list: (path: string) => listed(at(path)),
    read: (path: string) => archiveBytes(at(path)),
    real: (path: string) => {
      try {
        return realAt(at(path));
      } catch {
        return undefined;
      }
    },
  };
  return loadDirectory(tree, name, undefined, false);
}
