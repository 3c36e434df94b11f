import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log } from 'sarif';
import { lintPaths } from '../src/cli/run.ts';
import type { LintReport } from '../src/report/report.ts';
import { sarif } from '../src/report/sarif.ts';
import { corpus } from '../test/support/corpus.ts';
import { HOSTILE_NAMES, reportWithName } from '../test/support/hostile-names.ts';

// What code scanning would refuse or warn of in our SARIF, as Microsoft's validator and the schema
// see it. The validator is a program of 100 MB: it is fetched here, and skipped where it can't be had.

const VALIDATOR = '@microsoft/sarif-multitool';
const VERSION = '5.7.0';
/** Programs by platform; their package is what the validator's own package would start in a shell. */
const FOLDER = resolve('node_modules/.cache/sarif-multitool');
const PACKAGE = join(FOLDER, `node_modules/${VALIDATOR}-${process.platform}`);
const PROGRAM = join(
  PACKAGE,
  process.platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool',
);

function fetchValidator(): boolean {
  if (existsSync(PROGRAM)) return true;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{"private": true}');
  const args = ['install', '--no-audit', '--no-fund', '--save-exact', `${VALIDATOR}@${VERSION}`];
  spawnSync('npm', args, { cwd: FOLDER, stdio: 'ignore', shell: process.platform === 'win32' });
  return existsSync(PROGRAM);
}

const report = (path: string): LintReport =>
  lintPaths([path], { config: true, rule: new Map(), only: [], skip: [], trackedOnly: false })
    .report;

/** All of the hostile names' findings in one report. */
function hostile(): LintReport {
  const reports = Object.values(HOSTILE_NAMES).map(reportWithName);
  const [first] = reports;
  if (!first) throw new Error('there are hostile names');
  return {
    ...first,
    findings: reports.flatMap(({ findings }) => findings),
    repositoryPath: path => path,
  };
}

function many(base: LintReport): LintReport {
  const findings = Array.from({ length: 30_000 }, (_, i) =>
    base.findings.slice(i % base.findings.length).slice(0, 1),
  ).flat();
  return { ...base, findings };
}

/** What the validator and the schema have to say about a file. */
function complaints(file: string): string[] {
  const output = `${file}.validation`;
  const kinds = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--config', settings()];
  const run = spawnSync(PROGRAM, ['validate', file, ...kinds, '--output', output], {
    encoding: 'utf8',
  });
  if (!existsSync(output)) return [`the validator failed: ${run.stdout}${run.stderr}`];
  const log = JSON.parse(readFileSync(output, 'utf8').replace(/^\uFEFF/, '')) as Log;
  const said = log.runs.flatMap(({ results = [], invocations = [] }) => [
    ...results.map(
      ({ ruleId, level, message }) => `${level ?? 'warning'} ${ruleId} ${message.text}`,
    ),
    ...invocations
      .flatMap(({ toolExecutionNotifications = [] }) => toolExecutionNotifications)
      .filter(({ level }) => level === 'error')
      .map(({ message }) => `failure ${message.text}`),
  ]);
  const validate = schema();
  validate(JSON.parse(readFileSync(file, 'utf8')));
  return [
    ...said,
    ...(validate.errors ?? []).map(error => `schema ${error.instancePath} ${error.message}`),
  ];
}

/** Each rule's page would be asked for on the web, only to note that it couldn't be reached. */
function settings(): string {
  const file = join(FOLDER, 'settings.json');
  const rule = 'SARIF2006.UrisShouldBeReachable.Options';
  writeFileSync(file, JSON.stringify({ [rule]: { RuleEnabled: 'Disabled' } }));
  return file;
}

let compiled: ReturnType<Ajv2020['compile']> | undefined;
function schema() {
  compiled ??= new Ajv2020({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(join(PACKAGE, 'sarif-2.1.0.json'), 'utf8').replace(/^\uFEFF/, '')),
  );
  return compiled;
}

/** A check that can't fail is none: a column that is none must be seen by both. */
function checkTheCheck(scratch: string, base: LintReport | undefined): void {
  const file = join(scratch, 'broken.sarif');
  const options = { color: false, least: 'info', all: true, verbose: false } as const;
  const text = base ? sarif({ ...hostile(), rules: base.rules }, options).text : '';
  writeFileSync(
    file,
    text.replace(/"startColumn":\d+/, '"startColumn":0').replace('"ruleId":"', '"ruleId":"x'),
  );
  const said = complaints(file);
  const isSeen =
    said.some(line => line.startsWith('schema')) && said.some(line => line.startsWith('error'));
  console.log(`SARIF: mistakes are ${isSeen ? '' : 'NOT '}seen`);
  if (!isSeen) process.exitCode = 1;
}

function check(): void {
  const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-sarif-'));
  const real = corpus('home-ops');
  if (real === undefined) console.log('SKIPPED: SARIF of a real repository, which is not here');
  const hostileReport = hostile();
  const reports: [string, LintReport][] = [
    ['a clean tree', report('pitower')],
    ...(real === undefined ? [] : [['a real repository', report(real)] as [string, LintReport]]),
    ['hostile names', hostileReport],
    ['30,000 findings', many(hostileReport)],
  ];
  for (const [what, subject] of reports) {
    const file = join(scratch, `${what.replace(/\W+/g, '-')}.sarif`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      sarif(subject, { color: false, least: 'info', all: true, verbose: false } as const).text,
    );
    const said = complaints(file);
    for (const complaint of said.slice(0, 20)) console.log(`  ${complaint}`);
    console.log(
      `SARIF: ${what}: ${said.length} errors and warnings on ${subject.findings.length} findings`,
    );
    if (said.length > 0) process.exitCode = 1;
  }
  checkTheCheck(scratch, reports[0]?.[1]);
  rmSync(scratch, { recursive: true });
}

if (fetchValidator()) check();
else console.log(`SKIPPED: SARIF is not validated, ${VALIDATOR} ${VERSION} can't be had here`);
