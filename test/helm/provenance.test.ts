import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDirectory } from '../../src/helm/directory.ts';
import { provenanceOf } from '../support/provenance.ts';

const tree = {
  kind: (path: string) => {
    if (!existsSync(path)) return undefined;
    return statSync(path).isDirectory() ? ('directory' as const) : ('file' as const);
  },
  list: (path: string) => readdirSync(path).sort(),
  read: (path: string) => (existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined),
  real: (path: string) => realpathSync(path),
};

describe('what changes with a value has named it as its origin', () => {
  it.each([
    ['printed', 40],
    ['umbrella', 3],
  ])('in the chart %s', (name, least) => {
    const chart = loadDirectory(tree, join(import.meta.dirname, 'charts', name));
    if (!chart.values) throw new Error('the chart has no values');
    const { missed, changed, named } = provenanceOf(chart, chart.values);
    expect(missed).toEqual([]);
    expect(named).toBe(changed);
    expect(changed).toBeGreaterThan(least);
  });
});
