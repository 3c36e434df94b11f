import type { Command, Option } from 'commander';
import { familyOf } from '../../config/rule-names.ts';
import { SEVERITIES } from '../../engine/finding.ts';
import { reporters } from '../../report/index.ts';
import { rules } from '../../rules/index.ts';

/** What may stand at a place of the command line. */
export type Value =
  | { readonly kind: 'files' }
  | { readonly kind: 'directories' }
  | { readonly kind: 'free' }
  /** One of these words, or where `list` is set several with commas. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly list?: boolean };

export interface CompletedOption {
  /** `--fail-on`, and `-q` where it has a short name. */
  readonly names: readonly string[];
  readonly description: string;
  /** Undefined for one that takes no value. */
  readonly value: Value | undefined;
}

export interface CompletedCommand {
  /** Its words: `['charts', 'pull']`; none for the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly subcommands: readonly CompletedCommand[];
  /** What stands where no option does. */
  readonly argument: Value | undefined;
}

/** What can be completed, from the definitions of commands and options. */
export function completedCommand(command: Command, path: readonly string[] = []): CompletedCommand {
  const [argument] = command.registeredArguments;
  const help = command.createHelp();
  return {
    path,
    description: command.description(),
    options: help.visibleOptions(command).map(completedOption),
    subcommands: help
      .visibleCommands(command)
      .filter(sub => sub.name() !== 'help')
      .map(sub => completedCommand(sub, [...path, sub.name()])),
    argument: argument && standingFor(argument.name(), argument.argChoices),
  };
}

const completedOption = (option: Option): CompletedOption => ({
  names: [option.long, option.short].filter(name => name !== undefined),
  description: option.description,
  value:
    option.required || option.optional
      ? standingFor(/[<[]([^>\]]*)[>\]]$/.exec(option.flags)?.[1] ?? '', option.argChoices)
      : undefined,
});

const families = (): string[] => [...new Set(rules.map(({ id }) => familyOf(id)))];
const ids = (): string[] => rules.map(({ id }) => id);

/** What a placeholder stands for: options say by it what they take. */
const PLACEHOLDERS: Readonly<Record<string, () => Value>> = {
  file: () => ({ kind: 'files' }),
  paths: () => ({ kind: 'files' }),
  path: () => ({ kind: 'directories' }),
  dir: () => ({ kind: 'directories' }),
  'dir|-': () => ({ kind: 'directories' }),
  directory: () => ({ kind: 'directories' }),
  severity: () => ({ kind: 'words', words: SEVERITIES }),
  globs: () => ({ kind: 'words', words: [...families(), ...ids()], list: true }),
  what: () => ({ kind: 'words', words: [...families(), ...ids()] }),
  family: () => ({ kind: 'words', words: families() }),
  'id=severity': () => ({ kind: 'words', words: ids().map(id => `${id}=`) }),
  'name[=file]': () => ({ kind: 'words', words: Object.keys(reporters) }),
};

function standingFor(placeholder: string, choices: readonly string[] | undefined): Value {
  if (choices) return { kind: 'words', words: choices };
  return PLACEHOLDERS[placeholder]?.() ?? { kind: 'free' };
}

/** A command and all within it. */
export const withSubcommands = (command: CompletedCommand): readonly CompletedCommand[] => [
  command,
  ...command.subcommands.flatMap(withSubcommands),
];
