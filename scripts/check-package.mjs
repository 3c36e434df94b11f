// Packs what would be published, and uses it as a stranger would: in an empty folder, without network.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { GIT_ENV, mustRun, releaseClone, tryRun } from './release-clone.mjs';

const EXPECTED =
  /^(package\.json|README\.md|LICENSE|dist\/(cli|index|worker)\.js|dist\/linter\.cjs|dist\/licenses\.txt|dist\/index\.d\.ts|schemas\/[\w.-]+\.json|docs\/rules\/[\w/-]+\.md)$/;

const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-package-'));
const run = (cwd, program, ...args) => tryRun(cwd, GIT_ENV, program, args);
const must = (cwd, program, ...args) => mustRun(cwd, GIT_ENV, program, args);

function expect(what, isSo, detail = '') {
  if (!isSo) throw new Error(`package: not so: ${what}\n${detail}`);
  console.log(`package: ${what}`);
}

const CONSUMER = `
import { explain, lint, LintError, type JsonReport, type LintOptions } from 'pitower-lint';
const options: LintOptions = { path: 'repository', rules: { 'dns/label': 'off' } };
const report: JsonReport = await lint(options);
// @ts-expect-error there is no such option
await lint({ pth: 'repository' }).catch((error: LintError) => {
  if (!error.help?.startsWith('Did you mean')) throw error;
});
const { rules } = await explain({ what: report.findings.map(({ fingerprint }) => fingerprint), path: 'repository' });
if (!rules[0]?.page.includes('## Reported')) throw new Error('no page');
await lint({ path: 'nowhere' }).catch((error: unknown) => {
  if (!(error instanceof LintError) || error.code !== 'invalid-path') throw error;
});
console.log(report.findings.map(({ ruleId, line }) => \`\${ruleId}:\${line}\`).join());
`;

async function check() {
  const { clone } = await releaseClone(scratch);
  const [packed] = JSON.parse(must(clone, 'npm', 'pack', '--json', '--pack-destination', scratch));
  const paths = packed.files.map(({ path }) => path);
  const others = paths.filter(path => !EXPECTED.test(path));
  expect(`holds the ${paths.length} files that are needed`, others.length === 0, others.join('\n'));

  const { messages, pkg } = await publint({ pkgDir: clone, strict: true });
  const said = messages.map(message => formatMessage(message, pkg)).join('\n');
  expect('publint has nothing to say', messages.length === 0, said);

  const empty = join(scratch, 'empty');
  mkdirSync(join(empty, 'repository'), { recursive: true });
  writeFileSync(join(empty, 'package.json'), '{"type": "module", "private": true}');
  const resources = 'kind: Kustomization\nresources: [gone.yaml]\n';
  writeFileSync(join(empty, 'repository/kustomization.yaml'), resources);
  const tarball = join(scratch, packed.filename);
  must(empty, 'npm', 'install', '--offline', '--no-audit', '--no-fund', tarball);
  const { status, output } = run(empty, 'npx', '--offline', 'pitower-lint', 'repository');
  expect('npx runs it in an empty folder', status === 1 && /gone\.yaml/.test(output), output);

  writeFileSync(join(empty, 'use.ts'), CONSUMER);
  symlinkSync(resolve('node_modules/@types'), join(empty, 'node_modules/@types'));
  const compiler = resolve('node_modules/.bin/tsc');
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
  const compiled = run(empty, compiler, ...options, 'use.ts');
  expect('its types fit', compiled.status === 0, compiled.output);
  const used = run(empty, process.execPath, 'use.js');
  expect('the library lints', used.output === 'kustomize/missing-file:2\n', used.output);
}

try {
  await check();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
