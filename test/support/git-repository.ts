import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GIT_ENV } from '../../scripts/release-clone.mjs';

/** A repository that git made, with its work tree on disk. */
export interface GitRepository {
  readonly folder: string;
  git(...args: readonly string[]): string;
  /** Writes files (`undefined` removes one, `{ link }` makes a link) and commits all; the commit's name. */
  commit(files: Files): string;
  write(files: Files): void;
}

export type Files = Readonly<Record<string, string | undefined | { readonly link: string }>>;

export const scratchFolder = (): string => mkdtempSync(join(tmpdir(), 'pitower-lint-git-'));
export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** An empty repository in a new folder below `parent`. */
export function gitRepository(parent: string): GitRepository {
  const folder = mkdtempSync(join(parent, 'repository-'));
  runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  const git = (...args: readonly string[]) => runGit(folder, args);
  const write = (files: Files) => writeFiles(folder, files);
  return {
    folder,
    git,
    write,
    commit(files) {
      write(files);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'x');
      return git('rev-parse', 'HEAD');
    },
  };
}

export function runGit(folder: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    env: GIT_ENV,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    rmSync(file, { force: true });
    if (content === undefined) continue;
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'string') writeFileSync(file, content);
    else symlinkSync(content.link, file);
  }
}
