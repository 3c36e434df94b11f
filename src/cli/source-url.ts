import { urlPath } from '../report/markdown-text.ts';

/**
 * Where the files of this revision are read on the web, by the variables of a GitHub workflow
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables); undefined elsewhere.
 */
export function sourceUrl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = env;
  if (!server || !repository || !sha || !/^https:\/\/[\w.:-]+$/.test(server)) return undefined;
  return `${server}/${urlPath(repository)}/blob/${urlPath(sha)}`;
}
