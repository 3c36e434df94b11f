import { dirname, join, relative, resolve } from 'node:path';
import { rootOf } from '../config/load.ts';
import { isOwnRule, matchesRule } from '../config/rule-names.ts';
import type { Linted, LintOutcome, LintRequest } from '../lint.ts';
import type { LintReport } from '../report/report.ts';
import { rules } from '../rules/index.ts';
import { standardInput, witnessed } from '../source/disk.ts';
import { overlay } from '../source/overlay.ts';
import type { SourceText } from '../source/text.ts';
import { type FileTree, joinPath } from '../source/tree.ts';
import { codes } from '../text/code.ts';
import { didYouMean } from '../text/nearest.ts';
import type { Remembered } from '../yaml/sources.ts';
import { loadBaseline, saveBaseline } from './baseline-file.ts';
import { openCharts } from './chart-folders.ts';
import { fix } from './fix.ts';
import type { LintOptions, LintSelection } from './options.ts';
import { say } from './output.ts';
import { policyError, policyReader, readPolicyFile } from './policy-file.ts';
import { formatsOf, print } from './print.ts';
import { progressLine } from './progress.ts';
import { readRendered } from './rendered-files.ts';
import { gitTop, type OpenedRepository, openRepositoryOf } from './repository.ts';
import { type Keeper, keeperOf, type Program, type ResultPlace } from './results.ts';
import { lintSince, onlyTracked } from './revisions.ts';
import { schemaFiles } from './schema-files.ts';
import { fails } from './status.ts';
import { timing } from './timing.ts';
import { UsageError } from './usage-error.ts';

/** A lint as it was printed, and what it was of. */
export interface LintedOnce {
  /** The exit status of the design contract: 0, 1 or 2. */
  readonly status: 0 | 1 | 2;
  readonly repository: OpenedRepository;
  readonly report: LintReport;
}

/** What keeps the result of a run: where that is, and the program that runs. */
export interface Keeping {
  readonly place: ResultPlace;
  readonly program: Program;
}

/**
 * Lints and prints; the result is the exit status of the design contract: 0, 1 or 2.
 *
 * @param keeping keeps the result for the next run of the same command line; default: nothing does
 */
export function runLint(
  paths: readonly string[],
  options: LintOptions,
  keeping?: Keeping,
): 0 | 1 | 2 {
  const keeper = keeping && keeperOf(keeping.place, keeping.program, options);
  const { status, repository, report } = lintOnce(paths, options, keeper && { keeper });
  if (status !== 2) keeper?.keep(report, repository);
  return status;
}

/**
 * Lints and prints once.
 *
 * @param remembered files that earlier runs read
 * @param keeper sees what is read
 */
export function lintOnce(
  paths: readonly string[],
  options: LintOptions,
  { remembered, keeper }: { readonly remembered?: Remembered; readonly keeper?: Keeper } = {},
): LintedOnce {
  const isFixing = checkFixing(options);
  const formats = formatsOf(options);
  const progress = progressLine(process.stderr);
  const clock = options.timing ? timing() : undefined;
  let repository: OpenedRepository | undefined;
  const run = (request: LintRequest, opened: OpenedRepository): LintOutcome => {
    repository = opened;
    keeper?.check(opened);
    const asked = keeper ? { ...request, renderings: keeper.renderings(opened) } : request;
    return isFixing
      ? fix(asked, { write: options.fix, unsafe: options.unsafeFixes, top: opened.base })
      : lintSince(opened.directory, options.changedSince, asked, policyNames(options));
  };
  const { report, crashed } = clearing(progress, () =>
    witnessed(keeper?.witness, () =>
      lintPaths(paths, options, {
        progress(stage) {
          clock?.stage(stage);
          progress.show(stage);
        },
        timed: clock?.rule,
        remembered,
        today: keeper?.today,
        run,
      }),
    ),
  );
  if (!repository) throw new Error('what was linted was opened');
  if (clock) say(clock.text());
  if (options.writeBaseline === undefined) print(report, options, { formats, top: repository.top });
  else saveBaseline(options.writeBaseline, report, repository.top);
  const isFailure = options.writeBaseline === undefined && fails(report, options);
  return { status: crashed ? 2 : isFailure ? 1 : 0, repository, report };
}

