import { withoutEndSlashes } from '../text/trim.ts';

/** A chart as repositories serve it: one archive, as long as nobody replaces it. */
export interface ChartReference {
  readonly name: string;
  /** `https://host/path` of a repository with an index, or `oci://host/path` without the chart's name. */
  readonly repository: string;
  /** As it is written; exact. */
  readonly version: string;
}

/** What a release or a dependency says of its chart. */
interface Written {
  /** The chart's name; Argo CD takes an OCI artifact's name as a part of the URL instead. */
  readonly name: string;
  readonly repository: string;
  readonly version: string;
}

/**
 * The chart that is meant, or undefined where nothing can be looked up by it: a placeholder, a URL
 * with credentials, a range of versions, a repository that Helm knows by an alias.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-oci
 */
export function chartReference({ name, repository, version }: Written): ChartReference | undefined {
  const url = repositoryUrl(repository);
  if (!url || !/^[\w.-]+$/.test(name) || !isExact(version)) return undefined;
  const path = url.slice(url.lastIndexOf('/') + 1);
  const isWhole = /^oci:/.test(repository) && name === path && isArtifact(repository, name);
  return { name, version, repository: isWhole ? url.slice(0, url.lastIndexOf('/')) : url };
}

/** Whether an OCI URL names the artifact itself; only Argo CD's sources without `chart` do. */
const isArtifact = (repository: string, name: string): boolean =>
  repository.endsWith(`/${name}`) && repository.startsWith('oci:');

/** A version that names one release of a chart. */
export const isExact = (version: string): boolean =>
  /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.test(version);

/** A repository's address in one spelling; without a scheme it is a registry. */
export function repositoryUrl(text: string): string | undefined {
  // Without a scheme it is a registry's host, as Argo CD has it; Helm's aliases are no hosts.
  const isHost = /^(?:[\w-]+(?:\.[\w-]+)+|localhost)(?::\d+)?(?:\/|$)/.test(text);
  const written = isHost ? `oci://${text}` : text;
  if (!/^(?:https?|oci):\/\//.test(written) || !URL.canParse(written)) return undefined;
  const { protocol, host, pathname, username, password, search, hash } = new URL(written);
  if (host === '' || username + password + search + hash !== '') return undefined;
  return `${protocol}//${host.toLowerCase()}${withoutEndSlashes(pathname)}`;
}

/** One text for each chart. */
export const referenceKey = ({ name, repository, version }: ChartReference): string =>
  `${repository} ${name} ${version}`;

/** The host that is asked for a chart, with its port. */
export const hostOf = ({ repository }: Pick<ChartReference, 'repository'>): string =>
  new URL(repository.replace(/^oci:/, 'https:')).host;
