import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CAPABILITIES } from '../../src/helm/capabilities.ts';
import type { Chart } from '../../src/helm/chart.ts';
import { loadDirectory } from '../../src/helm/directory.ts';
import { loadChart } from '../../src/helm/load.ts';
import { type RenderOutcome, renderChart } from '../../src/helm/render.ts';
import { newTable, tableOf } from '../../src/helm/values.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { chartTree } from '../support/chart-tree.ts';
import { differencesBetween } from '../support/helm.ts';
import { CASES, RELEASES } from './cases.ts';
import { EXPRESSIONS, templateOf } from './expressions.ts';

const here = import.meta.dirname;

function render(chart: Chart, release: string, values = ''): RenderOutcome {
  const value = parseYaml({ path: 'values.yaml', text: values }).documents[0]?.value;
  return renderChart({
    chart,
    values: value?.kind === 'map' ? tableOf(value, true) : newTable(),
    release: { name: 'rel', namespace: 'ns' },
    capabilities: { ...DEFAULT_CAPABILITIES, helmVersion: `v${release}` },
    tracing: true,
    validating: true,
  });
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function singleTemplate(template: string): Chart {
  const directory = join(here, 'charts/single');
  const files = ['Chart.yaml', 'files/a.txt', 'files/b.yaml'].map(path => ({
    path,
    bytes: new Uint8Array(readFileSync(join(directory, path))),
    name: path,
  }));
  const name = 'templates/t.yaml';
  return loadChart([...files, { path: name, bytes: bytes(template), name }], true);
}

describe.each(RELEASES)('Helm %s', release => {
  const directory = join(here, 'goldens', release);
  const goldens = JSON.parse(readFileSync(join(directory, 'expressions.json'), 'utf8')) as string[];

  describe("an expression gives what Helm's gives", () => {
    it.each(
      EXPRESSIONS.map(([template, values], index) => [template, values, goldens[index]] as const),
    )('%s', (template, values, golden) => {
      const outcome = render(singleTemplate(templateOf(template)), release, values);
      const encoded = outcome.ok
        ? /^x: ?(.*)$/m.exec(outcome.manifests[0]?.text ?? '')?.[1]
        : undefined;
      const text = encoded === undefined ? 'error' : Buffer.from(encoded, 'base64').toString();
      expect(text).toBe(golden);
    });
  });

  describe("a chart gives what Helm's gives", () => {
    it.each(CASES)('$name', ({ name, chart, values }) => {
      const loaded = loadDirectory(chartTree, join(here, 'charts', chart));
      const outcome = render(loaded, release, values);
      const golden = readFileSync(join(directory, `${name}.yaml`), 'utf8');
      if (golden === 'error') expect(outcome.ok).toBe(false);
      else expect(outcome.ok && differencesBetween(outcome.manifests, golden)).toEqual([]);
    });
  });
});
