/**
 * Says what rendering charts costs beside the real Helm: CPU time of whole processes, their starts included.
 *
 *     npm run bundle && HELM=/path/to/helm npx tsx scripts/compare-helm/cost.ts CHART_DIRECTORY...
 *
 * Helm is run as Argo CD runs it, once for every chart: `helm template --include-crds` with default values. We are run as
 * users meet us, once for a repository that has an Application for each of the charts, which are at hand by `--charts`:
 * a lint with all rules that keeps nothing, `render`, which prints the objects, and a lint after one where one file
 * changed since, or none: what was rendered is kept by the chart's digest and the values. All take turns, `TURNS` times
 * (5 where it is not said); medians are compared.
 *
 * A chart's dependencies have to lie in its `charts/`, and Helm has to render it.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { measure, ratio, runScript } from '../../bench/measure.mjs';
import { KUBE } from './helm.ts';

const HELM = process.env.HELM ?? 'helm';
const TURNS = Number(process.env.TURNS ?? 5);
const PROGRAM = resolve('dist/cli.js');

const scratch = mkdtempSync(join(tmpdir(), 'cost-'));
const repository = join(scratch, 'repository');
const charts = join(scratch, 'charts');

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** An Application of one chart with its default values, in a folder of its own. */
function writeApplication(directory: string): void {
  const { name, version } = parse(readFileSync(join(directory, 'Chart.yaml'), 'utf8')) as {
    name: string;
    version: string;
  };
  const folder = join(repository, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'application.yaml'),
    `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://charts.example.com
    chart: ${name}
    targetRevision: ${version}
  destination:
    server: https://kubernetes.default.svc
    namespace: ${name}
`,
  );
}

try {
  const directories = process.argv.slice(2).map(directory => resolve(directory));
  mkdirSync(charts);
  for (const directory of directories)
    cpSync(directory, join(charts, basename(directory)), { recursive: true });
  for (const directory of directories) writeApplication(directory);
  const helm = directories
    .map(
      directory =>
        `${quoted(HELM)} template ${quoted(basename(directory))} ${quoted(directory)} -n ns --include-crds --kube-version ${KUBE}`,
    )
    .join(' && ');
  const run = (name: string, command: string, cache: string, before = 'true') => ({
    name,
    once: () =>
      runScript(
        `${before}; XDG_CACHE_HOME=${quoted(join(scratch, cache))} CI= ${quoted(process.execPath)} ${quoted(PROGRAM)} ${command}`,
        repository,
      ),
  });
  const given = `--charts ${quoted(charts)}`;
  const [first = ''] = readdirSync(repository);
  const change = `echo '# changed' >> ${quoted(join(first, 'application.yaml'))}`;
  const runs = [
    run('lint', `lint --no-cache ${given}`, 'none'),
    run('render', `render ${given}`, 'none'),
    run('lint, one file changed', `lint --cache ${given}`, 'kept', change),
    run('lint, nothing changed', `lint --cache ${given}`, 'kept'),
  ];
  const rendered = spawnSync(
    process.execPath,
    [PROGRAM, 'render', '--format', 'json', '--charts', charts],
    { cwd: repository, encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  const applications = JSON.parse(rendered.stdout) as { objects: unknown[] }[];
  if (applications.length < directories.length || applications.some(it => it.objects.length === 0))
    throw new Error('a chart was not rendered');
  for (const { once } of runs) once();
  const [theirs, ...mine] = measure(
    TURNS,
    () => runScript(helm, scratch),
    ...runs.map(({ once }) => once),
  );
  if (!theirs) throw new Error('nothing was measured');
  console.log(`helm template, ${directories.length} charts: ${theirs.milliseconds.toFixed(0)} ms`);
  for (const [index, one] of mine.entries())
    console.log(
      `${runs[index]?.name}: ${one.milliseconds.toFixed(0)} ms, ${ratio(one, theirs).toFixed(2)} times Helm`,
    );
} finally {
  rmSync(scratch, { recursive: true });
}
