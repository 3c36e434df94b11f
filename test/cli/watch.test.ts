import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { scratchProgram } from '../support/program.ts';

const { scratch, program } = scratchProgram();
const running = new Set<ChildProcessWithoutNullStreams>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const kustomization = (...names: string[]) =>
  `kind: Kustomization\nresources:\n${names.map(name => `  - ${name}\n`).join('')}`;

let count = 0;
function repository(): { readonly folder: string; write(path: string, text: string): void } {
  const folder = join(scratch, `repository-${count++}`);
  mkdirSync(join(folder, '.git'), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  write('a.yaml', MAP);
  write('kustomization.yaml', kustomization('a.yaml'));
  return { folder, write };
}

/** A watch that has begun: what it says, and its end. */
async function watching(folder: string, ...args: string[]) {
  const child = spawn(process.execPath, [program, '--watch', ...args, folder], { cwd: scratch });
  running.add(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', data => {
    said.out += data;
  });
  child.stderr.on('data', data => {
    said.err += data;
  });
  const until = async (stream: 'out' | 'err', pattern: RegExp) => {
    for (let turn = 0; turn < 200; turn++) {
      if (pattern.test(said[stream])) {
        const text = said[stream];
        said[stream] = '';
        return text;
      }
      await after(50);
    }
    throw new Error(`never said ${pattern}: ${JSON.stringify(said)}`);
  };
  const ended = new Promise<number | null>(done => child.on('exit', done));
  await until('err', /watching/);
  return {
    said,
    until,
    end() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

describe('--watch', () => {
  it('lints again when a file changes, comes or goes, and ends with the status of the last run', async () => {
    const { folder, write } = repository();
    const watch = await watching(folder);
    expect(await watch.until('out', /rules/)).toContain('no findings');
    write('kustomization.yaml', kustomization('a.yaml', 'b.yaml'));
    expect(await watch.until('err', /linted again/)).toMatch(
      /^pitower-lint: linted again in \d+ ms after a change of `kustomization\.yaml`\n$/,
    );
    expect(await watch.until('out', /rules/)).toContain('`b.yaml` does not exist');
    write('b.yaml', MAP.replace('name: a', 'name: b'));
    await watch.until('err', /`b\.yaml`/);
    expect(await watch.until('out', /rules/)).toContain('no findings');
    write('kustomization.yaml', kustomization('gone.yaml'));
    await watch.until('out', /`gone\.yaml` does not exist/);
    expect(await watch.end()).toBe(1);
  });

  it('goes on where a policy that is being edited can not be used, and takes it when it can', async () => {
    const { folder, write } = repository();
    write('kustomization.yaml', kustomization('gone.yaml'));
    const watch = await watching(folder);
    write('.pitower-lint.yaml', 'extends: infered\n');
    expect(await watch.until('err', /linted again/)).toContain('.pitower-lint.yaml:1:10: ');
    write('.pitower-lint.yaml', 'extends: inferred\nrules: { kustomize/missing-file: off }\n');
    await watch.until('err', /linted again/);
    expect(await watch.end()).toBe(0);
  });

  it('what it writes itself starts no other run', async () => {
    const { folder, write } = repository();
    const report = join(folder, 'report.json');
    const watch = await watching(folder, '--format', `json=${report}`);
    write('kustomization.yaml', kustomization('gone.yaml'));
    await watch.until('err', /linted again/);
    expect(JSON.parse(readFileSync(report, 'utf8')).summary.errors).toBe(1);
    await after(500);
    expect(watch.said.err).toBe('');
    expect(await watch.end()).toBe(1);
  });

  it.each([['--fix'], ['--fix-dry-run'], ['--write-baseline=b.json'], ['--rendered=-']])(
    'goes without %s',
    flag => {
      const { folder } = repository();
      const { status, stderr } = spawnSync(process.execPath, [program, '--watch', flag, folder], {
        encoding: 'utf8',
        input: '',
      });
      expect(status).toBe(2);
      expect(stderr).toContain('exclude each other');
    },
  );
});
