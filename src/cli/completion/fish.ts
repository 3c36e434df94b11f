import {
  type CompletedCommand,
  type CompletedOption,
  type Value,
  withSubcommands,
} from './words.ts';

/** A script for fish: a line for each option of each command. */
export function fishScript(program: CompletedCommand): string {
  const lines = withSubcommands(program).flatMap(command => linesOf(command, program));
  return `# Completion of pitower-lint for fish: pitower-lint completion fish > ~/.config/fish/completions/pitower-lint.fish
complete -c pitower-lint -e
${lines.map(line => `complete -c pitower-lint ${line}\n`).join('')}`;
}

function linesOf(command: CompletedCommand, program: CompletedCommand): string[] {
  const { path, options, subcommands, argument } = command;
  const when = `-n ${quoted(conditionOf(command, program))}`;
  const names = subcommands.map(
    sub => `${when} -f -a ${quoted(sub.path.at(-1) ?? '')} -d ${quoted(sub.description)}`,
  );
  const words =
    path.length > 0 && subcommands.length === 0 ? [`${when} ${argumentOf(argument)}`] : [];
  return [...names, ...words, ...options.map(option => `${when} ${optionOf(option)}`)];
}

/** When a command's words are asked for. Linting is what is done where no other command is named. */
function conditionOf({ path, subcommands }: CompletedCommand, program: CompletedCommand): string {
  const seen = (names: readonly string[]) => `__fish_seen_subcommand_from ${names.join(' ')}`;
  const all = program.subcommands.flatMap(({ path: [name = ''] }) => name);
  const own = subcommands.flatMap(sub => sub.path.at(-1) ?? '');
  if (path.length === 0) return `not ${seen(all)}`;
  if (path.length === 1 && path[0] === 'lint')
    return `not ${seen(all.filter(name => name !== 'lint'))}`;
  const here = path.map(name => seen([name])).join('; and ');
  return own.length > 0 ? `${here}; and not ${seen(own)}` : here;
}

function optionOf({ names, description, value }: CompletedOption): string {
  const flags = names.map(name =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  const takes = value === undefined ? '' : ` ${wordsFor(value)}`;
  return `${flags.join(' ')}${takes} -d ${quoted(description)}`;
}

function wordsFor(value: Value): string {
  if (value.kind === 'files') return '-r -F';
  if (value.kind === 'directories') return `-x -a ${quoted('(__fish_complete_directories)')}`;
  if (value.kind === 'free') return '-x';
  return `-x -a ${quoted(value.list ? listed(value.words) : value.words.join(' '))}`;
}

const listed = (words: readonly string[]): string => `(__fish_append , ${words.join(' ')})`;

function argumentOf(argument: Value | undefined): string {
  if (argument === undefined || argument.kind === 'free') return '-f';
  if (argument.kind === 'files') return '-F';
  if (argument.kind === 'directories') return `-f -a ${quoted('(__fish_complete_directories)')}`;
  return `-f -a ${quoted(argument.words.join(' '))}`;
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