const policyNames = ({ config }: LintSelection) => ({ found: config === true });

function clearing<T>(progress: { clear(): void }, run: () => T): T {
  try {
    return run();
  } finally {
    progress.clear();
  }
}

export interface LintSteps {
  /** Told what is being done, for a person who waits. */
  readonly progress?: (stage: string) => void;
  /** Told what each rule took, in milliseconds. */
  readonly timed?: ((rule: string, milliseconds: number) => void) | undefined;
  /** Files that earlier runs read. */
  readonly remembered?: Remembered | undefined;
  /** The day on which suppressions are judged; default: the current one. */
  readonly today?: string | undefined;
  /** What is done with what is to be linted. */
  readonly run?: (request: LintRequest, repository: OpenedRepository) => LintOutcome;
}

/**
 * Lints the repository that some files and directories belong to, and reports on those.
 *
 * @throws UsageError where it can't be done as asked
 */
export function lintPaths(
  paths: readonly string[],
  options: LintSelection,
  {
    progress,
    timed,
    remembered,
    today,
    run = (request, { directory }) =>
      lintSince(directory, options.changedSince, request, policyNames(options)),
  }: LintSteps = {},
): Linted {
  const asked = askedPaths(paths, options);
  const repository = repositoryOf(asked, options);
  const { directory, base, top, isAsked } = repository;
  const whole = options.trackedOnly ? onlyTracked(directory, repository.tree) : repository.tree;
  const tree = options.stdinPath === undefined ? whole : withStdin(whole, isAsked);
  const git = gitTop(directory);
  const isWanted = (id: string) =>
    (options.only.length === 0 || options.only.some(glob => matchesRule(id, glob))) &&
    !options.skip.some(glob => matchesRule(id, glob));
  const chosen = rules.filter(({ id }) => isWanted(id));
  const own = options.only.filter(isOwnRule);
  if (chosen.length === 0 && own.length === 0)
    throw new UsageError(
      '--only and --skip leave no rule to run',
      '`pitower-lint rules` lists them.',
    );
  const request: LintRequest = {
    tree,
    isAsked,
    prefix: git === undefined ? '' : relative(git, base),
    policyFile: policyOf(directory, tree.root, options),
    readPolicy: policyReader(base, git ?? directory),
    rendered: readRendered(options.rendered, top),
    schemaFile: schemaFiles(options.schemaDir, top),
    charts: openCharts(options.charts),
    rules: chosen,
    isWanted,
    severities: options.rule,
    baseline:
      options.baseline === undefined
        ? undefined
        : loadBaseline(options.baseline, directory, tree.root, top),
    cluster: options.cluster,
    ...(options.confidence && { confidence: options.confidence }),
    ...(progress && { progress }),
    ...(timed && { timed }),
    ...(today !== undefined && { today }),
    remembered,
  };
  if (!tree.files.some(isAsked)) throw nothingToLint(asked);
  const outcome = run(request, repository);
  if (outcome.status === 'invalid-policy') throw policyError(outcome.errors);
  if (outcome.status === 'invalid-schemas') {
    const { schemaDir = '' } = options;
    throw new UsageError(
      outcome.errors.map(({ path, message }) => `${join(schemaDir, path)}: ${message}`).join('\n'),
      'Correct the JSON Schema or take it out of --schema-dir.',
      { code: 'invalid-file' },
    );
  }
  if (outcome.status === 'unknown-cluster') throw unknownCluster(options.cluster, outcome.known);
  if (outcome.status === 'nothing-to-lint') {
    throw nothingToLint(asked);
  }
  checkOwn(own, outcome.report.rules);
  return outcome;
}

