import {
  byRule,
  type Comparison,
  precision,
  type Spot,
  tally,
  weightedPrecision,
} from './verdicts.ts';

/** What a run on one repository gave. */
export interface Measured extends Comparison {
  readonly repository: string;
  readonly applications: number;
  /** Of the JSON report's summary, where it has it. */
  readonly coverage: { full: number; partial: number; none: number } | undefined;
  readonly seconds: number;
  readonly mebibytes: number;
}

export interface PrintOptions {
  /** Lists what is not judged yet, too. */
  readonly unjudged: boolean;
}

/** The result as tables: by repository, by rule, what was lost, what is not judged. */
export function print(measured: readonly Measured[], { unjudged }: PrintOptions): string {
  const advice = ({ severity }: Spot) => severity === 'info';
  const all = measured.flatMap(({ spots }) => spots);
  const main = all.filter(spot => !advice(spot));
  return [
    table(
      ['repository', 'apps', 'seen full/part/not', 'findings', 'infos', 's', 'MiB'],
      [
        ...measured.map(item => [
          item.repository,
          `${item.applications}`,
          item.coverage
            ? `${item.coverage.full}/${item.coverage.partial}/${item.coverage.none}`
            : '-',
          `${item.spots.filter(spot => !advice(spot)).length}`,
          `${item.spots.filter(advice).length}`,
          item.seconds.toFixed(1),
          `${item.mebibytes}`,
        ]),
      ],
    ),
    `median findings per repository: ${median(
      measured.map(({ spots }) => spots.filter(spot => !advice(spot)).length),
    )}`,
    rules('errors and warnings', main),
    rules('advice', all.filter(advice)),
    ...lost(measured),
    ...(unjudged ? measured.map(notJudged) : []),
  ].join('\n\n');
}

function rules(title: string, spots: readonly Spot[]): string {
  const groups = [...byRule(spots)].sort(
    ([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1),
  );
  const row = (name: string, group: readonly Spot[]) => {
    const counts = tally(group);
    const decided = [counts.true, counts.false, counts.debatable, counts.unjudged];
    return [name, `${group.length}`, ...decided.map(String), percent(precision(counts))];
  };
  return [
    table(
      [title, 'all', 'true', 'false', 'debatable', 'unjudged', 'precision'],
      [...groups.map(([rule, group]) => row(rule, group)), row('together', spots)],
    ),
    `precision, each rule by how much it reports: ${percent(weightedPrecision(spots))}`,
  ].join('\n');
}

/** True reports that the linter does not make any more: what a change may have cost. */
function lost(measured: readonly Measured[]): string[] {
  const gone = measured.flatMap(({ repository, gone }) =>
    gone.map(verdict => ({ repository, ...verdict })),
  );
  const count = (verdict: string) => gone.filter(item => item.verdict === verdict).length;
  return [
    `judged and not reported any more: ${count('false')} false, ${count('debatable')} debatable, ${count('true')} true`,
    ...gone
      .filter(({ verdict }) => verdict === 'true')
      .map(item => `  LOST ${item.repository} ${item.file}:${item.line} ${item.rule}: ${item.why}`),
  ];
}

function notJudged({ repository, spots }: Measured): string {
  const open = spots.filter(({ verdict }) => verdict === undefined);
  return [`not judged in ${repository}: ${open.length}`, ...open.map(line)].join('\n');
}

const line = ({ ruleId, severity, file, line: at, message }: Spot) =>
  `  ${file}:${at} ${severity} ${ruleId}: ${message}`;

const percent = (share: number | undefined) =>
  share === undefined ? '-' : `${(100 * share).toFixed(1)} %`;

export function median(counts: readonly number[]): number {
  const sorted = counts.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** Columns under headings: the first to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, i) =>
    Math.max(name.length, ...rows.map(row => row[i]?.length ?? 0)),
  );
  return [head, ...rows]
    .map(row =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
