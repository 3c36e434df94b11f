import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import type { Edit } from '../../src/source/edit.ts';
import { openWorkTree } from '../../src/source/work-tree.ts';
import { fixturesOf, lintFixture } from '../support/fixture.ts';
import { memoryTree } from '../support/memory-tree.ts';

const FOLDERS = ['schema/label-value', 'dns/label-value', 'yaml/syntax']
  .flatMap(fixturesOf)
  .filter(folder => /\/bad[^/]*$/.test(folder))
  .filter(folder => lintFixture(folder).report.findings.some(({ fix }) => fix));

/** The fixture's files with some characters replaced. */
function edited(folder: string, edits: readonly Edit[]): Record<string, string> {
  const tree = openWorkTree(folder, { root: folder });
  const texts = Object.fromEntries(
    tree.files.map(path => [path, new TextDecoder().decode(tree.read(path))]),
  );
  for (const { at, text } of [...edits].sort((a, b) => b.at.start - a.at.start)) {
    const before = texts[at.file.path] ?? '';
    texts[at.file.path] = before.slice(0, at.start) + text + before.slice(at.end);
  }
  return texts;
}

it('there are fixtures with fixes of every rule that offers them', () => {
  expect(FOLDERS.map(folder => folder.split('/').at(-1))).toEqual(
    expect.arrayContaining(['bad', 'bad-word', 'bad-misread']),
  );
});

describe.each(FOLDERS)('fixes in %s', folder => {
  const { findings } = lintFixture(folder).report;
  const fixed = findings.flatMap(({ fix, ...finding }) => (fix ? [{ ...finding, fix }] : []));

  it('are offered where quotes mend it, and each leaves all other findings as they were', () => {
    for (const { fix, at, message } of fixed) {
      const tree = memoryTree(edited(folder, fix.edits));
      const outcome = lint({ tree, policyFile: undefined, rules });
      if (outcome.status !== 'linted') throw new Error(outcome.status);
      const left = outcome.report.findings.map(finding => finding.message);
      const expected = findings
        .filter(finding => finding.at.start !== at.start || finding.message !== message)
        .map(finding => finding.message);
      expect(left, message).toEqual(expected);
    }
  });
});
