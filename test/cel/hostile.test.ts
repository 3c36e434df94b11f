import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('five hundred hostile expressions are bounded in time and in memory', () => {
  // A process that needs more than this is ended by Node, which collects what is no longer used before.
  const args = ['--max-old-space-size=256', '--import', 'tsx', 'test/cel/hostile-expressions.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const { expressions, slowest } = JSON.parse(stdout) as { expressions: number; slowest: number };
  expect(expressions).toBeGreaterThanOrEqual(500);
  // Two cores that others work on, too: each takes some milliseconds where it has them for itself.
  expect(slowest).toBeLessThan(5_000);
}, 120_000);
