/**
 * Compares our renderings with those of the real Helm, object by object.
 *
 *     HELM=/path/to/helm npx tsx scripts/compare-helm/main.ts DIRECTORY...
 *
 * Every directory below that holds a Chart.yaml is a chart (`gather.ts` makes such directories). It is rendered
 * with its default values, with each file of its `ci/` and with changes of its defaults. Where Helm refuses, we have to
 * refuse. Leaves that are random are not compared; that they are is told by Helm itself, run twice.
 * `RELEASE` says which Helm that is (3.19.4 where it is not said); what releases differ in is rendered accordingly.
 * `VALUES` is a directory with values of elsewhere, as `VALUES/<repository>/<chart>-<version>/*.yaml`: then these alone
 * are tried.
 * `CACHE` keeps what Helm printed, `FIGURES` writes what came out as JSON lines, `ONLY` is a part of charts' paths.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DEFAULT_CAPABILITIES } from '../../src/helm/capabilities.ts';
import { type Chart, ChartError } from '../../src/helm/chart.ts';
import { loadDirectory } from '../../src/helm/directory.ts';
import type { Manifest } from '../../src/helm/manifests.ts';
import { renderChart } from '../../src/helm/render.ts';
import { newTable, tableOf } from '../../src/helm/values.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { chartTree } from '../../test/support/chart-tree.ts';
import { compareRuns } from '../../test/support/helm.ts';
import { helmTemplate } from './helm.ts';
import { type Variant, variantsOf } from './variants.ts';

const HELM = process.env.HELM ?? 'helm';
const CAPABILITIES = {
  ...DEFAULT_CAPABILITIES,
  helmVersion: `v${process.env.RELEASE ?? '3.19.4'}`,
};
const where = {
  cache: process.env.CACHE,
  scratch: mkdtempSync(join(tmpdir(), 'compare-helm-')),
};

type Mine =
  | { readonly manifests: readonly Manifest[] }
  | { readonly error: string; readonly isCrash?: boolean };

function load(directory: string): Chart | { readonly error: string } {
  try {
    return loadDirectory(chartTree, directory);
  } catch (error) {
    if (error instanceof ChartError) return { error: error.message };
    throw error;
  }
}

function ours(chart: ReturnType<typeof load>, text = '', validating = true): Mine {
  if ('error' in chart) return chart;
  try {
    const value = parseYaml({ path: 'values.yaml', text }).documents[0]?.value;
    const outcome = renderChart({
      chart,
      values: value?.kind === 'map' ? tableOf(value, true) : newTable(),
      release: { name: 'rel', namespace: 'ns' },
      capabilities: CAPABILITIES,
      tracing: true,
      validating,
    });
    if (outcome.ok) {
      const [flaw] = outcome.flaws;
      if (flaw) return { error: `schema of ${flaw.chart}: ${flaw.path.join('.')} ${flaw.message}` };
      const broken = outcome.manifests.find(isBroken);
      if (broken) return { error: `${broken.path} is no YAML` };
      return { manifests: outcome.manifests };
    }
    const { message, at } = outcome.failure;
    return { error: `${message} ${at ? `(${at.file.path}, ${at.start})` : ''}` };
  } catch (error) {
    return { error: `CRASH ${(error as Error).stack}`, isCrash: true };
  }
}

/** What the linter takes for a rendering that Helm refuses. */
const isBroken = ({ path, text }: Manifest): boolean => parseYaml({ path, text }).broken;

type Result = 'equal' | 'refused' | 'incomplete' | { readonly different: string };

function compare(directory: string, chart: ReturnType<typeof load>, values?: string): Result {
  const real = helmTemplate(HELM, directory, values, where);
  const mine = ours(chart, values, !('isUnchecked' in real));
  if ('error' in mine && mine.isCrash) return { different: mine.error };
  if ('error' in real && 'error' in mine) {
    if (process.env.VERBOSE) console.log(`REFUSED ${directory}\n  ${real.error}\n  ${mine.error}`);
    return /missing in charts\/ directory/.test(real.error) ? 'incomplete' : 'refused';
  }
  if ('error' in real) return { different: `helm: ${real.error}\n  ours: renders` };
  if ('error' in mine) return { different: `helm: renders\n  ours: ${mine.error}` };
  const again = (run: number) => {
    const printed = helmTemplate(HELM, directory, values, { ...where, run });
    return 'output' in printed ? printed.output : '';
  };
  const differences = compareRuns(mine.manifests, real.output, again);
  return differences.length === 0 ? 'equal' : { different: differences.slice(0, 4).join('\n  ') };
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

/** Each a list of attempts: the first that Helm renders counts. */
function* releasesOf(directory: string): Generator<readonly Variant[]> {
  if (process.env.VALUES !== undefined) {
    const folder = join(process.env.VALUES, basename(dirname(directory)), basename(directory));
    for (const name of existsSync(folder) ? readdirSync(folder).sort() : [])
      yield [{ name, text: readFileSync(join(folder, name), 'utf8') }];
    return;
  }
  yield [{ name: 'default', text: '' }];
  const ci = join(directory, 'ci');
  for (const name of existsSync(ci) ? readdirSync(ci) : [])
    if (/\.ya?ml$/.test(name)) yield [{ name, text: readFileSync(join(ci, name), 'utf8') }];
  const values = join(directory, 'values.yaml');
  if (existsSync(values)) yield* variantsOf(readFileSync(values, 'utf8'));
}

interface Figure {
  readonly repository: string;
  readonly chart: string;
  equal: number;
  refused: number;
  readonly different: string[];
}

const started = Date.now();
const figures: Figure[] = [];
for (const directory of process.argv.slice(2).flatMap(root => [...charts(root)])) {
  if (!directory.includes(process.env.ONLY ?? '')) continue;
  const chart = load(directory);
  if (!('error' in chart) && chart.metadata.type === 'library') continue;
  const repository = basename(dirname(directory)).replace('+', '/');
  const figure: Figure = {
    repository,
    chart: basename(directory),
    equal: 0,
    refused: 0,
    different: [],
  };
  figures.push(figure);
  for (const attempts of releasesOf(directory)) {
    let refused = true;
    let incomplete = false;
    for (const { name, text } of attempts) {
      const result = compare(directory, chart, text || undefined);
      if (result === 'incomplete') incomplete = true;
      if (result === 'incomplete' || result === 'refused') continue;
      refused = false;
      if (result === 'equal') figure.equal++;
      else {
        figure.different.push(name);
        console.log(`DIFFERENT ${directory} ${name}\n  ${result.different.slice(0, 1500)}`);
      }
      break;
    }
    if (refused) figure.refused++;
    // A chart that is not there is missing with any values.
    if (incomplete) break;
  }
}
const sum = (of: (figure: Figure) => number) => figures.reduce((total, it) => total + of(it), 0);
const rendered = figures.filter(({ equal, different }) => equal + different.length > 0).length;
const releases = sum(({ equal, different }) => equal + different.length);
console.log(
  `${sum(({ equal }) => equal)} of ${releases} releases of ${rendered} chart versions equal, ${sum(({ refused }) => refused)} refused by both, ${((Date.now() - started) / 1000).toFixed(0)} s`,
);
if (sum(({ different }) => different.length) > 0) process.exitCode = 1;
if (process.env.FIGURES)
  writeFileSync(process.env.FIGURES, figures.map(it => `${JSON.stringify(it)}\n`).join(''));
