/**
 * Says how many of the leaves that change with a value had named it as their origin, over charts as `gather.ts`
 * brings them; a chart's own values.yaml is taken for the user's.
 *
 *     npx tsx scripts/compare-helm/provenance.ts VALUES_PER_CHART DIRECTORY...
 */
import { basename } from 'node:path';
import { type Chart, ChartError } from '../../src/helm/chart.ts';
import { loadDirectory } from '../../src/helm/directory.ts';
import { chartTree } from '../../test/support/chart-tree.ts';
import { provenanceOf } from '../../test/support/provenance.ts';

function load(directory: string): Chart | undefined {
  try {
    return loadDirectory(chartTree, directory);
  } catch (error) {
    if (error instanceof ChartError) return undefined;
    throw error;
  }
}

const [most = '', ...directories] = process.argv.slice(2);
const total = { charts: 0, changed: 0, named: 0, deciding: 0, crowded: 0 };
for (const directory of directories) {
  const chart = load(directory);
  if (!chart?.values) continue;
  const found = provenanceOf(chart, chart.values, Number(most));
  total.charts++;
  for (const key of ['changed', 'named', 'deciding', 'crowded'] as const) total[key] += found[key];
  if (found.missed.length > 0)
    console.log(`${basename(directory)}\n  ${found.missed.slice(0, 5).join('\n  ')}`);
}
const share = ((100 * total.named) / Math.max(1, total.changed)).toFixed(2);
console.log(
  `${total.named} of ${total.changed} changed leaves of ${total.charts} charts named the value (${share} %); ${total.crowded} of a dozen values and more, ${total.deciding} values that decide`,
);
