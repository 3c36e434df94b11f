import type { Command } from 'commander';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { completedCommand } from './words.ts';
import { zshScript } from './zsh.ts';

const scripts = { bash: bashScript, fish: fishScript, zsh: zshScript };

export type Shell = keyof typeof scripts;
export const SHELLS = Object.keys(scripts) as readonly Shell[];

/** The script that completes the command line in a shell, from the definitions of commands and options. */
export const completion = (shell: Shell, program: Command): string =>
  scripts[shell](completedCommand(program));
