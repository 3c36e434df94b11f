// Lints checkouts of public repositories, each at the commit at which its findings were judged, and
// says how many of the reports are true: npm run ecosystem -- FOLDER [options]
//   FOLDER            has a checkout per repository, in a folder named `owner+name`
//   --only TEXT       repositories whose name contains the text
//   --unjudged        lists what is not judged yet
//   --draw N          draws N findings per repository that are not judged yet, and lists them as JSON
//   --lost            fails where a true report is not made any more
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JsonReport } from '../src/report/json-report.ts';
import { type Measured, print } from '../test/ecosystem/print.ts';
import {
  compare,
  draw,
  type JudgedRepository,
  type VerdictFile,
} from '../test/ecosystem/verdicts.ts';
import { writeBundles } from '../test/support/bundled.ts';

const FILE = 'test/ecosystem/verdicts.json';
/** The process says its own peak when it ends: it is over before another could ask. */
const PEAK =
  'process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS))';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    unjudged: { type: 'boolean', default: false },
    draw: { type: 'string' },
    lost: { type: 'boolean', default: false },
  },
});

/** Why a checkout is not measured; undefined where it is what was judged. */
function refusal(checkout: string, { commit, tree }: JudgedRepository): string | undefined {
  if (!existsSync(checkout)) return 'is not there';
  const name = (object: string) =>
    spawnSync('git', ['-C', checkout, 'rev-parse', object], { encoding: 'utf8' }).stdout.trim();
  if (name('HEAD') === commit || name('HEAD^{tree}') === tree) return undefined;
  return `is at ${name('HEAD')}; judged was ${commit}`;
}

function measure(program: string, checkout: string, judged: JudgedRepository): Measured {
  const started = performance.now();
  const args = ['--import', `data:text/javascript,${encodeURIComponent(PEAK)}`, program];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...args, checkout, '--format', 'json', '--no-config'],
    { encoding: 'utf8', maxBuffer: 1 << 29 },
  );
  const seconds = (performance.now() - started) / 1000;
  if (stdout === '') throw new Error(`${judged.repository}: ${stderr}`);
  const { findings, summary } = JSON.parse(stdout) as JsonReport;
  const { coverage } = summary as { coverage?: Measured['coverage'] };
  return {
    repository: judged.repository,
    ...compare(findings, judged.verdicts),
    applications: summary.applications,
    coverage,
    seconds,
    mebibytes: Math.round(Number(stderr.match(/peak (\d+)/)?.[1] ?? 0) / 1024),
  };
}

async function main(folder: string): Promise<void> {
  const { seed, repositories } = JSON.parse(readFileSync(FILE, 'utf8')) as VerdictFile;
  const scratch = mkdtempSync(join(tmpdir(), 'ecosystem-'));
  const program = join(await writeBundles(scratch), 'cli.js');
  const measured: Measured[] = [];
  for (const judged of repositories) {
    if (!judged.repository.includes(options.only)) continue;
    const checkout = join(folder, judged.repository.replace('/', '+'));
    const reason = refusal(checkout, judged);
    if (reason === undefined) measured.push(measure(program, checkout, judged));
    else console.error(`SKIPPED: ${judged.repository} ${reason}`);
  }
  rmSync(scratch, { recursive: true });
  if (options.draw !== undefined) {
    const open = measured.map(({ repository, spots }) => ({
      repository,
      draw: draw(
        spots.filter(({ verdict }) => verdict === undefined),
        Number(options.draw),
        seed,
      ),
    }));
    console.log(JSON.stringify(open, undefined, 1));
    return;
  }
  console.log(print(measured, { unjudged: options.unjudged }));
  const lost = measured.flatMap(({ gone }) => gone.filter(({ verdict }) => verdict === 'true'));
  if (options.lost && lost.length > 0) process.exitCode = 1;
}

const [folder = ''] = positionals;
if (existsSync(folder) && folder !== '') await main(folder);
else console.log(`SKIPPED: there is no folder of public repositories ${folder}`.trimEnd());
