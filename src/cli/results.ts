import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Renderings } from '../helm/kept.ts';
import { fromKept, type KeptReport, toKept } from '../report/kept.ts';
import type { LintReport } from '../report/report.ts';
import { stateAt, unwitnessed } from '../source/disk.ts';
import {
  digestOf,
  type Evidence,
  type Recorder,
  recorder,
  stillHolds,
} from '../source/evidence.ts';
import { isRefused, readHead } from '../source/regular-file.ts';
import { isRepositoryPath, MAX_READ } from '../source/tree.ts';
import { chartCache, keptFolder } from '../store/cache-directory.ts';
import { keepFile, readKept, touchKept } from '../store/kept-files.ts';
import { isSet } from '../text/variables.ts';
import { VERSION } from '../version.ts';
import type { LintOptions } from './options.ts';
import { say } from './output.ts';
import { realOf } from './own-file.ts';
import { formatsOf, type PrintOptions, print } from './print.ts';
import type { OpenedRepository } from './repository.ts';
import { fails } from './status.ts';
import { UsageError, usageText } from './usage-error.ts';

/** Which form a result has: another one, another number, so that results of before count as none. */
const FORM = 1;

/** What all results together may take; the ones that were used longest ago go first. */
const LIMITS = { files: 200, bytes: 64 * 1024 * 1024 };

/** The same of renderings, of which a run may have hundreds. */
const RENDERINGS = { files: 1_000, bytes: 256 * 1024 * 1024 };

/** Reading more than that would not be less work than linting again. */
const MAX_RESULT = 16 * 1024 * 1024;

/** A command line, and where its result is kept. */
export interface ResultPlace {
  readonly folder: string;
  /** Whether the user chose the folder. */
  readonly isNamed: boolean;
  readonly name: string;
  /** The day that suppressions are judged by, YYYY-MM-DD. */
  readonly today: string;
  /** When the process began, in milliseconds: before anything was read. */
  readonly since: number;
}

