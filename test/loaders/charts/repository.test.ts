import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../../src/loaders/app-build.ts';
import { renderRelease } from '../../../src/loaders/charts/index.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const ROOT = fileURLToPath(new URL('../../../pitower', import.meta.url));

const files = Object.fromEntries(
  readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return [relative(ROOT, path), readFileSync(path, 'utf8')] as const;
    }),
);
const directories = Object.keys(files)
  .filter(path => /(^|\/)kustomization\.yaml$/.test(path))
  .map(path => path.replace(/\/?kustomization\.yaml$/, ''));

describe("the cluster's own releases", () => {
  const sources = openSources(memoryTree(files));
  const releases = directories.flatMap(
    directory => buildApp(sources, directory, { loadRestrictor: 'none', renderRelease }).releases,
  );

  it('are all there', () => {
    expect(releases.length).toBeGreaterThan(40);
  });

  it.each(
    releases.map(item => ({ ...item, name: `${item.release.namespace}/${item.release.name}` })),
  )('$name has nothing that its chart refuses', ({ rendering }) =>
    expect(rendering.problems).toEqual([]),
  );
});
