import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/program.ts';

afterEach(() => void vi.restoreAllMocks());

async function run(...args: string[]): Promise<{ status: number; out: string }> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    out += String(text);
    return true;
  });
  return { status: await main(args), out };
}

const pod = (image: string) =>
  `{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}, spec: {containers: [{name: a, image: ${image}}]}}`;

function folder(samples: string): string {
  const path = mkdtempSync(join(tmpdir(), 'test-policy-'));
  writeFileSync(
    join(path, '.pitower-lint.yaml'),
    `custom:\n  - {id: own/images, message: wrong, each: image, schema: {pattern: ^ghcr}, ${samples}}\n`,
  );
  return path;
}

it('samples that are judged as they are called', async () => {
  const path = folder(`good: [${pod('ghcr.io/a/b')}], bad: [${pod('nginx')}]`);
  expect(await run('test-policy', path)).toEqual({
    status: 0,
    out: '1 rule, 2 samples, 0 judged otherwise than they are called\n',
  });
});

it('samples that are not', async () => {
  const path = folder(`good: [${pod('nginx')}], bad: [${pod('ghcr.io/a/b')}]`);
  const { status, out } = await run('test-policy', path);
  expect(status).toBe(1);
  expect(out).toContain('own/images: good sample 1 is reported: Pod `b/a`: wrong');
  expect(out).toContain('own/images: bad sample 1 is not reported');
});

it('samples with what is around them', async () => {
  const path = mkdtempSync(join(tmpdir(), 'test-policy-'));
  const deployment = (account: string) =>
    `{kind: Deployment, apiVersion: apps/v1, metadata: {name: a, namespace: b}, spec: {template: {spec: {serviceAccountName: ${account}}}}}`;
  const account = '{kind: ServiceAccount, apiVersion: v1, metadata: {name: a, namespace: b}}';
  writeFileSync(
    join(path, '.pitower-lint.yaml'),
    `custom:
  - id: own/accounts
    message: the account is not there
    match: {kinds: [Deployment], categories: [media], applications: [player], files: [apps/]}
    assert: >
      application.name == 'player' && cluster.find('ServiceAccount', 'b', object.spec.template.spec.serviceAccountName) != null
    good:
      - {object: ${deployment('a')}, beside: [${account}], application: {name: player, category: media}}
      - {object: ${deployment('c')}, application: {name: other, category: media}}
      - {object: ${deployment('c')}, application: {name: player, category: tools}}
      - {object: ${deployment('c')}, application: {name: player, category: media}, file: other/media/player/a.yaml}
      - ${deployment('c')}
    bad:
      - {object: ${deployment('c')}, beside: [${account}], application: {name: player, category: media}}
      - {object: ${deployment('c')}, application: {name: player, category: media}, file: apps/media/player/a.yaml}
`,
  );
  expect(await run('test-policy', path)).toEqual({
    status: 0,
    out: '1 rule, 7 samples, 0 judged otherwise than they are called\n',
  });
});

it('init prints, and writes over a policy only where that is forced', async () => {
  const path = folder('good: []');
  writeFileSync(join(path, 'a.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
  const policy = () => readFileSync(join(path, '.pitower-lint.yaml'), 'utf8');
  const before = policy();
  expect((await run('init', path)).status).toBe(2);
  expect((await run('init', path, '--stdout')).out).toContain('extends: inferred');
  expect(policy()).toBe(before);
  expect((await run('init', path, '--force')).status).toBe(0);
  expect(policy()).toContain('extends: inferred');
});
