import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../../src/loaders/app-build.ts';
import type { AppBuild } from '../../../src/model/app-build.ts';
import { openWorkTree } from '../../../src/source/work-tree.ts';
import { type Plain, toPlain } from '../../../src/yaml/access.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import { openSources } from '../../../src/yaml/sources.ts';

// Compares builds with those of the real kustomize: of $KUSTOMIZE, `kustomize` or `kubectl`.

interface Tool {
  readonly name: 'kustomize' | 'kubectl';
  readonly build: (directory: string) => string;
  readonly version: string;
}

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

function findTool(): Tool | undefined {
  for (const command of [process.env.KUSTOMIZE, 'kustomize']) {
    if (!command) continue;
    try {
      const version = run(command, 'version').match(/v(\d+\.\d+\.\d+)/)?.[1];
      if (version)
        return { name: 'kustomize', version, build: directory => run(command, 'build', directory) };
    } catch {
      // not installed
    }
  }
  try {
    const version = run('kubectl', 'version', '--client').match(/Kustomize Version: v(\S+)/)?.[1];
    if (version)
      return {
        name: 'kubectl',
        version,
        build: directory => run('kubectl', 'kustomize', directory),
      };
  } catch {
    // not installed
  }
  return undefined;
}

const tool = findTool();
/** Cases that older versions build in another way, and the first version that agrees. */
const SINCE: Readonly<Record<string, number>> = { replacements: 5.8 };
/** kubectl's kustomize doesn't know its own version. */
const NEEDS_KUSTOMIZE: ReadonlySet<string> = new Set(['build-metadata']);
const FIXTURES = 'fixtures/conformance/kustomize';
const NAMES = /^(?:kustomization\.ya?ml|Kustomization)$/;

/** Objects in a form that compares: without the order of keys. */
const canonical = (value: Plain): Plain => {
  if (value === 0) return 0; // and not -0
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map(key => [key, canonical(value[key] ?? null)]));
};

const objectsOf = (text: string): readonly Plain[] =>
  parseYaml({ path: 'output.yaml', text }).documents.flatMap(({ value }) =>
    value ? [canonical(toPlain(value))] : [],
  );

function compare(tree: string, directory: string, { build, version }: Tool): AppBuild {
  const work = openWorkTree(tree);
  const path = [work.root, directory].filter(part => part !== '').join('/');
  const built = buildApp(openSources(work), path, { kustomizeVersion: version });
  const expected = objectsOf(build(join(tree, directory)));
  expect(built.problems).toEqual([]);
  expect(built.resources.map(resource => canonical(toPlain(resource.value)))).toEqual(expected);
  return built;
}

describe.skipIf(!tool)(`kustomize ${tool?.version ?? '(not installed)'} builds the same`, () => {
  for (const name of readdirSync(FIXTURES)) {
    const overlay = join(name, 'overlay');
    const directory = existsSync(join(FIXTURES, overlay)) ? overlay : name;
    const isOld = Number.parseFloat(tool?.version ?? '0') < (SINCE[name] ?? 0);
    const isForeign = NEEDS_KUSTOMIZE.has(name) && tool?.name === 'kubectl';
    it.skipIf(isOld || isForeign)(name, () => {
      if (tool) compare(FIXTURES, directory, tool);
    });
  }
});

/** Repositories whose directories are compared as well; $CORPUS may name a directory with more. */
const REPOSITORIES = ['pitower', ...(process.env.CORPUS ? [process.env.CORPUS] : [])];

for (const repository of REPOSITORIES) {
  describe.skipIf(!tool || !existsSync(repository))(`real directories of ${repository}`, () => {
    if (!existsSync(repository)) {
      it('are not here', () => {});
      return;
    }
    for (const directory of plainKustomizations(repository)) {
      it(directory, () => {
        if (tool) compare(repository, directory, tool);
      });
    }
  });
}

/** Directories whose kustomization needs neither Helm nor a plugin nor the network. */
function plainKustomizations(repository: string): readonly string[] {
  const tree = openWorkTree(repository);
  const sources = openSources(tree);
  const prefix = tree.root === '' ? '' : `${tree.root}/`;
  return tree.files.flatMap(file => {
    const slash = file.lastIndexOf('/');
    if (!NAMES.test(file.slice(slash + 1))) return [];
    const directory = file.slice(0, Math.max(0, slash));
    const { releases, unknowable, references, kustomizations } = buildApp(sources, directory);
    const isComponent = kustomizations[0]?.kind === 'Component';
    const isRemote = references.some(({ target }) => target === 'remote');
    if (releases.length > 0 || unknowable.length > 0 || isRemote || isComponent) return [];
    return [directory.slice(prefix.length)];
  });
}
