import { Argument, Command, CommanderError, Help, Option } from 'commander';
import pc from 'picocolors';
import { matchesRule } from '../config/rule-names.ts';
import { rules } from '../rules/index.ts';
import { VERSION } from '../version.ts';
import { type ChartsOptions, list, type PullOptions, pull, verify } from './charts.ts';
import { completion, SHELLS, type Shell } from './completion/index.ts';
import { COVERAGE_FORMATS, coverage } from './coverage.ts';
import { checkEnvironment, fromEnvironment, SHARED } from './environment.ts';
import { type ExplainOptions, explainAll, paged } from './explain.ts';
import { type InitOptions, init } from './init.ts';
import { listRules, RULE_FORMATS, type RuleFormat } from './list-rules.ts';
import { type LintOptions, lintOptions, ruleGlob, toExplain } from './options.ts';
import { output, say } from './output.ts';
import { RENDER_FORMATS, type RenderCommandOptions, render } from './render.ts';
import { type Keeping, runLint } from './run.ts';
import { testPolicy } from './test-policy.ts';
import { UsageError, usageText } from './usage-error.ts';

interface CoverageOptions {
  readonly format: (typeof COVERAGE_FORMATS)[number];
  readonly charts?: string;
}

interface RulesOptions {
  readonly format: RuleFormat;
  readonly family?: string;
  readonly fixable: boolean;
}

const OK = 0;
const CANNOT = 2;

/** What follows the options in `--help`. */
const AFTERWORD = `
Variables:
  PITOWER_LINT_FAIL_ON stands for --fail-on, and so on for the options that CI needs; flags win over
  variables, and variables over the policy

Exit status:
  0  nothing at or above --fail-on (default: error)
  1  findings at or above it, or more warnings than --max-warnings
  2  the command could not be carried out: wrong arguments, an unreadable path, an invalid
     policy, nothing to lint, or a defect of the linter

Examples:
  pitower-lint                                lint the repository you are in
  pitower-lint apps/web --changed-since main  report on one directory, and only what is new
  pitower-lint explain dns/label              explain a rule

"pitower-lint help lint" has the options of linting.
`;

/**
 * Runs the command line and returns the exit status. Nothing else decides it.
 *
 * @param keeping keeps the result of a lint for the next run of the same command line; default: nothing does
 */
