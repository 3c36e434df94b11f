import type { Application } from '../../model/application.ts';
import { pathSet } from '../../source/path-set.ts';

/** Which Applications a file is of: those whose directory holds it, the innermost one's; those that read it. */
export interface FileOwners {
  readonly inside: readonly Application[];
  readonly readers: readonly Application[];
}

export function fileOwners(applications: readonly Application[]): (path: string) => FileOwners {
  const directories = new Map<string, Set<Application>>();
  const readers = new Map<string, Set<Application>>();
  const add = (map: Map<string, Set<Application>>, path: string, application: Application) =>
    map.set(path, (map.get(path) ?? new Set()).add(application));
  for (const application of applications)
    for (const { directory, references } of application.builds) {
      add(directories, directory, application);
      for (const { path } of references) if (path !== undefined) add(readers, path, application);
    }
  const all = pathSet(directories.keys());
  return path => {
    const inside = directories.get(all.innermost(path) ?? '') ?? [];
    return { inside: [...inside], readers: [...(readers.get(path) ?? [])] };
  };
}

/** The one Application that a file belongs to: the first whose directory holds it, else its only reader. */
export function fileOwner(
  owners: (path: string) => FileOwners,
): (path: string) => Application | undefined {
  return path => {
    const { inside, readers } = owners(path);
    const [only, ...others] = readers;
    return inside[0] ?? (others.length === 0 ? only : undefined);
  };
}
