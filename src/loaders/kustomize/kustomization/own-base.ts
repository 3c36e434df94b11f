import { isThisBranch } from '../../../source/branches.ts';
import type { Inputs } from '../context/inputs.ts';

/** The scheme and user of a repository's address. */
const PREFIX = /^(?:git::)?(?:https?:\/\/|ssh:\/\/)?(?:[\w.-]+@)?/i;

/** Where kustomize cuts a path off a repository: at `//`, after `.git`, else behind host, owner and name. */
const CUTS = [
  /^(.+?)(?:\.git)?\/\/(.*)$/,
  /^(.+?)\.git(?:\/(.*))?$/,
  /^([^/]+\/[^/]+\/[^/]+)(?:\/(.*))?$/,
];

/** A file of a repository at its address for scripts. */
const RAW =
  /^https:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\/(?:refs\/heads\/)?([^/]+)\/(.+)$/i;

/** What of which repository a remote resource names; undefined: a file, or nothing that can be told. */
function partsOf(text: string): { repository: string; path: string; revision: string } | undefined {
  const [address = '', query = ''] = text.split('?');
  const [, named, branch = '', file = ''] = RAW.exec(address) ?? [];
  if (named) return { repository: `github.com/${named}`, path: file, revision: branch };
  const bare = address.replace(PREFIX, '').replace(':', '/');
  for (const cut of CUTS) {
    const [, repository, path = ''] = cut.exec(bare) ?? [];
    if (repository === undefined) continue;
    const parameters = new URLSearchParams(query);
    const revision = parameters.get('ref') ?? parameters.get('version') ?? '';
    return { repository, path: path.replace(/\/+$/, ''), revision };
  }
  return undefined;
}

/**
 * The path that a remote resource names in this very repository, as the bases of argocd-autopilot do: of the branch
 * that lies here, so that what is here is what would be fetched.
 *
 * @returns undefined where it is another repository, or another branch, tag or commit of this one
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/git/repospec.go
 */
export function ownPath({ options, sources }: Inputs, text: string): string | undefined {
  const parts = options.isOwnRepository && partsOf(text);
  if (!parts) return undefined;
  const { repository, path, revision } = parts;
  const urls = [`https://${repository}`, `git@${repository.replace('/', ':')}`];
  const isOwn = urls.some(url => options.isOwnRepository?.(url));
  return isOwn && isThisBranch(revision, sources.tree) ? path : undefined;
}
