import { describe, expect, it } from 'vitest';
import { type FormatName, reporters } from '../../src/report/index.ts';
import { fromKept, toKept } from '../../src/report/kept.ts';
import type { LintReport } from '../../src/report/report.ts';
import { rules } from '../../src/rules/index.ts';
import { fixturesOf, lintFixture } from '../support/fixture.ts';
import { format } from '../support/report.ts';

/** A report as a later run gets it: by way of a file, with the texts of its files read again. */
function again(report: LintReport): LintReport {
  const kept = toKept(report, '');
  const data = JSON.parse(JSON.stringify(kept.report));
  const texts = kept.files.map(({ text }) => text);
  return fromKept(data, texts, report.summary.durationMs);
}

const formats = Object.keys(reporters) as FormatName[];

/** All fixtures are many: a tenth of the rules, others than the tests of formats use. */
const folders = rules
  .filter((_, i) => i % 10 === 0)
  .flatMap(({ id }) => fixturesOf(id).filter(folder => /\/bad/.test(folder)));

describe('a report that was kept', () => {
  it.each(folders)('of %s is said in the same words in all formats', folder => {
    const { report } = lintFixture(folder);
    expect(report.findings).not.toEqual([]);
    const kept = again(report);
    for (const name of formats)
      expect(format(name, kept, { all: true, verbose: true })).toEqual(
        format(name, report, { all: true, verbose: true }),
      );
  });

  it('has no text of a file, but what findings say of it', () => {
    for (const folder of folders) {
      const { report, files } = toKept(lintFixture(folder).report, '');
      const data = JSON.stringify(report);
      for (const { text } of files)
        if (text !== '') expect(data).not.toContain(JSON.stringify(text));
    }
  });
});
