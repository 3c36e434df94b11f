/**
 * Compares what the linter says of patches with what Talos' own machinery does. Needs Go, and its module
 * proxy the first time: `npm run talos-machinery -- [VERSION]`.
 *
 * @see https://github.com/siderolabs/talos/tree/main/pkg/machinery
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusalsOf } from '../test/loaders/talos/support.ts';
import { VALUE_VECTORS } from '../test/loaders/talos/value-vectors.ts';

const [version = 'v1.12.4'] = process.argv.slice(2);
const patches = VALUE_VECTORS.map(([role, patch]) => ({
  role,
  patch: `${patch.replaceAll('|', '\n')}\n`,
}));

if (spawnSync('go', ['version']).status === 0) compare();
else process.stdout.write('SKIPPED: go is not installed\n');

function compare(): void {
  const answers = machineryAnswers();
  let differ = 0;
  for (const [index, { role, patch }] of patches.entries()) {
    const theirs = answers[index] ?? 'no answer';
    const ours = refusalsOf(version, { [role]: patch }).join('; ');
    if ((theirs === '') === (ours === '')) continue;
    differ++;
    process.stdout.write(`${role}\n${patch}  Talos: ${theirs || 'ok'}\n  here:  ${ours || 'ok'}\n`);
  }
  process.stdout.write(`${patches.length - differ} of ${patches.length} agree with ${version}\n`);
  if (differ > 0) process.exitCode = 1;
}

function machineryAnswers(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'talos-machinery-'));
  try {
    copyFileSync('scripts/talos-machinery/main.go', join(folder, 'main.go'));
    const go = (...args: string[]) => execFileSync('go', args, { cwd: folder, stdio: 'pipe' });
    go('mod', 'init', 'machinery');
    go('get', `github.com/siderolabs/talos/pkg/machinery@${version}`);
    go('mod', 'tidy');
    go('build', '-o', 'machinery', '.');
    const output = execFileSync(join(folder, 'machinery'), {
      input: JSON.stringify(patches),
      encoding: 'utf8',
    });
    return output
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as string);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
