import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getInput, setFailed, setOutput, summary } from '@actions/core';
import type { JsonReport } from '../report/json-report.ts';
import { reasonOf } from '../text/reason.ts';
import { lintArguments, pullArguments } from './arguments.ts';
import { baseRevision, type EventPayload, trustedBase } from './base.ts';
import { type Inputs, readInputs } from './inputs.ts';

/** The command line, bundled beside this file: it does the work, and nothing is installed. */
const PROGRAM = fileURLToPath(new URL('./cli.js', import.meta.url));

/** The inputs alone say what is linted: variables are for runs of the command line. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('PITOWER_LINT_')),
);

/** Lints once as the workflow asks; annotations, summary and SARIF come of the same run. */
async function run(): Promise<void> {
  const inputs = readInputs(name => getInput(name));
  const folder = mkdtempSync(join(process.env.RUNNER_TEMP || tmpdir(), 'pitower-lint-'));
  const files = {
    json: join(folder, 'report.json'),
    sarif: inputs.sarifFile || join(folder, 'pitower-lint.sarif'),
    markdown: join(folder, 'summary.md'),
  };
  const payload = readPayload();
  if (inputs.charts === 'pull') pullCharts(inputs, payload);
  const args = lintArguments(inputs, base(inputs, payload), files);
  const { status, stderr, error } = spawnSync(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'inherit', 'pipe'],
    env,
    encoding: 'utf8',
  });
  if (error) throw error;
  // Findings are annotated already: one more annotation would only take the place of one.
  if (status === 1) process.exitCode = 1;
  else if (status !== 0) return setFailed(stderr.trim() || 'the linter ended without a message');
  process.stderr.write(stderr);
  const report = JSON.parse(readFileSync(files.json, 'utf8')) as JsonReport;
  setOutput('errors', report.summary.errors);
  setOutput('warnings', report.summary.warnings);
  setOutput('infos', report.summary.infos);
  setOutput('sarif-file', files.sarif);
  setOutput('version', report.tool.version);
  if (inputs.summary) await summary.addRaw(readFileSync(files.markdown, 'utf8')).write();
}

/** Charts that can't be had are no defect of a change: models stand in, and the log says so. */
function pullCharts(inputs: Inputs, payload: EventPayload): void {
  const args = pullArguments(inputs, trustedBase(payload));
  const { status, error } = spawnSync(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  if (error) throw error;
  if (status !== 0 && status !== 1) throw new Error('the charts could not be pulled');
}

function readPayload(): EventPayload {
  const { GITHUB_EVENT_PATH: path } = process.env;
  return path ? (JSON.parse(readFileSync(path, 'utf8')) as EventPayload) : {};
}

function base({ changedOnly }: Inputs, payload: EventPayload): string | undefined {
  return baseRevision(process.env.GITHUB_EVENT_NAME ?? '', payload, changedOnly);
}

try {
  await run();
} catch (error) {
  setFailed(reasonOf(error));
}