/** Which rules of its own a policy has is known when it was read. */
function checkOwn(globs: readonly string[], ran: readonly { readonly id: string }[]): void {
  const missed = globs.find(glob => !ran.some(({ id }) => matchesRule(id, glob)));
  if (missed !== undefined)
    throw new UsageError(
      `the policy has no rule \`${missed}\``,
      'Rules of its own are those below `custom` in the policy file.',
    );
}

const unknownCluster = (name = '', known: readonly string[]): UsageError =>
  new UsageError(
    `there is no cluster \`${name}\``,
    known.length === 0
      ? 'As far as can be told, the repository describes a single one: leave out --cluster.'
      : `${didYouMean(name, known) ?? ''} The clusters are ${codes(known)}.`.trim(),
    { code: 'not-found' },
  );

/** `-` stands for the file that --stdin-path names. */
function askedPaths(paths: readonly string[], { stdinPath }: LintSelection): readonly string[] {
  const isStdin = paths.length === 1 && paths[0] === '-';
  if (isStdin !== (stdinPath !== undefined) || (paths.includes('-') && !isStdin)) {
    throw new UsageError(
      'standard input needs the path - alone, and --stdin-path FILE beside it',
      'Such as: pitower-lint - --stdin-path apps/web/service.yaml < edited.yaml',
    );
  }
  if (stdinPath !== undefined) return [stdinPath];
  return paths.length > 0 ? paths : ['.'];
}

/** The tree with the one file that is asked for as standard input has it. */
function withStdin(tree: FileTree, isAsked: (path: string) => boolean): FileTree {
  const path = tree.files.find(isAsked);
  if (path === undefined) throw new UsageError('the file of --stdin-path is not linted');
  return overlay(tree, new Map([[tree.real(path) ?? path, standardInput()]]));
}

const nothingToLint = (paths: readonly string[]): UsageError =>
  new UsageError(
    `${paths.join(', ')} has nothing to lint`,
    'There is no YAML document in it that git would keep.',
    { code: 'nothing-to-lint' },
  );

/** The tree that the policy names in `root`, or that the paths lie in. */
function repositoryOf(paths: readonly string[], { config }: LintSelection): OpenedRepository {
  const found = openRepositoryOf(paths, { policy: config === true });
  const file = readPolicyFile(config, found.directory, found.base);
  const root = file && rootOf(file);
  if (file === undefined || root === undefined) return found;
  const at = resolve(found.directory, dirname(file.path), root);
  return openRepositoryOf(paths, { root: at });
}

/** Whether files are to be mended; combinations that make no sense are refused. */
function checkFixing({
  fix,
  fixDryRun,
  unsafeFixes,
  baseline,
  writeBaseline,
  changedSince,
}: LintOptions): boolean {
  const refuse = (what: string) => {
    throw new UsageError(what, 'See pitower-lint lint --help.');
  };
  if (fix && fixDryRun) refuse('--fix and --fix-dry-run exclude each other');
  if (unsafeFixes && !fix && !fixDryRun) refuse('--unsafe-fixes needs --fix or --fix-dry-run');
  if (baseline && writeBaseline) refuse('--baseline and --write-baseline exclude each other');
  if ((fix || fixDryRun) && writeBaseline) refuse('--write-baseline goes without fixes');
  if (changedSince && (fix || fixDryRun)) refuse('--changed-since goes without fixes');
  if (changedSince && writeBaseline)
    refuse('--changed-since and --write-baseline exclude each other');
  return fix || fixDryRun;
}

/** The policy file as a file of the repository, so that findings in it are said like all others. */
function policyOf(
  directory: string,
  root: string,
  { config }: LintSelection,
): SourceText | undefined {
  const file = readPolicyFile(config, directory, gitTop(directory) ?? directory);
  return file && { ...file, path: joinPath(root, file.path) ?? resolve(directory, file.path) };
}
