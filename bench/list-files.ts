// Prints the files that a lint of a directory parses, as JSON.
import { join } from 'node:path';
import { makePolicy } from '../src/config/load.ts';
import { loadCluster } from '../src/loaders/repository.ts';
import { openWorkTree, repositoryRoot } from '../src/source/work-tree.ts';
import { openSources } from '../src/yaml/sources.ts';

const [directory = '.'] = process.argv.slice(2);
const sources = openSources(openWorkTree(directory));
const policy = makePolicy(undefined, 'inferred');
if (!('preset' in policy)) throw new Error('no policy');
loadCluster(sources, policy, () => {});
const top = repositoryRoot(directory);
const parsed = sources.tree.files.filter(path => sources.parsed(path));
process.stdout.write(JSON.stringify(parsed.map(path => join(top, path))));