export async function main(args: readonly string[], keeping?: Keeping): Promise<number> {
  let status: number | Promise<number> = OK;
  const notices = checkEnvironment(process.env);
  const program = new Command('pitower-lint')
    .description('Lints a GitOps manifest repository against the cluster it describes.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', AFTERWORD)
    .configureHelp({
      showGlobalOptions: true,
      // One sentence tells of the variables, instead of half of the lines.
      optionDescription: option =>
        new Help().optionDescription(Object.assign(Object.create(option), { envVar: undefined })),
    })
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'pitower-lint: ')),
    })
    .exitOverride()
    .showSuggestionAfterError(true);
  lintOptions(
    fromEnvironment(program.command('lint', { isDefault: true })).description(
      'lint the repository (the default)',
    ),
  ).action((paths: string[], options: Partial<LintOptions>) => {
    const all = withDefaults(options);
    // What watches files is loaded by who wants it.
    status = all.watch
      ? import('./watch.ts').then(({ watchLint }) => watchLint(paths, all))
      : // What is said of the variables is said each time.
        runLint(paths, all, notices.length === 0 ? keeping : undefined);
  });
  program
    .command('rules')
    .description('list all rules')
    .addOption(new Option('--format <name>').choices([...RULE_FORMATS]).default('text'))
    .option('--family <family>', 'only rules of this family', ruleGlob)
    .option('--fixable', 'only rules with a fix', false)
    .action(({ format, family, fixable }: RulesOptions) => {
      const chosen = rules.filter(
        rule => (!family || matchesRule(rule.id, family)) && (!fixable || rule.fixable),
      );
      output(listRules(chosen, format));
    });
  fromEnvironment(program.command('explain'), SHARED)
    .description(
      'explain rules (one, a family, or what a glob matches) or findings of the repository',
    )
    .addArgument(
      new Argument('<what...>', 'ids, families, globs; or fingerprints of findings').argParser(
        toExplain,
      ),
    )
    .option('--path <directory>', 'the repository of the findings', '.')
    .option('--config <file>', 'policy file (default: .pitower-lint.yaml in the path or above it)')
    .option('--charts <dir>', "charts to use besides the store's")
    .action((words: readonly string[], options: ExplainOptions) => {
      const text = explainAll(words, options, pc.isColorSupported);
      if (!paged(text)) output(text);
    });
  fromEnvironment(program.command('render'), SHARED)
    .description('print the objects that Applications resolve to')
    .argument('[application]', 'its name or directory (default: all)')
    .option('--path <directory>', 'the repository', '.')
    .option('--charts <dir>', "charts to use besides the store's")
    .option('--origins', 'say behind each field where it comes from', false)
    .addOption(new Option('--format <name>').choices([...RENDER_FORMATS]).default('yaml'))
    .action((name: string | undefined, options: RenderCommandOptions) => {
      output(render(name, options));
    });
  fromEnvironment(program.command('coverage'), SHARED)
    .description('list what is not known of the repository, and what that costs')
    .argument('[path]', 'the repository, or something in it', '.')
    .option('--charts <dir>', "charts to use besides the store's")
    .addOption(new Option('--format <name>').choices([...COVERAGE_FORMATS]).default('text'))
    .action((path: string, { format, charts }: CoverageOptions) => {
      output(coverage(path, format, charts));
    });
  const charts = program
    .command('charts')
    .description('the charts of elsewhere that releases are rendered from');
  const chartCommand = (name: string, description: string) =>
    fromEnvironment(charts.command(name), SHARED)
      .description(description)
      .argument('[path]', 'the repository, or something in it', '.')
      .option('--charts <dir>', "where charts are kept (default: the user's cache)");
  chartCommand('pull', 'bring the charts that the repository names, and lock their digests')
    .option('--hosts-of <ref>', 'ask only hosts that the lock of the merge base names')
    .action((path: string, options: PullOptions) => {
      status = pull(path, options);
    });
  chartCommand(
    'list',
    'list the charts that the repository names, and by what each is known',
  ).action((path: string, options: ChartsOptions) => list(path, options));
  chartCommand('verify', 'check that all locked charts are at hand as they were').action(
    (path: string, options: ChartsOptions) => {
      status = verify(path, options);
    },
  );
  program
    .command('init')
    .description('write a policy file inferred from the repository')
    .argument('[path]', 'the directory it is for', '.')
    .option('--stdout', 'print it instead of writing a file', false)
    .option('--force', 'write over the one that is there', false)
    .option('--update', 'add what is new to the one that is there, and touch nothing else', false)
    .action((path: string, options: InitOptions) => init(path, options));
  program
    .command('test-policy')
    .description("try the samples beside the policy's own rules")
    .argument('[path]', 'the directory with the policy file', '.')
    .action((path: string) => {
      status = testPolicy(path);
    });
  program
    .command('completion')
    .description('print a script that completes the command line')
    .addArgument(new Argument('<shell>', 'the shell that it is for').choices([...SHELLS]))
    .action((shell: Shell) => output(completion(shell, program)));
  for (const notice of notices) say(`pitower-lint: ${notice}\n`);
  try {
    program.parse(args, { from: 'user' });
    return await status;
  } catch (error) {
    return failed(error);
  }
}

const withDefaults = (options: Partial<LintOptions>): LintOptions => ({
  config: true,
  format: [],
  rule: new Map(),
  only: [],
  skip: [],
  failOn: 'error',
  trackedOnly: false,
  fix: false,
  fixDryRun: false,
  unsafeFixes: false,
  all: false,
  statistics: false,
  quiet: false,
  verbose: false,
  timing: false,
  watch: false,
  ...options,
});

function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? OK : CANNOT;
  if (error instanceof UsageError) {
    say(usageText(error));
    return CANNOT;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(`pitower-lint: internal error, please report it\n${detail}\n`);
  return CANNOT;
}
