import { describe, expect, it } from 'vitest';
import { PITOWER_README } from '../../scripts/pitower-readme.ts';
import { pitowerFiles } from './tree.ts';

/** `item.field`, as the manifests fetch them: one by one, or by name from a whole item. */
function fetched(): string[] {
  const found = [...pitowerFiles]
    .filter(([path]) => path.endsWith('.yaml'))
    .flatMap(([, text]) => [
      ...[...text.matchAll(/remoteRef:\n\s+key: (\S+)\n\s+property: (\S+)/g)].map(
        ([, item, field]) => `${item}.${field}`,
      ),
      ...[...text.matchAll(/extract:\n\s+key: (\S+)/g)].flatMap(([, item]) =>
        [...text.matchAll(/\{\{ \.(\w+)/g)].map(([, field]) => `${item}.${field}`),
      ),
    ]);
  return [...new Set(found)].sort();
}

/** The same from the table: the first column is the item, the rest of the row has fields and how to make them. */
function listed(readme: string): string[] {
  const [, table = ''] = readme.split('| Item | Fields |');
  return [...table.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm)]
    .flatMap(([, item, fields = '']) =>
      [...fields.replace(/\([^)]*\)/g, '').matchAll(/`([\w-]+)`/g)].map(
        ([, field]) => `${item}.${field}`,
      ),
    )
    .sort();
}

describe(`the vault's items in ${PITOWER_README}`, () => {
  it('are those that the manifests fetch', () => {
    expect(fetched().length).toBeGreaterThan(30);
    expect(listed(pitowerFiles.get('README.md') ?? '')).toEqual(fetched());
  });
});
