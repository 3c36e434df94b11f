import { describe, expect, it } from 'vitest';
import { PITOWER_README } from '../../scripts/pitower-readme.ts';
import { pitowerTables, withTables } from '../../scripts/pitower-tables.ts';
import { pitowerCluster, pitowerFiles } from './tree.ts';

/** What is between two markers, row by row. */
const rowsOf = (text: string, name: string): string[] | undefined =>
  new RegExp(`<!-- table: ${name} -->\n([\\s\\S]*?)<!-- end -->`).exec(text)?.[1]?.split('\n');

describe(`the tables of ${PITOWER_README} are what the files say (npm run generate)`, () => {
  const readme = pitowerFiles.get('README.md') ?? '';
  const tables = pitowerTables(pitowerCluster().cluster);

  it.each(Object.keys(tables))('%s', name => {
    expect(rowsOf(readme, name)).toEqual(tables[name]?.split('\n'));
  });

  it('the text around them is kept', () => {
    expect(withTables(readme, tables)).toBe(readme);
  });

  it('a table without a place is an error', () => {
    expect(() => withTables(readme, { ...tables, secrets: '' })).toThrow('no marker for secrets');
  });
});
