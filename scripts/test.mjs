// Runs the tests. `npm test -- FAMILY/NAME` runs those of one rule, in seconds; everything else goes to vitest.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const args = process.argv.slice(2);
const [first = ''] = args;
const isRule = /^[a-z]+\/[a-z0-9-]+$/.test(first) && existsSync(`src/rules/${first}.ts`);
const chosen = isRule
  ? ['test/fixtures.test.ts', 'test/messages.test.ts', '-t', first, ...args.slice(1)]
  : args;
const { status } = spawnSync('npx', ['vitest', 'run', ...chosen], { stdio: 'inherit' });
process.exitCode = status ?? 1;
