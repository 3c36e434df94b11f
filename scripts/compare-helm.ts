/**
 * Compares our renderings with those of the real Helm, object by object.
 *
 *     HELM=/path/to/helm npx tsx scripts/compare-helm.ts DIRECTORY...
 *
 * Every directory below that holds a Chart.yaml is a chart. It is rendered with its default values and
 * with each file of its `ci/`. Where Helm refuses, we have to refuse; leaves that are random are not
 * compared. Prints what differs, and a table at the end.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { DEFAULT_CAPABILITIES } from '../src/helm/capabilities.ts';
import { ChartError } from '../src/helm/chart.ts';
import { loadDirectory } from '../src/helm/directory.ts';
import { renderChart } from '../src/helm/render.ts';
import { newTable, tableOf } from '../src/helm/values.ts';
import { parseYaml } from '../src/yaml/parse.ts';
import { differencesBetween } from '../test/support/helm.ts';

let refused = 0;
const HELM = process.env.HELM ?? 'helm';
const KUBE = '1.34.0';

const tree = {
  kind: (path: string) =>
    existsSync(path)
      ? statSync(path).isDirectory()
        ? ('directory' as const)
        : ('file' as const)
      : undefined,
  list: (path: string) => (existsSync(path) ? readdirSync(path).sort() : []),
  read: (path: string) => (existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined),
  real: (path: string) => realpathSync(path),
};

function ours(chart: string, valuesFile: string | undefined) {
  try {
    const loaded = loadDirectory(tree, chart);
    const text = valuesFile ? readFileSync(valuesFile, 'utf8') : '';
    const value = parseYaml({ path: valuesFile ?? '', text }).documents[0]?.value;
    const outcome = renderChart({
      chart: loaded,
      values: value?.kind === 'map' ? tableOf(value, true) : newTable(),
      release: { name: 'rel', namespace: 'ns' },
      capabilities: DEFAULT_CAPABILITIES,
      tracing: true,
    });
    if (!outcome.ok) return { error: outcome.failure.message, at: outcome.failure.at };
    return { manifests: outcome.manifests };
  } catch (error) {
    if (error instanceof ChartError) return { error: error.message };
    return { error: `CRASH ${(error as Error).stack}` };
  }
}

function theirs(chart: string, valuesFile: string | undefined) {
  const args = [
    'template',
    'rel',
    chart,
    '-n',
    'ns',
    '--kube-version',
    KUBE,
    '--skip-schema-validation',
  ];
  if (valuesFile) args.push('-f', valuesFile);
  const run = spawnSync(HELM, args, { encoding: 'utf8', maxBuffer: 1 << 29 });
  if (run.status !== 0) return { error: run.stderr.trim() };
  return { output: run.stdout };
}

function compare(chart: string, valuesFile: string | undefined): string | undefined {
  const real = theirs(chart, valuesFile);
  const mine = ours(chart, valuesFile);
  if (real.error !== undefined || mine.error !== undefined) {
    if (real.error !== undefined && mine.error !== undefined) {
      refused++;
      if (process.env.VERBOSE)
        console.log(`REFUSED ${chart}\n  helm ${real.error}\n  ours ${mine.error}`);
      return mine.error.startsWith('CRASH') ? mine.error : undefined;
    }
    return `helm: ${real.error ?? 'renders'}\n  ours: ${mine.error ?? 'renders'} ${mine.at ? `${mine.at.file.path}: ${mine.at.file.text.slice(mine.at.start, mine.at.end)}` : ''}`;
  }
  const differences = differencesBetween(mine.manifests ?? [], real.output ?? '');
  return differences.length > 0 ? differences.slice(0, 4).join('\n  ') : undefined;
}

function* charts(directory: string, depth = 0): Generator<string> {
  if (existsSync(join(directory, 'Chart.yaml'))) {
    yield directory;
    return;
  }
  if (depth > 5) return;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== 'node_modules')
      yield* charts(join(directory, entry.name), depth + 1);
  }
}

let [equal, total, count] = [0, 0, 0];
const started = Date.now();
const failed: string[] = [];
for (const root of process.argv.slice(2)) {
  for (const chart of charts(root)) {
    count++;
    const ci = join(chart, 'ci');
    const files = existsSync(ci) ? readdirSync(ci).filter(name => /\.ya?ml$/.test(name)) : [];
    for (const values of [undefined, ...files.map(name => join(ci, name))]) {
      total++;
      const difference = compare(chart, values);
      if (difference === undefined) equal++;
      else {
        failed.push(`${chart} ${values ? basename(values) : ''}`);
        console.log(
          `DIFFERENT ${chart} ${values ? basename(values) : ''}\n  ${difference.slice(0, 1500)}`,
        );
      }
    }
  }
}
console.log(
  `${equal} of ${total} releases of ${count} charts equal (${refused} refused by both), ${((Date.now() - started) / 1000).toFixed(0)} s`,
);
if (process.env.REPORT) writeFileSync(process.env.REPORT, `${failed.join('\n')}\n`);
