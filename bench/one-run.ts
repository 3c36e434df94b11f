// One measured run in a process of its own:
//   list DIRECTORY   the files that a lint parses, as JSON
//   parse < LIST     reads and parses those files with the bare parser
//   lint DIRECTORY   lints the directory
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readPolicyFile } from '../src/cli/policy-file.ts';
import { makePolicy } from '../src/config/load.ts';
import { lint } from '../src/lint.ts';
import { loadCluster } from '../src/loaders/repository.ts';
import { rules } from '../src/rules/index.ts';
import { openWorkTree, repositoryRoot } from '../src/source/work-tree.ts';
import { openSources } from '../src/yaml/sources.ts';

const [mode, directory = '.'] = process.argv.slice(2);

function listFiles(): string[] {
  const sources = openSources(openWorkTree(directory));
  const policy = makePolicy(undefined, 'inferred');
  if (!('preset' in policy)) throw new Error('no policy');
  loadCluster(sources, policy, () => {});
  const top = repositoryRoot(directory);
  return sources.tree.files.filter(path => sources.parsed(path)).map(path => join(top, path));
}

function measure(run: () => void): void {
  // CPU time: what else the machine does at the moment is not what is measured.
  const started = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(started);
  const milliseconds = (user + system) / 1000;
  process.stdout.write(JSON.stringify({ milliseconds, memory: process.resourceUsage().maxRSS }));
}

function lintOnce(): void {
  const policyFile = readPolicyFile(true, directory, repositoryRoot(directory));
  const outcome = lint({ tree: openWorkTree(directory), policyFile, rules });
  if (outcome.status !== 'linted') throw new Error(outcome.status);
}

if (mode === 'list') process.stdout.write(JSON.stringify(listFiles()));
else if (mode === 'lint') measure(lintOnce);
else {
  const files = JSON.parse(readFileSync(0, 'utf8')) as string[];
  measure(() => {
    for (const file of files) parseAllDocuments(readFileSync(file, 'utf8'));
  });
}
