import type { CompletedCommand, CompletedOption, Value } from './words.ts';

/** A script for zsh: a function for each command, as its `_arguments` wants it. */
export function zshScript(program: CompletedCommand): string {
  return `#compdef pitower-lint
# Completion of pitower-lint for zsh: pitower-lint completion zsh > "\${fpath[1]}/_pitower-lint"

${functions(program).join('\n')}
if [ "$funcstack[1]" = _pitower-lint ]; then _pitower-lint "$@"; else compdef _pitower-lint pitower-lint; fi
`;
}

const nameOf = ({ path }: CompletedCommand): string => ['_pitower-lint', ...path].join('_');

function functions(command: CompletedCommand): string[] {
  const { subcommands } = command;
  if (subcommands.length === 0) return [leaf(command)];
  const lint = subcommands.find(({ path: [name] }) => name === 'lint');
  // Linting is what is done where no command is named.
  const other =
    lint && command.path.length === 0 ? `${nameOf(lint)}` : '_message "no more arguments"';
  const isFirst = command.path.length === 0;
  return [
    ...subcommands.flatMap(functions),
    `${nameOf(command)}() {
  local -a commands=(${subcommands
    .map(({ path, description }) => quoted(`${escaped(path.at(-1) ?? '')}:${escaped(description)}`))
    .join(' ')})
  if (( CURRENT > 2 )) && (( \${+functions[${nameOf(command)}_$words[2]]} )); then
    shift words; (( CURRENT-- ))
    ${nameOf(command)}_$words[1]
  elif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe -t commands command commands
${isFirst ? '    _files\n' : ''}  else
    ${other}
  fi
}
`,
  ];
}

function leaf(command: CompletedCommand): string {
  const options = command.options.flatMap(optionSpecs);
  const argument = command.argument ? [quoted(`*:argument:${actionOf(command.argument)}`)] : [];
  return `${nameOf(command)}() {
  _arguments -s \\\n${[...options, ...argument].map(spec => `    ${spec}`).join(' \\\n')}
}
`;
}

/** Repeating an option is never wrong: the last one holds, or all of them. */
const optionSpecs = ({ names, description, value }: CompletedOption): string[] =>
  names.map(name => {
    const text = `[${description.replace(/[\\[\]:]/g, '\\$&')}]`;
    if (value === undefined) return quoted(`*${name}${text}`);
    const isLong = name.startsWith('--');
    return quoted(`*${name}${isLong ? '=' : ''}${text}:value:${actionOf(value)}`);
  });

function actionOf(value: Value): string {
  if (value.kind === 'files') return '_files';
  if (value.kind === 'directories') return '_files -/';
  if (value.kind === 'free') return ' ';
  const words = value.words.join(' ');
  if (value.list) return `_sequence compadd - ${words}`;
  return value.words.some(word => word.endsWith('='))
    ? `{ compadd -S "" - ${words} }`
    : `(${words})`;
}

const escaped = (text: string): string => text.replace(/[\\:]/g, '\\$&');
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
