import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../src/config/load.ts';
import { loadCluster } from '../src/loaders/repository.ts';
import type { Application } from '../src/model/application.ts';
import type { Cluster } from '../src/model/cluster/cluster.ts';
import { textOf } from '../src/source/text.ts';
import type { FileTree } from '../src/source/tree.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import { toPlain } from '../src/yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../src/yaml/located.ts';
import { parseYaml } from '../src/yaml/parse.ts';
import { openSources } from '../src/yaml/sources.ts';
import { memoryTree } from './support/memory-tree.ts';
import { mutate } from './support/mutate.ts';

// What the files resolve to depends on what they say, and each field knows who says it.

type Texts = Readonly<Record<string, string>>;

const inferred = makePolicy(undefined, 'inferred') as Policy;
const load = (tree: FileTree): Cluster => loadCluster(openSources(tree), inferred, () => {});

/** A folder's files as text. The path is the repository's root, as for a fixture. */
function read(folder: string, prefix = ''): Texts {
  const tree = openWorkTree(folder, { root: folder });
  return Object.fromEntries(
    tree.files.map(path => [`${prefix}${path}`, readFileSync(join(folder, path), 'utf8')]),
  );
}

// Its ApplicationSets name paths from the root of this project.
const PITOWER = read('pitower', 'pitower/');
const FIXTURES: readonly [string, Texts][] = readdirSync('fixtures')
  .filter(family => family !== 'conformance')
  .flatMap(family =>
    readdirSync(join('fixtures', family)).map(rule => join('fixtures', family, rule)),
  )
  .flatMap(rule => readdirSync(rule).map(name => join(rule, name)))
  .map(folder => [folder, read(folder)]);
const REPOSITORIES: readonly [string, Texts][] = [['pitower', PITOWER], ...FIXTURES];

/** Key order aside, since JSON has none. */
const canonical = (value: LocatedValue): string =>
  JSON.stringify(toPlain(value), (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );

const objectsOf = ({ resources }: Pick<Application, 'resources'>): string[] =>
  resources.map(({ value, namespace }) => `${namespace}: ${canonical(value)}`).sort();

/** All objects, by who deploys them: several may have one name. */
const everything = (cluster: Cluster): string[][] =>
  [
    ...cluster.applications.map(app => [`app ${app.name.text}`, ...objectsOf(app)]),
    ...cluster.standalone.map(build => [`dir ${build.directory}`, ...objectsOf(build)]),
  ].sort((a, b) => (a.join() < b.join() ? -1 : 1));

describe('resolution', () => {
  it.each(REPOSITORIES)('%s: is the same twice', (_, files) => {
    expect(everything(load(memoryTree(files)))).toEqual(everything(load(memoryTree(files))));
  });

  it.each<[string, Texts, number]>([
    ['pitower', PITOWER, 5],
    ...FIXTURES.map(([name, files]): [string, Texts, number] => [name, files, 3]),
  ])('%s: does not depend on the order in which the tree lists files', (_, files, numRuns) => {
    const tree = memoryTree(files);
    const expected = everything(load(tree));
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), random => {
        const shuffle = <T>(items: readonly T[]): T[] =>
          items
            .map(item => ({ item, at: random.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const shuffled = {
          ...tree,
          files: shuffle(tree.files),
          list: (path: string) => shuffle(tree.list(path)),
        };
        expect(everything(load(shuffled))).toEqual(expected);
      }),
      { numRuns, seed: 3 },
    );
  });
});

describe('an edit in one application', () => {
  const { applications } = load(memoryTree(PITOWER));
  const before = new Map(applications.map(app => [app.name.text, objectsOf(app)]));
  const owned = applications.flatMap(app => {
    const directory = app.builds[0]?.directory;
    return directory === undefined ? [] : [{ name: app.name.text, directory }];
  });
  // These deploy Applications: what they say is about others by intent.
  const own = owned.filter(({ directory }) => directory.includes('/apps/'));

  it('changes no objects of another', () => {
    expect(own.length).toBeGreaterThan(30);
    fc.assert(
      fc.property(
        fc.constantFrom(...own),
        fc.nat({ max: 100_000 }),
        fc.constantFrom('changed', 7, false, null, '{{ .x }}', '../other'),
        ({ name, directory }, at, value) => {
          const inside = Object.fromEntries(
            Object.entries(PITOWER).filter(([path]) => path.startsWith(`${directory}/`)),
          );
          const files = { ...PITOWER, ...mutate(inside, [{ at, how: 'replace', value }]) };
          for (const app of load(memoryTree(files)).applications) {
            if (app.name.text === name) continue;
            expect(objectsOf(app), `${app.name.text} after an edit in ${directory}`).toEqual(
              before.get(app.name.text),
            );
          }
        },
      ),
      { numRuns: 25, seed: 5, endOnFailure: true },
    );
  });
});

describe('origins', () => {
  it.each(REPOSITORIES)('%s: every leaf lies in a file, and reads there as it says', (_, files) => {
    const cluster = load(memoryTree(files));
    const resources = [
      ...cluster.applications.flatMap(app => app.resources),
      ...cluster.standalone.flatMap(build => build.resources),
    ];
    const wrong = resources.flatMap(({ kind, name, value }) =>
      leaves(value).flatMap(leaf => {
        const flaw = flawOf(leaf, files);
        return flaw === undefined ? [] : [`${kind} ${name}: ${flaw}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

function leaves(value: LocatedValue): LocatedScalar[] {
  if (value.kind === 'scalar') return [value];
  if (value.kind === 'sequence') return value.items.flatMap(leaves);
  return [...value.entries.values()].flatMap(entry => leaves(entry.value));
}

/** What is wrong with a leaf's origin. */
function flawOf(leaf: LocatedScalar, files: Texts): string | undefined {
  const { file, start, end, made } = leaf.origin;
  const said = `${leaf.text} at ${file.path}:${start}-${end}`;
  if (files[file.path] !== file.text) return `${said} is not in a file of the tree`;
  if (start < 0 || end < start || end > file.text.length) return `${said} is out of the file`;
  if (made || readsAs(textOf(leaf.origin), leaf)) return undefined;
  return `${said} reads ${textOf(leaf.origin)}`;
}

/** Whether a source text is the scalar: parsed as it stands there, or a block whose indent is cut. */
function readsAs(source: string, leaf: LocatedScalar): boolean {
  if (source === leaf.text) return true;
  if (/^[|>]/.test(source)) {
    return source.replace(/^.*\n/, '').replace(/\s/g, '') === leaf.text.replace(/\s/g, '');
  }
  const value = parseYaml({ path: 'leaf.yaml', text: source }).documents[0]?.value;
  if (value === undefined) return leaf.text === '' || leaf.value === null;
  return value.kind === 'scalar' && (value.text === leaf.text || value.value === leaf.value);
}
