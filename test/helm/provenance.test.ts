import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDirectory } from '../../src/helm/directory.ts';
import { chartTree } from '../support/chart-tree.ts';
import { provenanceOf } from '../support/provenance.ts';

describe('what changes with a value has named it as its origin', () => {
  it.each([
    ['printed', 40],
    ['umbrella', 3],
  ])('in the chart %s', (name, least) => {
    const chart = loadDirectory(chartTree, join(import.meta.dirname, 'charts', name));
    if (!chart.values) throw new Error('the chart has no values');
    const { missed, changed, named } = provenanceOf(chart, chart.values);
    expect(missed).toEqual([]);
    expect(named).toBe(changed);
    expect(changed).toBeGreaterThan(least);
  });
});
