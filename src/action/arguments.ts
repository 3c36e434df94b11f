import type { Inputs } from './inputs.ts';

export interface ReportFiles {
  readonly json: string;
  readonly sarif: string;
  readonly markdown: string;
}

/** The command line of one run that writes all reports; values can't become options. */
export function lintArguments(
  inputs: Inputs,
  base: string | undefined,
  files: ReportFiles,
): string[] {
  return [
    'lint',
    `--format=${inputs.annotations ? 'github' : 'stylish'}`,
    `--format=json=${files.json}`,
    `--format=sarif=${files.sarif}`,
    ...(inputs.summary ? [`--format=markdown=${files.markdown}`] : []),
    `--fail-on=${inputs.failOn}`,
    ...(inputs.config === '' ? [] : [`--config=${inputs.config}`]),
    ...(base === undefined ? [] : [`--changed-since=${base}`]),
    ...(inputs.charts === 'none' ? ['--no-charts'] : []),
    ...Object.entries(inputs.passed).map(([name, value]) => `--${name}=${value}`),
    ...inputs.only.map(glob => `--only=${glob}`),
    ...inputs.skip.map(glob => `--skip=${glob}`),
    '--',
    inputs.path,
  ];
}

/**
 * The command line that brings charts.
 *
 * @param base what a pull request is based on: only hosts that its lock names are asked
 */
export const pullArguments = ({ path }: Inputs, base: string | undefined): string[] => [
  'charts',
  'pull',
  ...(base === undefined ? [] : [`--hosts-of=${base}`]),
  '--',
  path,
];
