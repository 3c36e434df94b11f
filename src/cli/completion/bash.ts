import { SEVERITIES } from '../../engine/finding.ts';
import { type CompletedCommand, type Value, withSubcommands } from './words.ts';

/** A script for bash, which needs no other. Words with `=` are several for it, the `=` by itself being one. */
export function bashScript(program: CompletedCommand): string {
  const all = withSubcommands(program);
  return `# Completion of pitower-lint for bash: source <(pitower-lint completion bash)

_pitower_lint_words() {
  local head= word=$cur
  if [[ $2 == list && $cur == *,* ]]; then head=\${cur%,*},; word=\${cur##*,}; fi
  COMPREPLY=($(compgen -P "$head" -W "$1" -- "$word"))
  if [[ $2 == list || \${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2> /dev/null; fi
}

_pitower_lint_files() {
  COMPREPLY=($(compgen "$1" -- "$cur"))
  compopt -o filenames 2> /dev/null
}

_pitower_lint() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command= i at=$((COMP_CWORD - 1))
  if [[ $cur == = ]]; then cur=; elif [[ \${COMP_WORDS[at]} == = ]]; then ((at--)); fi
  local prev=\${COMP_WORDS[at]}
  if ((at > 0)) && [[ \${COMP_WORDS[at - 1]} == --rule ]] && ((at < COMP_CWORD)) && [[ \${COMP_WORDS[at + 1]} == = ]]; then
    _pitower_lint_words '${[...SEVERITIES, 'off'].join(' ')}'
    return
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
${all
  .filter(({ path }) => path.length > 0)
  .map(
    ({ path }) => `      '${['', ...path].join(' ')}') command='${['', ...path].join(' ')}' ;;\n`,
  )
  .join('')}    esac
  done
  case "$command $prev" in
${all.flatMap(valueCases).join('')}  esac
  case $command in
${all.map(commandCase).join('')}  esac
}

complete -F _pitower_lint pitower-lint
`;
}

const keyOf = ({ path }: CompletedCommand): string => path.map(part => ` ${part}`).join('');

/** What stands behind an option. The options of linting may stand without its name. */
function valueCases(command: CompletedCommand): string[] {
  const isDefault = command.path.length === 1 && command.path[0] === 'lint';
  return command.options.flatMap(({ names, value }) => {
    if (value === undefined) return [];
    const keys = [keyOf(command), ...(isDefault ? [''] : [])].flatMap(key =>
      names.map(name => `'${key} ${name}'`),
    );
    return [`    ${keys.join(' | ')}) ${replyOf(value)}; return ;;\n`];
  });
}

function commandCase(command: CompletedCommand): string {
  const { subcommands, argument, path } = command;
  const lint =
    path.length === 0 ? subcommands.find(({ path: [name] }) => name === 'lint') : undefined;
  const options = [...command.options, ...(lint?.options ?? [])].flatMap(({ names }) => names);
  const names = subcommands.map(({ path: own }) => own.at(-1));
  const rest =
    path.length === 0
      ? `_pitower_lint_files -f; COMPREPLY+=($(compgen -W '${names.join(' ')}' -- "$cur"))`
      : names.length > 0
        ? replyOf({ kind: 'words', words: names.map(String) })
        : replyOf(argument ?? { kind: 'free' });
  return `    '${keyOf(command)}')
      if [[ $cur == -* ]]; then _pitower_lint_words '${options.join(' ')}'
      else ${rest}; fi ;;
`;
}

function replyOf(value: Value): string {
  if (value.kind === 'words')
    return `_pitower_lint_words '${value.words.join(' ')}'${value.list ? ' list' : ''}`;
  if (value.kind === 'directories') return '_pitower_lint_files -d';
  return value.kind === 'files' ? '_pitower_lint_files -f' : 'COMPREPLY=()';
}
