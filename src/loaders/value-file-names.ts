import { once } from '../model/once.ts';
import type { Sources } from '../yaml/sources.ts';
import type { OwnRepository } from './applicationsets/own-repository.ts';

/**
 * What helm-secrets decrypts: with a `?` in front where it may be missing, with the backend, with a key.
 *
 * @see https://github.com/jkroepke/helm-secrets/wiki/ArgoCD-Integration
 * @see https://github.com/jkroepke/helm-secrets/blob/main/scripts/commands/downloader.sh
 */
const SECRETS = /^secrets(?:\+[\w-]+)?:\/\/(\?)?(?:[\w-]+!)?(?:[^?]*\?)?/;

/** The name of a values file without what says that it must be decrypted. */
export const withoutScheme = (text: string): string => text.replace(SECRETS, '');

/** Whether the name of a values file says itself that it may be missing. */
export const isOptional = (text: string): boolean => SECRETS.exec(text)?.[1] !== undefined;

/**
 * Whether helm-secrets is told to do without values files that are missing: an environment variable of the
 * repository server, in the values of a chart or in a container's list
 * (https://github.com/jkroepke/helm-secrets/wiki/Values#missing-value-files).
 */
export const mayMissSecrets = once(({ tree, text }: Sources): boolean =>
  tree.files.some(path => /\.ya?ml$/.test(path) && MAY_MISS.test(text(path)?.text ?? '')),
);
const MAY_MISS =
  /\bHELM_SECRETS_IGNORE_MISSING_VALUES\b["']?(?:\s*:|\s*\n\s*value:)\s*["']?true\b|\bvalue:\s*["']?true["']?\s*\n\s*name:\s*["']?HELM_SECRETS_IGNORE_MISSING_VALUES\b/;

/** How forges serve a file as it is: the repository, and the revision with the path. */
const RAW = [
  /^https?:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\/(.+)$/,
  /^https?:\/\/([^/]+\/.+?)\/(?:-\/)?raw\/(.+)$/,
] as const;

/**
 * The file of this repository that a URL of its forge serves; undefined for other URLs. Helm reads values from
 * URLs: https://helm.sh/docs/helm/helm_install/
 *
 * @param own which repositories are the one under lint
 */
export function rawFile(url: string, own: OwnRepository): string | undefined {
  const [github, other] = RAW.map(pattern => pattern.exec(url));
  const [, name = '', rest = ''] = github ?? other ?? [];
  const repository = github ? `https://github.com/${name}` : `https://${name}`;
  if (!own(repository)) return undefined;
  const [, path] =
    /^(?:refs\/(?:heads|tags)\/|branch\/|tag\/|commit\/)?[^/]+\/(.+)$/.exec(rest) ?? [];
  return path;
}
