// Installs the hook with the real pre-commit, from a git clone of this repository, into a scratch
// repository: it passes on what is right, fails on what is wrong, and is skipped when nothing that the
// linter reads has changed. Where pre-commit is not there, this says so and passes.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GIT_ENV, mustRun, releaseClone, tryRun } from './release-clone.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-hook-'));
const env = { ...GIT_ENV, PRE_COMMIT_HOME: join(scratch, 'home') };
const run = (cwd, program, ...args) => tryRun(cwd, env, program, args);
const must = (cwd, program, ...args) => mustRun(cwd, env, program, args);

const kustomization = name => `kind: Kustomization\nresources:\n  - ${name}\n`;

/** Stages files in the scratch repository and runs the hook on them, as a commit would. */
function commitOf(folder, files) {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  must(folder, 'git', 'add', ...Object.keys(files));
  const result = run(folder, 'pre-commit', 'run', 'pitower-lint');
  must(folder, 'git', 'commit', '--quiet', '--no-verify', '--message', 'x');
  return result;
}

/** The guide's snippet, and the command that it gives for the fixes. */
const guide = readFileSync('docs/pre-commit.md', 'utf8');
const documentedConfig = () => /^repos:\n[\s\S]*?(?=^```)/m.exec(guide)?.[0] ?? '';
const documentedFix = () => /^pre-commit (run --hook-stage .*)$/m.exec(guide)?.[1].split(' ') ?? [];

function expect(what, { status, output }, expectedStatus, pattern) {
  if (status === expectedStatus && pattern.test(output)) return console.log(`pre-commit: ${what}`);
  throw new Error(`pre-commit: not so: ${what} (status ${status})\n${output}`);
}

async function check() {
  const { clone, rev } = await releaseClone(scratch);
  const folder = join(scratch, 'repository');
  mkdirSync(folder);
  must(folder, 'git', 'init', '--quiet');
  const config = `repos:\n  - repo: ${clone}\n    rev: ${rev}\n    hooks:\n      - id: pitower-lint\n      - id: pitower-lint-fix\n`;
  const documented = documentedConfig()
    .replace(/repo: .*/, `repo: ${clone}`)
    .replace(/rev: .*/, `rev: ${rev}`);
  const good = {
    '.pre-commit-config.yaml': config,
    'kustomization.yaml': kustomization('a.yaml'),
    'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  };
  expect('passes on what is right', commitOf(folder, good), 0, /pitower-lint\.+Passed/);
  const bad = { 'kustomization.yaml': kustomization('b.yaml') };
  expect(
    'fails on what is wrong, a line for each finding',
    commitOf(folder, bad),
    1,
    /^kustomization\.yaml:3:5: error `b\.yaml` does not exist \[kustomize\/missing-file\]$/m,
  );
  writeFileSync(join(folder, 'b.yaml'), good['a.yaml']);
  expect(
    'fails on a reference to a file that was not added',
    commitOf(folder, { 'kustomization.yaml': kustomization('b.yaml # again') }),
    1,
    /`b\.yaml` does not exist/,
  );
  const other = { 'README.txt': 'x\n' };
  expect('is skipped when no file of its own changed', commitOf(folder, other), 0, /Skipped/);
  const asDocumented = {
    '.pre-commit-config.yaml': documented,
    'kustomization.yaml': `${kustomization('b.yaml')}  - c.yaml\n`,
  };
  expect(
    'as the guide has it, reports what the commit brings, and nothing that was there before',
    commitOf(folder, asDocumented),
    1,
    /^(?![\s\S]*`b\.yaml`)[\s\S]*`c\.yaml` does not exist/,
  );
  const old = `${kustomization('a.yaml')}commonLabels:\n  a: b\n`;
  writeFileSync(join(folder, 'kustomization.yaml'), old);
  must(folder, 'git', 'add', 'kustomization.yaml');
  const fixed = run(folder, 'pre-commit', ...documentedFix());
  expect('mends what can be mended, by hand', fixed, 1, /files were modified by this hook/);
  const text = readFileSync(join(folder, 'kustomization.yaml'), 'utf8');
  expect('leaves the mended file', { status: 0, output: text }, 0, /^labels:\n {2}- pairs:/m);
}

if (run('.', 'pre-commit', '--version').status === undefined) {
  console.log('SKIPPED: the pre-commit program is not here, so the hooks were not installed');
} else {
  try {
    await check();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
