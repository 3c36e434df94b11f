/**
 * Asks the real programs, where they are: Talos' machinery (Go) about every machine of the reference cluster, and Helm
 * about every chart of this repository. `npm run check:programs`; `-- --wait` has all the time that Go takes.
 */
import { spawnSync } from 'node:child_process';
import { makePolicy, type Policy } from '../src/config/load.ts';
import { loadCluster } from '../src/loaders/repository.ts';
import type { TalosModel, TalosNode } from '../src/model/talos.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import { openSources } from '../src/yaml/sources.ts';
import { hasGo, type Machine, machineryAnswers } from './talos-machinery/ask.ts';

const tree = openWorkTree('pitower');
const isPatient = process.argv.includes('--wait');

/** Compiled once, the machinery is built in seconds; a first time must not hold up everybody else's check. */
const PATIENCE = 40_000;

const HELM = process.env.HELM ?? 'helm';

const decoder = new TextDecoder();

/** What `just generate` makes a node of. */
function machineOf({ patches, recipeKubernetes }: TalosModel, { name, role }: TalosNode): Machine {
  const own = patches.filter(
    ({ layer, node }) => layer === 'all' || layer === role || node === name,
  );
  const rank = ({ layer, node }: (typeof own)[number]) => (node ? 2 : layer === 'all' ? 0 : 1);
  const files = [...new Set([...own].sort((a, b) => rank(a) - rank(b)).map(({ file }) => file))];
  return {
    role: role ?? '',
    patches: files.map(file => decoder.decode(tree.read(file))),
    kubernetes: recipeKubernetes[0]?.text,
    strict: true,
  };
}

function checkMachines(): void {
  const policy = makePolicy(undefined, 'pitower') as Policy;
  const { nodes, talos } = loadCluster(openSources(tree), policy, () => {});
  const machines = nodes.map(node => machineOf(talos, node));
  const answers = machineryAnswers(machines, isPatient ? {} : { patience: PATIENCE });
  if (typeof answers === 'string') {
    say(
      `SKIPPED: Talos' machinery is not asked, ${answers}; \`npm run check:programs -- --wait\` waits`,
    );
    return;
  }
  const refused = nodes.flatMap(({ name }, index) => {
    const answer = answers[index] ?? 'no answer';
    return answer === '' ? [] : [`${name}: ${answer}`];
  });
  for (const line of refused) say(line);
  say(`Talos' machinery takes ${nodes.length - refused.length} of ${nodes.length} machines`);
  if (refused.length > 0 || nodes.length === 0) process.exitCode = 1;
}

function checkCharts(): void {
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/compare-helm/main.ts', 'test/helm/charts', 'fixtures'],
    { stdio: 'inherit', env: { ...process.env, HELM } },
  );
  if (status !== 0) process.exitCode = 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (hasGo()) checkMachines();
else say("SKIPPED: Talos' machinery is not asked, go is not here");
if (spawnSync(HELM, ['version']).status === 0) checkCharts();
else say('SKIPPED: charts are not compared with Helm, helm is not here');
