/**
 * Compares expressions of admission policies with cel-go in the environment of k8s.io/apiserver:
 *
 *     go build -C scripts/compare-cel -o OUT/cel .
 *     OUT/cel < CASES.jsonl > GO.jsonl
 *     npx tsx scripts/compare-cel/main.ts CASES.jsonl GO.jsonl [--list]
 *
 * Cases are JSON lines (`evaluate.ts`). Prints what differs by the two statuses, and how many expressions have a
 * value on both sides for some object; `--list` shows one case of each difference. Expressions of public policies are
 * data of others: only figures are kept, in `test/cel/differential.json`.
 */
import { readFileSync } from 'node:fs';
import { type Answer, type Case, evaluate } from './evaluate.ts';

const [casesFile = '', goFile = '', list] = process.argv.slice(2);
const linesOf = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\n');
const answers = linesOf(goFile).map(line => JSON.parse(line) as Answer);

const all = new Set<string>();
const withValue = new Set<string>();
const counts = new Map<string, number>();
const shown = new Set<string>();
const differing = new Set<string>();
let pairs = 0;
for (const [number, line] of linesOf(casesFile).entries()) {
  const asked = JSON.parse(line) as Case;
  const theirs = answers[number];
  if (!theirs) throw new Error(`no answer to case ${number + 1}`);
  const ours = evaluate(asked);
  const key = JSON.stringify([asked.variables, asked.expression]);
  const isEqual = ours.status === theirs.status && ours.value === theirs.value;
  const outcome = `${theirs.status}/${ours.status}${ours.status === 'value' && theirs.status === 'value' ? (isEqual ? ' equal' : ' DIFFERENT') : ''}`;
  all.add(key);
  pairs += 1;
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  if (theirs.status === 'value' && ours.status === 'value') {
    withValue.add(key);
    if (!isEqual) differing.add(key);
  }
  const kind = `${outcome} ${isEqual || ours.status !== theirs.status ? (ours.message ?? theirs.message ?? '').slice(0, 60) : key}`;
  if (list && outcome !== 'value/value equal' && !shown.has(kind)) {
    shown.add(kind);
    console.log(
      `${kind}\n  ${asked.expression.replace(/\s+/g, ' ').slice(0, 300)}\n  go:   ${theirs.value ?? theirs.message?.split('\n')[0]}\n  ours: ${ours.value ?? ours.message}`,
    );
  }
}
const figures = {
  expressions: all.size,
  withValueOnBothSides: withValue.size,
  differentExpressions: differing.size,
  pairs,
  outcomes: Object.fromEntries([...counts].sort()),
};
console.log(JSON.stringify(figures, null, 2));
