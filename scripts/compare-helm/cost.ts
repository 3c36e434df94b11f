/**
 * Says what rendering charts costs beside the real Helm: CPU time of whole processes, their starts included.
 *
 *     npm run bundle && HELM=/path/to/helm npx tsx scripts/compare-helm/cost.ts CHART_DIRECTORY...
 *
 * Helm is run as Argo CD runs it, once for every chart: `helm template --include-crds` with default values. We are run as
 * users meet us, once for a repository that has an Application for each of them: `lint --no-cache` (all rules, over what
 * was rendered), `render` (which prints the objects), and `lint` again where an earlier run kept what it rendered.
 * All take turns, `TURNS` times (default 5); medians are compared.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const ours = (command: string, cache: string) => () =>
    runScript(
      `XDG_CACHE_HOME=${quoted(join(scratch, cache))} CI= ${quoted(process.execPath)} ${quoted(PROGRAM)} ${command}`,
      repository,
    );
  const run = (name: string, script: string, cache: string) => ({
    name,
    once: ours(script, cache),
  });
  const given = `--charts ${quoted(charts)}`;
  const runs = [
    run('lint', `lint --no-cache ${given}`, 'none'),
    run('render', `render ${given}`, 'none'),
    run('lint, kept', `lint --cache ${given}`, 'kept'),
    run('render, kept', `render ${given}`, 'kept'),
  ];
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
