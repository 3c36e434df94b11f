// Known weaknesses of the dependencies, by npm audit. Without the registry's answer nothing is known and nothing
// fails: skipped, and said so.
import { spawnSync } from 'node:child_process';

const { stdout, error } = spawnSync('npm', ['audit', '--json'], {
  encoding: 'utf8',
  timeout: 60_000,
  shell: process.platform === 'win32',
});

/** What npm answers; undefined where that is no report. */
function readReport() {
  try {
    const { vulnerabilities } = JSON.parse(stdout);
    return error ? undefined : vulnerabilities;
  } catch {
    return undefined;
  }
}

const vulnerabilities = readReport();
if (vulnerabilities === undefined) {
  console.log('SKIPPED: dependencies are not audited, the registry does not answer that');
} else {
  const grave = Object.values(vulnerabilities).filter(({ severity }) =>
    ['high', 'critical'].includes(severity),
  );
  for (const { name, severity, range } of grave) console.error(`${name} ${range}: ${severity}`);
  if (grave.length > 0) process.exitCode = 1;
  else console.log('no grave weaknesses of dependencies are known');
}
