import type { Cluster } from './cluster.ts';

/** One of the clusters that a repository describes, with what is deployed to it. */
export interface ClusterPart {
  /** As Argo CD, its Secrets or the policy call it. */
  readonly name: string;
  readonly cluster: Cluster;
}

/**
 * A repository: everything in it as if it were one cluster, for what is judged of files and
 * declarations, and each of its clusters by itself, for what objects have to do with each other.
 */
export interface Repository extends Cluster {
  /** Empty where there is only one: the whole is that one. */
  readonly clusters: readonly ClusterPart[];
  /**
   * The clusters whose Applications read a file, or to which its folder belongs; empty where nothing
   * tells: what such a file makes may be in any of them.
   */
  clustersOf(path: string): readonly string[];
}
