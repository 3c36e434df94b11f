/**
 * Writes what the real Helm makes of our own charts and expressions, for one of `RELEASES`:
 * `HELM=helm npx tsx test/helm/goldens.ts 3.19.4`.
 * Tests compare with these files and need no Helm.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CASES } from './cases.ts';
import { EXPRESSIONS, templateOf } from './expressions.ts';

const here = import.meta.dirname;
const [release = ''] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'goldens-'));

function helm(chart: string, values: string | undefined): string {
  const file = join(scratch, 'values.yaml');
  writeFileSync(file, values ?? '');
  const run = spawnSync(
    process.env.HELM ?? 'helm',
    ['template', 'rel', chart, '-n', 'ns', '--kube-version', '1.34.0', '-f', file],
    { encoding: 'utf8' },
  );
  if (run.error) throw run.error;
  return run.status === 0 ? run.stdout : 'error';
}

mkdirSync(join(here, 'goldens', release), { recursive: true });
const chart = join(scratch, 'c');
cpSync(join(here, 'charts/single'), chart, { recursive: true });
mkdirSync(join(chart, 'templates'), { recursive: true });
const expressions = EXPRESSIONS.map(([template, values]) => {
  writeFileSync(join(chart, 'templates/t.yaml'), templateOf(template));
  const printed = helm(chart, values);
  const encoded = /^x: ?(.*)$/m.exec(printed)?.[1];
  return encoded === undefined ? 'error' : Buffer.from(encoded, 'base64').toString();
});
writeFileSync(
  join(here, 'goldens', release, 'expressions.json'),
  `${JSON.stringify(expressions, null, 2)}\n`,
);
for (const { name, chart: of, values } of CASES) {
  writeFileSync(
    join(here, 'goldens', release, `${name}.yaml`),
    helm(join(here, 'charts', of), values),
  );
}
