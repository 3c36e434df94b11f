import { matchGobwas } from '../glob/gobwas.ts';
import type { AppBuild } from '../model/app-build.ts';
import { type Resource, splitApiVersion } from '../model/resource.ts';
import type { Unknown } from '../model/unknown.ts';
import type { Problem } from '../source/problem.ts';
import { startOf } from '../source/text.ts';
import { dirname, isWithin, keepsFolder } from '../source/tree.ts';
import { booleanAt, get, getString, itemsAt, textAt } from '../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../yaml/located.ts';
import { placeOf } from '../yaml/located.ts';
import type { Sources } from '../yaml/sources.ts';
import {
  brokenFileScope,
  hidesObjects,
  makesApplications,
  sealedFileScope,
} from './unknown/file-scope.ts';

export interface DirectoryOptions {
  /** Whether files of subdirectories count; default false. */
  readonly recurse?: boolean | undefined;
  /** Globs on paths relative to the directory; exclude is asked first. */
  readonly include?: string | undefined;
  readonly exclude?: string | undefined;
}

/** A file that says so is not rendered. */
const SKIP = '+argocd:skip-file-rendering';

/**
 * Reads an Argo CD `directory` source: the plain manifests of a directory.
 *
 * @param directory relative to the repository root
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 * @see https://github.com/argoproj/argo-cd/blob/master/reposerver/repository/repository.go
 */
export function buildDirectory(
  sources: Sources,
  directory: string,
  options: DirectoryOptions = {},
): AppBuild {
  const resources: Resource[] = [];
  const problems: Problem[] = [];
  const unknowable: Unknown[] = [];
  for (const file of sources.tree.files.filter(path => readsFile(path, directory, options))) {
    const result = readManifest(sources, file);
    resources.push(...result.resources);
    problems.push(...result.problems);
    unknowable.push(...result.unknowable);
  }
  return {
    directory,
    type: 'directory',
    resources,
    releases: [],
    kustomizations: [],
    references: [],
    unknowable,
    problems,
    isKeptFree: keepsFolder(sources.tree, directory),
  };
}

/**
 * Whether a source says something of its directory: Argo CD drops a `directory` whose fields have no other values
 * than their defaults, and takes the source for what its files are.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.0/util/argo/argo.go (NormalizeApplicationSpec)
 */
export function namesDirectory(source: LocatedValue | undefined): boolean {
  const { recurse, include, exclude } = directoryOptions(source);
  const lists = ['extVars', 'tlas', 'libs'].map(key =>
    itemsAt(source, 'directory', 'jsonnet', key),
  );
  return recurse === true || Boolean(include || exclude) || lists.some(({ length }) => length > 0);
}

/** What a source says of its directory. */
export function directoryOptions(source: LocatedValue | undefined): DirectoryOptions {
  return {
    recurse: booleanAt(source, 'directory', 'recurse'),
    include: textAt(source, 'directory', 'include'),
    exclude: textAt(source, 'directory', 'exclude'),
  };
}

/**
 * Whether Argo CD looks into a file of a directory source.
 *
 * @param file and directory are relative to the repository root
 */
export function readsFile(
  file: string,
  directory: string,
  { recurse = false, include, exclude }: DirectoryOptions,
): boolean {
  if (!isWithin(file, directory) || !/\.(?:ya?ml|json|jsonnet)$/.test(file)) return false;
  if (!recurse && dirname(file) !== directory) return false;
  const path = directory === '' ? file : file.slice(directory.length + 1);
  const matches = (glob: string) => matchGobwas(glob, path) === 'match';
  if (exclude !== undefined && matches(exclude)) return false;
  return include === undefined || matches(include);
}

type ManifestResult = Pick<AppBuild, 'resources' | 'problems' | 'unknowable'>;

const NOTHING: ManifestResult = { resources: [], problems: [], unknowable: [] };

function readManifest(sources: Sources, path: string): ManifestResult {
  const file = sources.text(path);
  const at = startOf(file ?? { path, text: '' });
  const sealed = sources.sealed(path);
  if (sealed !== undefined)
    return {
      ...NOTHING,
      unknowable: [{ at, reason: `${path} ${sealed}`, ...sealedFileScope(path) }],
    };
  if (!file) return { ...NOTHING, unknowable: [{ at, reason: `${path} can't be read` }] };
  if (file.text.includes(SKIP)) return NOTHING;
  if (path.endsWith('.jsonnet')) {
    return { ...NOTHING, unknowable: [{ at, reason: `${path} is Jsonnet: nothing is evaluated` }] };
  }
  const looksLikeManifest = ['apiVersion:', 'kind:', 'metadata:'].every(key =>
    file.text.includes(key),
  );
  const parsed = sources.parse(path);
  if (hidesObjects(parsed))
    return {
      ...NOTHING,
      unknowable: [{ at, reason: `${path} is encrypted`, ...sealedFileScope(path) }],
    };
  const { documents, broken } = parsed;
  if (broken) {
    if (!looksLikeManifest) return NOTHING;
    const hidden = makesApplications(file.text) ? brokenFileScope(file.text) : {};
    return { ...NOTHING, unknowable: [{ at, reason: `${path} can't be parsed`, ...hidden }] };
  }
  const resources: Resource[] = [];
  for (const { value } of documents) {
    if (!value || (value.kind === 'scalar' && value.value === null)) continue;
    const objects = objectsOf(value);
    if (objects) resources.push(...objects.flatMap(object => toResource(object, path)));
    else if (resources.length > 0 || looksLikeManifest || path.endsWith('.json')) {
      return { ...NOTHING, resources, problems: [notAnObject(value)] };
    } else return NOTHING; // some other YAML, such as Helm values: Argo CD passes over it
  }
  return { ...NOTHING, resources };
}

/** The objects that a document holds, lists expanded; undefined when it isn't an object. */
function objectsOf(value: LocatedValue): readonly LocatedMap[] | undefined {
  if (value.kind !== 'map' || getString(value, 'kind') === undefined) return undefined;
  const isList =
    textAt(value, 'kind')?.endsWith('List') && get(value, 'items')?.kind === 'sequence';
  if (!isList) return [value];
  return itemsAt(value, 'items').flatMap(item => objectsOf(item) ?? []);
}

function notAnObject(value: LocatedValue): Problem {
  const message = 'Argo CD refuses this file: a document of it is not a Kubernetes object';
  const help = 'exclude the file from the directory source, or give the document a kind';
  return { rule: 'argocd/source-path', at: placeOf(value), message, help };
}

/** An object as a resource; none when it lacks a kind or a name. */
export function toResource(value: LocatedMap, file: string): readonly Resource[] {
  const apiVersion = textAt(value, 'apiVersion') ?? '';
  const kind = textAt(value, 'kind');
  const name = textAt(value, 'metadata', 'name');
  if (kind === undefined || name === undefined) return [];
  return [
    {
      apiVersion,
      ...splitApiVersion(apiVersion),
      kind,
      name,
      namespace: textAt(value, 'metadata', 'namespace'),
      value,
      files: [file],
      release: undefined,
      partial: false,
    },
  ];
}
