import { relative, resolve } from 'node:path';
import { watch as watchFiles } from 'chokidar';
import { UNWALKED } from '../source/work-tree.ts';
import { code } from '../text/code.ts';
import { plural } from '../text/plural.ts';
import type { Remembered } from '../yaml/sources.ts';
import type { LintOptions } from './options.ts';
import { say } from './output.ts';
import { type LintedOnce, lintOnce } from './run.ts';
import { UsageError, usageText } from './usage-error.ts';

/** An editor that saves writes more than once; nobody notices so little. */
const SETTLE_MS = 30;

const CLEAR_SCREEN = '\u001B[2J\u001B[3J\u001B[H';

/**
 * Lints, and lints again whenever something changes that a lint reads, until the process is asked to end. Files that
 * did not change are not parsed again.
 *
 * @returns the exit status of the last run
 * @throws UsageError where the first run can't be carried out, or is not one to be repeated
 */
export async function watchLint(paths: readonly string[], options: LintOptions): Promise<number> {
  checkRepeatable(options);
  const remembered: Remembered = new Map();
  const first = lintOnce(paths, options, { remembered });
  let { status }: Pick<LintedOnce, 'status'> = first;
  const { directory } = first.repository;
  const again = (changed: ReadonlySet<string>) => {
    if (process.stdout.isTTY) process.stdout.write(CLEAR_SCREEN);
    const started = performance.now();
    status = attempt(() => lintOnce(paths, options, { remembered }).status);
    const [path = ''] = changed;
    const what =
      changed.size === 1 ? code(relative(directory, path)) : plural(changed.size, 'file');
    const took = Math.round(performance.now() - started);
    say(`pitower-lint: linted again in ${took} ms after a change of ${what}\n`);
  };
  const watcher = watchFiles([directory, ...filesBeside(options, first)], {
    ignored: isUnread(directory, options),
    ignoreInitial: true,
    followSymlinks: false,
  });
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  watcher.on('all', (_, path) => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = new Set(changed);
      changed.clear();
      again(paths);
    }, SETTLE_MS);
  });
  watcher.on('ready', () => {
    say(`pitower-lint: watching ${code(shortest(directory))}; Ctrl-C ends it\n`);
  });
  await asked();
  clearTimeout(timer);
  await watcher.close();
  return status;
}

/** What can't be carried out now, such as a policy that is being edited, can be after the next change. */
function attempt(run: () => 0 | 1 | 2): 0 | 1 | 2 {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(usageText(error));
    return 2;
  }
}

/** A directory as a person in this one would name it. */
function shortest(directory: string): string {
  const path = relative('', directory);
  return path.startsWith('..') ? directory : path || '.';
}

/** Resolves when the process is to end. */
const asked = (): Promise<void> =>
  new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });

function checkRepeatable({
  fix,
  fixDryRun,
  writeBaseline,
  stdinPath,
  rendered,
}: LintOptions): void {
  const others = [
    ...(fix ? ['--fix'] : []),
    ...(fixDryRun ? ['--fix-dry-run'] : []),
    ...(writeBaseline === undefined ? [] : ['--write-baseline']),
    ...(stdinPath === undefined ? [] : ['--stdin-path']),
    ...(rendered === '-' ? ['--rendered -'] : []),
  ];
  if (others[0] !== undefined)
    throw new UsageError(
      `--watch and ${others[0]} exclude each other`,
      'Run the one after the other.',
    );
}

/** Files and folders of elsewhere that decide what is reported. */
function filesBeside(
  { config, baseline, schemaDir, rendered, charts }: LintOptions,
  { report, repository }: LintedOnce,
): string[] {
  const named = [config, baseline, schemaDir, rendered, charts].filter(
    path => typeof path === 'string',
  );
  const policies = report.policy.layers.flatMap(({ file }) => file ?? []);
  return [...named, ...policies.map(path => resolve(repository.base, path))];
}

/** What a lint writes itself must not start the next one; what it never walks tells it nothing. */
function isUnread(
  directory: string,
  { format, outputFile }: LintOptions,
): (path: string) => boolean {
  const written = new Set(
    [outputFile, ...format.map(({ file }) => file)].flatMap(file =>
      file === undefined ? [] : resolve(file),
    ),
  );
  return path =>
    written.has(resolve(path)) ||
    relative(directory, path)
      .split(/[\\/]/)
      .some(part => UNWALKED.has(part));
}
