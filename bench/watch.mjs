// How long an answer takes while someone edits: from writing a file of a repository to the report of --watch.
//   node bench/watch.mjs DIRECTORY FILE   (the file by its path in the directory; a copy of both is edited)
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { bundles } from '../scripts/bundle.mjs';

const TURNS = 12;

const [directory, file] = process.argv.slice(2);
if (!directory || !file || !existsSync(join(directory, file))) {
  console.error('node bench/watch.mjs DIRECTORY FILE');
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-watch-'));
const copy = join(scratch, basename(resolve(directory)));
cpSync(directory, copy, { recursive: true });
mkdirSync(join(copy, '.git'), { recursive: true });
mkdirSync(join(scratch, 'dist'));
writeFileSync(join(scratch, 'package.json'), '{"type": "module"}');
for (const [path, text] of await bundles()) writeFileSync(join(scratch, path), text);

const child = spawn(process.execPath, [join(scratch, 'dist/cli.js'), '--watch', copy], {
  stdio: ['ignore', 'ignore', 'pipe'],
});
const said = pattern =>
  new Promise(done => {
    const hear = data => {
      if (!pattern.test(String(data))) return;
      child.stderr.off('data', hear);
      done();
    };
    child.stderr.on('data', hear);
  });

try {
  await said(/watching/);
  const times = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await after(200);
    const answer = said(/linted again/);
    const started = performance.now();
    appendFileSync(join(copy, file), `# ${turn}\n`);
    await answer;
    times.push(Math.round(performance.now() - started));
  }
  const sorted = times.toSorted((a, b) => a - b);
  console.log(`ms from a write to the answer: ${times.join(' ')}`);
  console.log(`median ${sorted[Math.floor(TURNS / 2)]} ms, slowest ${sorted.at(-1)} ms`);
} finally {
  child.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
}
