// What the checks of what is released share: a clone as it will be, and running programs on it.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundles } from './bundle.mjs';

/** The environment without what a hook or a person's configuration would add to git. */
export const GIT_ENV = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** Runs a program; the status is undefined where there is no such program. */
export function tryRun(cwd, env, program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { status: error ? undefined : status, stdout, output: `${stdout}${stderr}` };
}

/** Runs a program that must end well; its trimmed standard output. */
export function mustRun(cwd, env, program, args) {
  const { status, stdout, output } = tryRun(cwd, env, program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${output}`);
  return stdout.trim();
}

/** A clone of this repository's last commit, with the dist/ that the sources make, tagged as its release will be. */
export async function releaseClone(folder) {
  const clone = join(folder, 'pitower-lint');
  const git = (...args) => mustRun(clone, GIT_ENV, 'git', args);
  mustRun('.', GIT_ENV, 'git', ['clone', '--quiet', resolve('.'), clone]);
  for (const [path, text] of await bundles()) writeFileSync(join(clone, path), text);
  git('add', '--all', '--force', 'dist');
  git('commit', '--quiet', '--allow-empty', '--message', 'Release');
  const rev = `v${JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')).version}`;
  git('tag', '--force', rev);
  return { clone, rev };
}
