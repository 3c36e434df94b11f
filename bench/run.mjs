// Prints what a lint costs beside what it can't do without: the bare parse of the same files, and a start of
// Node; and beside other programs on the same files, where they are installed. CPU time of whole processes, as they
// are released, turn by turn; medians. Ratios are the result: times depend on the machine.
//
// Usage: npm run bench -- [--runs N] [--sizes 250,1000,4000,10000] [directory...]
import { appendFileSync, mkdtempSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exponent, isInstalled, measure, openBench, ratio, runScript } from './measure.mjs';
import { writeRepository } from './synthetic.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '250,1000,4000,10000' },
  },
});
const RUNS = Number(values.runs);
const SIZES = values.sizes.split(',').map(Number);
const directories = positionals.length > 0 ? positionals : ['pitower'];

/** What others do with every directory or file of a synthetic repository. */
const OTHERS = {
  kustomize: 'for app in apps/*/*/; do kustomize build "$app" || exit 2; done',
  kubeconform: 'kubeconform -ignore-missing-schemas -kubernetes-version 1.31.0 apps',
  yamllint: 'yamllint -d relaxed .',
};
/** Beyond it, others would take most of the time of a benchmark. */
const MOST_FOR_OTHERS = 1000;

const bench = await openBench();
const say = (what, value) => console.log(`${what.padEnd(52)}${value}`);
const sayRatio = (what, a, b) => say(what, ratio(a, b).toFixed(2));

function start() {
  const one = join(bench.scratch, 'one');
  writeRepository(one, 0);
  const file = 'apps/networking/gateway/gateway.yaml';
  bench.lintFile(one, file);
  const [version, small, node] = measure(
    RUNS,
    bench.version,
    () => bench.lintFile(one, file),
    bench.empty,
  );
  sayRatio('--version / node -e 0', version, node);
  sayRatio('lint of a file / node -e 0', small, node);
}

function existing(directory) {
  const { count, parse } = bench.bareParse(directory);
  bench.lint(directory);
  const cold = () => bench.lint(directory, mkdtempSync(join(bench.scratch, 'cold-')));
  bench.lintKept(directory);
  const [full, first, warm, bare, node] = measure(
    RUNS,
    () => bench.lint(directory),
    cold,
    () => bench.lintKept(directory),
    parse,
    bench.empty,
  );
  say(`${directory}: files`, count);
  sayRatio('  full lint / bare parse', full, bare);
  sayRatio('  first lint, with nothing kept / bare parse', first, bare);
  sayRatio('  full lint / node -e 0', full, node);
  sayRatio('  nothing changed / node -e 0', warm, node);
  say('  peak memory, lint and bare parse', `${full.memory} and ${bare.memory} MiB`);
}

function sized(applications) {
  const folder = join(bench.scratch, `synthetic-${applications}`);
  writeRepository(folder, applications);
  const { parse } = bench.bareParse(folder);
  const lint = () => bench.lint(folder);
  lint();
  const changed = () => {
    appendFileSync(join(folder, 'apps/media/app-0/service.yaml'), '# changed\n');
    return bench.lintKept(folder);
  };
  const warm = () => bench.lintKept(folder);
  const names = applications <= MOST_FOR_OTHERS ? Object.keys(OTHERS).filter(isInstalled) : [];
  const others = names.map(name => () => runScript(OTHERS[name], folder));
  // The same command line after a change keeps what the next one without a change is answered from.
  const [full, again, kept, bare, node, ...rest] = measure(
    RUNS,
    lint,
    changed,
    warm,
    parse,
    bench.empty,
    ...others,
  );
  sayRatio(`${applications} applications: full lint / bare parse`, full, bare);
  sayRatio('  full lint / node -e 0', full, node);
  sayRatio('  nothing changed / node -e 0', kept, node);
  sayRatio('  one file changed / full lint', again, full);
  sayRatio('  one file changed / node -e 0', again, node);
  for (const [i, name] of names.entries()) sayRatio(`  full lint / ${name}`, full, rest[i]);
  say('  peak memory', `${full.memory} MiB`);
  return { ...full, size: applications };
}

function synthetic() {
  const costs = SIZES.map(sized);
  const tell = (small, large) =>
    say(`exponent, ${small.size} to ${large.size} applications`, exponent(small, large).toFixed(2));
  for (const [i, large] of costs.entries()) if (i > 0) tell(costs[i - 1], large);
  if (costs.length > 2) tell(costs[0], costs.at(-1));
}

try {
  for (const name of Object.keys(OTHERS))
    if (!isInstalled(name)) console.log(`SKIPPED: ${name} is not here`);
  start();
  for (const directory of directories) existing(realpathSync(directory));
  synthetic();
} finally {
  bench.close();
}
