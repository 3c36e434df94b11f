import { normalize } from '../template/normalize.ts';
import { isCapitalWord } from '../text/placeholder.ts';

/**
 * The address by which a cluster Secret's cluster is known. One whose host is to be filled in (`https://API_SERVER`)
 * is the same in all of them: until then it is that of the cluster's own name.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export function clusterAddress(name: string, server: string): string {
  const host = /^[a-z]+:\/\/([^/:]+)/.exec(server)?.[1];
  return host !== undefined && isCapitalWord(host) ? `https://${normalize(name)}` : server;
}
