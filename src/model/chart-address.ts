/** Pages of repositories of git, by host: `https://github.com/owner/name`. */
const GIT_PAGE = /^https?:\/\/(?:www\.)?(?:github|gitlab)\.com\/[^/?#]+\/[^/?#]+?(?:\.git)?\/?$/i;

/**
 * Whether an address is the page of a repository of git. There is no `index.yaml` below it, which charts are found
 * by: what GitHub serves of files is at `raw.githubusercontent.com` or below `/raw/`, what it publishes at `github.io`.
 *
 * @see https://helm.sh/docs/topics/chart_repository/
 */
export const isGitPage = (address: string): boolean => GIT_PAGE.test(address);

/** Registries that have nothing but artifacts of OCI. */
const REGISTRIES = [
  'ghcr.io',
  'docker.io',
  'registry-1.docker.io',
  'public.ecr.aws',
  'registry.k8s.io',
];

/** The address of a registry of OCI as that of a chart repository, without its scheme; undefined of any other. */
export function registryByHttp(address: string): string | undefined {
  const [, rest = '', host = ''] = /^https?:\/\/(([^/]+)(?:\/.*)?)$/i.exec(address) ?? [];
  return REGISTRIES.includes(host.toLowerCase()) ? rest : undefined;
}

/** Whether it is a host and a path without any scheme, as Argo CD alone takes it. */
export const isBareAddress = (address: string): boolean =>
  /^[a-z\d-]+(?:\.[a-z\d-]+)+(?::\d+)?\/[^\s{}$]+$/i.test(address);