/** The program that a result is of: another one may say something else. */
export interface Program {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What printing needs of the options, all of it data. */
type Choices = PrintOptions & Pick<LintOptions, 'failOn' | 'maxWarnings'>;

/** A result as it is kept. */
interface Result {
  readonly evidence: Evidence;
  readonly report: KeptReport;
  /** The files of the report on disk, in their order; null: they have no text. */
  readonly files: readonly (readonly [path: string, digest: string] | null)[];
  readonly choices: Choices;
  readonly top: string;
}

/**
 * Where the result of a command line is kept; undefined where none is: in CI, unless it is asked for, and where the
 * user's cache lies in the folder that is worked in. Its name has all that decides a report beside what is on disk.
 *
 * @param now the time in milliseconds, at which the process began
 */
export function resultPlace(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  now: number,
): ResultPlace | undefined {
  const { platform, version } = process;
  const workingDirectory = process.cwd();
  const named = namedFolder(args) ?? (env.PITOWER_LINT_CACHE_DIR || undefined);
  const isNamed = named !== undefined;
  if (isSet(env.CI) && !isNamed && !args.includes('--cache')) return undefined;
  const folder =
    named === undefined
      ? keptFolder('results', env, platform, workingDirectory)
      : resolve(named, 'results');
  if (folder === undefined) return undefined;
  const today = new Date(now).toISOString().slice(0, 10);
  const variables = Object.entries(env).filter(([name]) => name.startsWith('PITOWER_LINT_'));
  const all = [
    // Two copies of the program may have one version.
    ...[FORM, VERSION, process.argv[1], version, platform, today, workingDirectory, args],
    // Which git there is; which charts.
    ...[env.PATH, chartCache(env, platform), variables.sort(([a], [b]) => (a < b ? -1 : 1))],
  ];
  const name = `${digestOf(JSON.stringify(all)).replaceAll('/', '_')}.json`;
  return { folder, isNamed, name, today, since: now };
}

/** What `--cache-dir` says: known before the command line is understood, which takes all of the linter. */
function namedFolder(args: readonly string[]): string | undefined {
  const last = args.findLastIndex(arg => /^--cache-dir(?:=|$)/.test(arg));
  const [, value] = /^--cache-dir=(.*)$/s.exec(args[last] ?? '') ?? [];
  return last < 0 ? undefined : (value ?? args[last + 1]);
}

/**
 * Prints the result of the same command line again, where nothing has changed that it was made of.
 *
 * @returns the exit status; undefined where there is no such result
 */
export function printAgain(place: ResultPlace): number | undefined {
  const body = readKept(place.folder, place.name);
  if (body === undefined) return undefined;
  const result = JSON.parse(body.toString('utf8')) as Result;
  const evidence = stillHolds(result.evidence);
  const texts = evidence && textsOf(result);
  if (!texts) return undefined;
  if (evidence === result.evidence) touchKept(place.folder, place.name);
  else keep(place, { ...result, evidence });
  const report = fromKept(result.report, texts, Math.round(performance.now()));
  return printed(report, result);
}

/** The texts of a report's files, read again; undefined where one is another by now. */
function textsOf({ files }: Result): readonly string[] | undefined {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const texts: string[] = [];
  for (const file of files) {
    if (file === null) {
      texts.push('');
      continue;
    }
    const bytes = readHead(file[0], MAX_READ);
    if (isRefused(bytes) || digestOf(bytes) !== file[1]) return undefined;
    texts.push(decoder.decode(bytes));
  }
  return texts;
}

function printed(report: LintReport, { choices, top }: Result): number {
  try {
    print(report, choices, { formats: formatsOf(choices), top });
    return fails(report, choices) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(usageText(error));
    return 2;
  }
}

/** Keeps the result of a run that was recorded. */
export interface Keeper extends Recorder {
  readonly today: string;
  /** Throws a UsageError where the result can't be kept in the folder that the user named. */
  check(repository: OpenedRepository): void;
  /** Where renderings of charts are kept; undefined where nothing is. */
  renderings(repository: OpenedRepository): Renderings | undefined;
  keep(report: LintReport, repository: OpenedRepository): void;
}

/**
 * What keeps the result of a run; undefined where its options say that it is not to be kept, or not to be
 * the same again.
 *
 * @param program what runs: a result is of no use to another
 */
export function keeperOf(
  place: ResultPlace,
  program: Program,
  options: LintOptions,
): Keeper | undefined {
  const { fix, fixDryRun, watch, timing, changedSince, writeBaseline, cache } = options;
  const isOnce = fix || fixDryRun || watch || timing || changedSince || writeBaseline !== undefined;
  if (isOnce || cache === false) return undefined;
  const record = recorder(place.since);
  record.witness.content(program.path, program.bytes, stateAt(program.path));
  const keepIt = (report: LintReport, { tree, base, top }: OpenedRepository): void => {
    const evidence = record.evidence();
    if (evidence === undefined || !isOutside(place, top)) return;
    const seen = new Map(evidence.files.map(([path, , digest]) => [path, digest]));
    const kept = toKept(report, tree.root);
    const files = kept.files.map(({ path, text }) => {
      if (text === '') return null;
      const real = isRepositoryPath(path) ? tree.real(path) : path;
      const at = real === undefined ? '' : resolve(base, real);
      const digest = digestOf(text);
      return seen.get(at) === digest ? ([at, digest] as const) : undefined;
    });
    // What no file on disk says is nothing that could be read again, and not for us to copy.
    if (files.some(file => file === undefined)) return;
    keep(place, {
      evidence,
      report: kept.report,
      files: files.flatMap(file => (file === undefined ? [] : [file])),
      choices: choicesOf(options),
      top,
    });
  };
  const check = ({ top }: OpenedRepository) => {
    unwitnessed(() => isOutside(place, top));
  };
  const renderings = ({ top }: OpenedRepository) =>
    unwitnessed(() => isOutside(place, top)) ? renderingsIn(place, program) : undefined;
  return { ...record, today: place.today, check, renderings, keep: keepIt };
}

/** Renderings beside the results, of this program only: another one may render otherwise. */
function renderingsIn({ folder }: ResultPlace, { bytes }: Program): Renderings {
  const beside = join(folder, '..', 'renderings');
  const program = digestOf(bytes);
  const fileOf = (name: string): string =>
    `${digestOf(JSON.stringify([FORM, VERSION, process.version, program, name])).replaceAll('/', '_')}.json`;
  return {
    read(name) {
      const body = readKept(beside, fileOf(name));
      if (body) touchKept(beside, fileOf(name));
      return body;
    },
    keep(name, body) {
      if (body.length <= MAX_RESULT) keepFile(beside, fileOf(name), body, RENDERINGS);
    },
  };
}

function keep({ folder, name }: ResultPlace, result: Result): void {
  const body = Buffer.from(JSON.stringify(result));
  if (body.length <= MAX_RESULT) keepFile(folder, name, body, LIMITS);
}

/**
 * A cache in what is linted would be a file of it, and for whoever changes it to write.
 *
 * @throws UsageError where the user named such a folder
 */
function isOutside({ folder, isNamed }: ResultPlace, top: string): boolean {
  const inner = relative(realOf(top) ?? top, existing(folder));
  if (inner.startsWith('..') || isAbsolute(inner)) return true;
  if (!isNamed) return false;
  throw new UsageError(
    `--cache-dir: ${folder} lies in the repository that is linted`,
    'Give a folder outside of it, or leave the option out: there is one in your cache directory.',
    { code: 'invalid-path' },
  );
}

/** A path with the links resolved of as much of it as is there. */
function existing(path: string): string {
  const real = realOf(path);
  const parent = resolve(path, '..');
  return real ?? (parent === path ? path : join(existing(parent), relative(parent, path)));
}

const choicesOf = ({
  format,
  outputFile,
  failOn,
  maxWarnings,
  severity,
  all,
  statistics,
  quiet,
  verbose,
  color,
  fixDryRun,
}: LintOptions): Choices => ({
  ...{ format, failOn, all, statistics, quiet, verbose, fixDryRun },
  ...(outputFile !== undefined && { outputFile }),
  ...(maxWarnings !== undefined && { maxWarnings }),
  ...(severity !== undefined && { severity }),
  ...(color !== undefined && { color }),
});
