import type { AppBuild } from '../../model/app-build.ts';
import type { Unknown } from '../../model/unknown.ts';
import { type SourceText, startOf } from '../../source/text.ts';
import { code } from '../../text/code.ts';
import type { Sources } from '../../yaml/sources.ts';
import { brokenFileScope, makesApplications, type Scope, sealedFileScope } from './file-scope.ts';

/** What is known of the repository beside its broken files. */
export interface Surroundings {
  /** Builds say themselves what their broken files hide. */
  readonly builds: readonly AppBuild[];
  /** Files that generators of ApplicationSets read. */
  readonly parameters: ReadonlySet<string>;
  /** Namespaces that an Application deploys to as far as is known. */
  readonly destinations: ReadonlySet<string>;
  /** Files of a templating language, which nothing reads as they are. */
  readonly isTemplate: (file: SourceText) => boolean;
}

/**
 * What files that could not be parsed, and that no build reads, could make: the objects that their
 * text names. One that makes Applications hides what those deploy, in namespaces that no other does.
 */
export function brokenFiles(sources: Sources, surroundings: Surroundings): Unknown[] {
  const { builds, parameters, isTemplate } = surroundings;
  const told = new Set(
    builds.flatMap(({ references, unknowable }) => [
      ...references.flatMap(({ path }) => path ?? []),
      ...unknowable.map(({ at }) => at.file.path),
    ]),
  );
  return sources.tree.files.flatMap(path => {
    if (!/\.(ya?ml|json)$/.test(path) || !sources.parsed(path)?.broken || told.has(path)) return [];
    const file = sources.text(path) ?? { path, text: '' };
    if (isTemplate(file)) return [];
    const sealed = sources.sealed(path);
    if (sealed !== undefined) {
      const mayName = (name: string) => path.includes(name);
      return [
        {
          at: startOf(file),
          reason: `${code(path)} ${sealed} and may hold it`,
          ...sealedFileScope(path),
          mayName,
        },
      ];
    }
    const decides = parameters.has(path) || makesApplications(file.text);
    const scope = decides
      ? applicationScope(path, file.text, surroundings)
      : brokenFileScope(file.text);
    return [
      { at: startOf(file), reason: `${code(path)} can't be parsed and may hold it`, ...scope },
    ];
  });
}

function applicationScope(path: string, text: string, { destinations }: Surroundings): Scope {
  return {
    namespaces: namespace =>
      !destinations.has(namespace) || text.includes(namespace) || path.includes(namespace),
  };
}
