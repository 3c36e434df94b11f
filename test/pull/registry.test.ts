import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pullCharts } from '../../src/pull/pull.ts';
import { sha256, smallChart } from '../support/chart-servers.ts';
import { hasRegistry, pushChart, type Registry, startRegistry } from '../support/registry.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-registry-'));
let registry: Registry | undefined;
afterAll(() => {
  registry?.close();
  rmSync(scratch, { recursive: true });
});

// `REGISTRY=/path/to/registry npm test -- test/pull`
describe.skipIf(!hasRegistry)('a real registry (SKIPPED where there is none)', () => {
  const bytes = smallChart('web', '1.2.3');
  // A plus is no sign of a tag: Helm writes an underscore for it.
  const built = smallChart('web', '1.2.3+1');

  beforeAll(async () => {
    registry = await startRegistry();
    await pushChart(registry, { path: 'library/charts/web', version: '1.2.3', bytes });
    await pushChart(registry, { path: 'library/charts/web', version: '1.2.3_1', bytes: built });
  });

  const pulled = async (version: string, folder: string) => {
    const [result] = await pullCharts({
      wanted: [{ name: 'web', version, repository: `oci://${registry?.host}/library/charts` }],
      lock: new Map(),
      folder: join(scratch, folder),
      env: { DOCKER_CONFIG: join(scratch, 'nobody') },
      progress: () => {},
    });
    return result;
  };

  it('gives a chart, kept under its digest', async () => {
    const result = await pulled('1.2.3', 'plain');
    expect(result).toMatchObject({ status: 'pulled', sha256: sha256(bytes) });
    expect(readdirSync(join(scratch, 'plain'))).toEqual([`${sha256(bytes)}.tgz`]);
  });

  it('gives a version with a build number', async () => {
    expect(await pulled('1.2.3+1', 'built')).toMatchObject({ sha256: sha256(built) });
  });

  it('says which version it does not have', async () => {
    const result = await pulled('9.9.9', 'none');
    expect(result?.status).not.toBe('pulled');
    expect(JSON.stringify(result)).toContain('9.9.9');
  });
});
