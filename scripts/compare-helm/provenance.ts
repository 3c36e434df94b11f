/**
 * Says how many of the leaves that change with a value had named it as their origin, over charts as `gather.ts`
 * brings them; a chart's own values.yaml is taken for the user's. Says, too, how many keys and leaves have no origin.
 *
 *     npx tsx scripts/compare-helm/provenance.ts VALUES_PER_CHART DIRECTORY...
 *
 * `FIGURES` writes what came out as JSON lines.
 */
import { writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { chartIn } from '../../test/support/chart-tree.ts';
import { originsOf, provenanceOf } from '../../test/support/provenance.ts';

interface Figure {
  readonly repository: string;
  readonly chart: string;
  readonly leaves: number;
  readonly withoutOrigin: number;
  readonly changed: number;
  readonly named: number;
  readonly deciding: number;
  readonly crowded: number;
}

const [most = '', ...directories] = process.argv.slice(2);
const figures: Figure[] = [];
for (const directory of directories) {
  const chart = chartIn(directory);
  if (!chart?.values) continue;
  const { leaves, without } = originsOf(chart, chart.values);
  // Helm refuses it as it is.
  if (leaves === 0) continue;
  const { changed, named, deciding, crowded, missed } = provenanceOf(
    chart,
    chart.values,
    Number(most),
  );
  figures.push({
    repository: basename(dirname(directory)).replace('+', '/'),
    chart: basename(directory),
    leaves,
    withoutOrigin: without.length,
    ...{ changed, named, deciding, crowded },
  });
  const wrong = [...without.slice(0, 5).map(at => `no origin: ${at}`), ...missed.slice(0, 5)];
  if (wrong.length > 0) console.log(`${basename(directory)}\n  ${wrong.join('\n  ')}`);
}
const sum = (of: (figure: Figure) => number) => figures.reduce((total, it) => total + of(it), 0);
const [changed, named] = [sum(it => it.changed), sum(it => it.named)];
const share = ((100 * named) / Math.max(1, changed)).toFixed(2);
console.log(
  `${named} of ${changed} changed leaves of ${figures.length} charts named the value (${share} %); ${sum(it => it.crowded)} of a dozen values and more, ${sum(it => it.deciding)} values that decide`,
);
console.log(
  `${sum(it => it.withoutOrigin)} of ${sum(it => it.leaves)} keys and leaves without origin`,
);
if (process.env.FIGURES)
  writeFileSync(process.env.FIGURES, figures.map(it => `${JSON.stringify(it)}\n`).join(''));
