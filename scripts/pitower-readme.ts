import { readFileSync } from 'node:fs';
import { makePolicy, type Policy } from '../src/config/load.ts';
import { loadCluster } from '../src/loaders/repository.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import { openSources } from '../src/yaml/sources.ts';
import { pitowerTables, withTables } from './pitower-tables.ts';

export const PITOWER_README = 'pitower/README.md';

/** The reference cluster's README as it must be: its prose, and the tables that its files make. */
export function pitowerReadme(): string {
  const policy = makePolicy(undefined, 'pitower') as Policy;
  const cluster = loadCluster(openSources(openWorkTree('pitower')), policy, () => {});
  return withTables(readFileSync(PITOWER_README, 'utf8'), pitowerTables(cluster));
}
