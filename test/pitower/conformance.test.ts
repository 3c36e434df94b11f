import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { pitowerCluster, pitowerFiles } from './tree.ts';

// Kustomizations are compared with the real kustomize in test/loaders/kustomize/conformance.test.ts.

const { cluster } = pitowerCluster();

describe('releases', () => {
  it.each(
    cluster.helmReleases.map(
      item => [`${item.release.namespace}/${item.release.name}`, item] as const,
    ),
  )('%s has values that its chart takes, all read, and an exact version', (_, item) => {
    expect(item.rendering.problems).toEqual([]);
    expect(item.release.valuesIncomplete).toBe(false);
    expect(item.release.version?.text).toMatch(/^v?\d+\.\d+\.\d+$/);
  });
});

describe('what is deployed', () => {
  it.each(cluster.applications.map(item => [item.name.text, item] as const))('%s', (_, item) => {
    expect(item.builds.flatMap(({ problems }) => problems)).toEqual([]);
    expect(item.builds.flatMap(({ unknowable }) => unknowable)).toEqual([]);
    for (const { apiVersion, kind, name } of item.resources) {
      expect(apiVersion).toMatch(/^([a-z0-9.-]+\/)?v\d+((alpha|beta)\d+)?$/);
      expect(kind).toMatch(/^[A-Z][A-Za-z0-9]+$/);
      expect(name).toMatch(/^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/);
    }
  });
});

/** The recipes of a justfile: what stands indented below a name, `{{ … }}` as just would fill it. */
function recipes(text: string): [name: string, body: string][] {
  const blocks = text.matchAll(/^([a-z][\w-]*)[^\n=]*:(?!=)[^\n]*\n((?:(?:[ \t]+[^\n]*)?\n)+)/gm);
  return [...blocks].map(([, name = '', body = '']) => [
    name,
    body
      .replace(/^ {4}/gm, '')
      .replace(/^@/gm, '')
      .replace(/\{\{.*?\}\}/g, 'value'),
  ]);
}

const has = (command: string): boolean => !spawnSync(command, ['--version']).error;

const all = [...pitowerFiles]
  .filter(([path]) => path.endsWith('/justfile'))
  .flatMap(([path, text]) =>
    recipes(text).map(([name, body]) => [`${path}: ${name}`, body] as const),
  );

describe('recipes', () => {
  it('are found', () => {
    expect(all.length).toBeGreaterThan(15);
  });

  it.skipIf(!has('bash')).each(all)('%s is a script that bash can read', (_, body) => {
    expect(spawnSync('bash', ['-n'], { input: body, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  // SC2148: a recipe without #! runs in the justfile's shell. SC2043: lists are variables of just.
  it.skipIf(!has('shellcheck')).each(all)('%s has nothing that shellcheck warns of', (_, body) => {
    const args = ['--shell=bash', '--severity=warning', '--exclude=SC2148,SC2043', '-'];
    expect(spawnSync('shellcheck', args, { input: body, encoding: 'utf8' }).stdout).toBe('');
  });

  it.skipIf(!has('just')).each([...pitowerFiles.keys()].filter(path => path.endsWith('/justfile')))(
    '%s is what just can read',
    path => {
      const list = () =>
        execFileSync('just', ['--justfile', `pitower/${path}`, '--list'], { encoding: 'utf8' });
      expect(list()).toContain('Available recipes');
    },
  );
});
