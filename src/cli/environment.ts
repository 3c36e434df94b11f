import { type Command, Option } from 'commander';
import { code } from '../text/code.ts';
import { didYouMean } from '../text/nearest.ts';

const PREFIX = 'PITOWER_LINT_';

/** The options that a CI job or a container sets once, for all of its runs. */
const SET_ONCE: ReadonlySet<string> = new Set([
  '--baseline',
  '--cache-dir',
  '--changed-since',
  '--charts',
  '--cluster',
  '--confidence',
  '--config',
  '--fail-on',
  '--format',
  '--max-warnings',
  '--only',
  '--output-file',
  '--rendered',
  '--rule',
  '--schema-dir',
  '--severity',
  '--skip',
]);

/** The variable of an option: `PITOWER_LINT_FAIL_ON` for `--fail-on`. */
const variableOf = (long: string): string =>
  PREFIX + long.slice(2).replaceAll('-', '_').toUpperCase();

export const VARIABLES: readonly string[] = [...SET_ONCE].map(variableOf);

/** Lets the options that a command gets be set by variables: what the command line says wins over them. */
export function fromEnvironment(command: Command, only: ReadonlySet<string> = SET_ONCE): Command {
  command.createOption = (flags, description) => {
    const option = new Option(flags, description);
    return option.long && only.has(option.long) ? option.env(variableOf(option.long)) : option;
  };
  return command;
}

/** Those that all commands share which read a repository. */
export const SHARED: ReadonlySet<string> = new Set(['--charts', '--config']);

/**
 * What is wrong with the variables that are set: a mistyped one would not be obeyed, and nobody would know. An empty
 * one counts as not set, as CI systems have it, and is taken out.
 */
export function checkEnvironment(env: NodeJS.ProcessEnv): readonly string[] {
  const set = Object.keys(env).filter(name => name.startsWith(PREFIX));
  for (const name of set) if (env[name] === '') delete env[name];
  return set
    .filter(name => env[name] !== undefined && !VARIABLES.includes(name))
    .map(name =>
      [`no option has the variable ${code(name)}.`, didYouMean(name, VARIABLES)]
        .filter(Boolean)
        .join(' '),
    );
}
