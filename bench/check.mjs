// Compares what a lint costs with what was recorded (bench/recorded.json), and fails where it costs more by a margin
// that a busy machine doesn't reach: all are ratios of CPU time of runs that took turns.
//
// Usage: npm run check:speed [-- --record]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, openBench, ratio } from './measure.mjs';
import { writeRepository } from './synthetic.mjs';

const RECORDED = 'bench/recorded.json';
const MARGIN = 1.5;
const TURNS = 3;
const SMALL = 50;
const LARGE = 200;

const { values } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
const bench = await openBench();

/** @returns the ratios by name, two digits after the point */
function ratios() {
  const small = join(bench.scratch, 'small');
  const large = join(bench.scratch, 'large');
  writeRepository(small, SMALL);
  writeRepository(large, LARGE);
  const { parse } = bench.bareParse('pitower');
  const [version, node, full, bare] = measure(
    TURNS,
    bench.version,
    bench.empty,
    () => bench.lint('pitower'),
    parse,
  );
  const [few, many] = measure(
    TURNS,
    () => bench.lint(small),
    () => bench.lint(large),
  );
  const all = {
    '--version / node -e 0': ratio(version, node),
    'pitower: full lint / bare parse': ratio(full, bare),
    [`${LARGE} applications / ${SMALL} applications`]: ratio(many, few),
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, Number(value.toFixed(2))]),
  );
}

try {
  const measured = ratios();
  if (values.record) writeFileSync(RECORDED, `${JSON.stringify(measured, null, 2)}\n`);
  const recorded = JSON.parse(readFileSync(RECORDED, 'utf8'));
  for (const [name, value] of Object.entries(measured)) {
    const most = recorded[name] * MARGIN;
    const isWithin = value <= most;
    console.log(`${isWithin ? 'ok  ' : 'SLOW'} ${name}: ${value}, recorded ${recorded[name]}`);
    // A name that was never recorded is not within anything.
    if (!isWithin) process.exitCode = 1;
  }
} finally {
  bench.close();
}
