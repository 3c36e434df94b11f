import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { unrepeatable } from '../source/disk.ts';
import { GitError } from './git-error.ts';

export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a git command in one repository; a status other than 0 is the caller's to judge. */
export type Git = (args: readonly string[], input?: string) => GitResult;

/**
 * Git in one repository, reading only. Nothing that the repository's or the user's configuration
 * names is executed: no hook, file system monitor, filter, pager or helper, and no transport is
 * allowed, so that a partial clone fetches nothing. Commands that diff add their own switches
 * against external diffs and text conversion.
 *
 * @param directory where the repository is checked out
 * @throws GitError where git can't be run, is too old or the directory is in no repository
 */
export function openGit(directory: string): Git {
  const git = gitWith(directory, SETTINGS);
  const probe = git(['config', '--get', PROBE]);
  // Git dies where a `.git` file leads to no repository, before it reads any setting.
  if (/^fatal:.*(?:gitfile|not a git repository:)/m.test(probe.stderr))
    throw new GitError(
      `the .git of ${directory} leads to no repository`,
      firstLine(probe.stderr).replace(/^fatal: /, 'Git says: '),
    );
  if (probe.stdout.toString('utf8') !== 'true\n') {
    throw new GitError(
      'git is too old to be kept from executing what it is configured to',
      'Git 2.31 is needed.',
    );
  }
  const { status, stderr } = git(['rev-parse', '--git-dir']);
  if (status !== 0)
    throw new GitError(`${directory} is not in a git repository`, firstLine(stderr));
  return gitWith(directory, { ...SETTINGS, ...withoutFilters(git) });
}

/** Shows whether git takes settings from the environment, which it does since 2.31. */
const PROBE = 'pitowerlint.probe';

const SETTINGS = {
  [PROBE]: 'true',
  'core.fsmonitor': 'false',
  'core.hooksPath': '/dev/null',
  'core.quotePath': 'true',
  // Ownership is checked because configuration may execute programs; here it can't.
  'safe.directory': '*',
};

function gitWith(directory: string, settings: Readonly<Record<string, string>>): Git {
  const env = environment(settings);
  const always = ['--no-pager', '-C', resolve(directory)];
  return (args, input = '') => {
    unrepeatable();
    const { error, status, stdout, stderr } = spawnSync('git', [...always, ...args], {
      // Windows looks for programs in the current directory first: it must not be the repository.
      cwd: dirname(process.execPath),
      env,
      input,
      maxBuffer: Number.POSITIVE_INFINITY,
      windowsHide: true,
    });
    if (error) throw new GitError(`git can't be run: ${error.message}`, 'Is it installed?');
    return { status: status ?? 1, stdout, stderr: stderr.toString('utf8') };
  };
}

/** Clean filters and their like run whenever git compares a file on disk with what it stored. */
function withoutFilters(git: Git): Record<string, string> {
  const { stdout } = git(['config', '--null', '--name-only', '--get-regexp', '^filter\\.']);
  const filters = textsOf(stdout).flatMap(key => /^(filter\..*)\.[^.]*$/s.exec(key)?.[1] ?? []);
  return Object.fromEntries(
    filters.flatMap(filter => [
      [`${filter}.clean`, ''],
      [`${filter}.smudge`, ''],
      [`${filter}.process`, ''],
      [`${filter}.required`, 'false'],
    ]),
  );
}

/**
 * The environment without git's own variables (a hook's would point at another index or
 * repository), with settings that win over every configuration file
 * (https://git-scm.com/docs/git-config#ENVIRONMENT).
 */
function environment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  const given = Object.entries(settings).flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  return {
    ...Object.fromEntries([...inherited, ...given]),
    GIT_CONFIG_COUNT: String(Object.keys(settings).length),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_OPTIONAL_LOCKS: '0', // leaves the index as it is
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

/** The parts of output that ends each of them with a NUL. */
export const textsOf = (output: Buffer): string[] =>
  output.toString('utf8').split('\0').slice(0, -1);

/** The output of a command that can't fail but for a broken repository. */
export function outputOf(git: Git, args: readonly string[]): Buffer {
  const { status, stdout, stderr } = git(args);
  if (status === 0) return stdout;
  if (/promisor|lazy fetching/.test(stderr)) throw isPartial();
  throw new GitError(`git ${args[0]} failed: ${firstLine(stderr)}`);
}

export const isPartial = (): GitError =>
  new GitError(
    'the clone is partial: it lacks files of the other revision',
    'Clone or fetch without --filter (with actions/checkout: no filter).',
  );

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
