import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../scripts/generated-files.ts';
import { hasObjectModels } from '../scripts/object-schemas.ts';
import { rules } from '../src/rules/index.ts';

describe('generated files are what `npm run generate` would write', async () => {
  it.each(await generatedFiles())('%s', (path, text) => {
    expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined).toBe(text);
  });

  it.skipIf(hasObjectModels)(
    'SKIPPED: schemas/objects.json, its declarations are not installed',
    ({ skip }) => skip(),
  );

  it.each(rules)(
    'the page of $id is read in a minute, with lines that are wrong and lines that are not',
    rule => {
      const page = readFileSync(`docs/rules/${rule.id}.md`, 'utf8');
      expect(page.split('\n').length).toBeLessThan(120);
      if (!existsSync(`fixtures/${rule.id}`)) return;
      expect(page).toMatch(/^ {4}\| *\^+ .*$/m);
      expect(page).toContain('## Fine');
    },
  );

  it('no page is left of a rule that is gone', () => {
    const pages = readdirSync('docs/rules', { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name !== 'README.md')
      .map(entry => join(entry.parentPath, entry.name).replace(/^docs\/rules\/(.*)\.md$/, '$1'));
    expect(pages.sort()).toEqual(rules.map(({ id }) => id).sort());
  });
});
