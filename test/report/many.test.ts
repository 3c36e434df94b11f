import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/engine/finding.ts';
import { compact } from '../../src/report/compact.ts';
import type { LintReport } from '../../src/report/report.ts';
import { stylish } from '../../src/report/stylish.ts';
import { rules } from '../../src/rules/index.ts';
import { lineText, positionAt, type SourceText } from '../../src/source/text.ts';
import { fixturesOf, lintFixture } from '../support/fixture.ts';

// One file of more than 2,000 lines that has every kind of finding: the line of each finding of all
// fixtures, with what else stands around it.

interface Marked {
  readonly finding: Finding;
  readonly line: string;
  readonly from: number;
  readonly to: number;
}

const marked: Marked[] = rules
  .flatMap(({ id }) => fixturesOf(id))
  .filter(folder => /\/bad[^/]*$/.test(folder))
  .flatMap(folder => lintFixture(folder).report.findings)
  .map(finding => {
    const { file, start, end } = finding.at;
    const { line, column } = positionAt(file, start);
    const text = lineText(file, line);
    const from = column - 1;
    return { finding, line: text, from, to: Math.min(from + end - start, text.length) };
  });

const PADDING = '# a line that nobody complains about\n'.repeat(4);
const text = marked.map(({ line }) => `${PADDING}${line}\n`).join('');
const file: SourceText = { path: 'many.yaml', text };
let offset = 0;
const findings = marked.map(({ finding, line, from, to }): Finding => {
  const start = offset + PADDING.length;
  offset = start + line.length + 1;
  return { ...finding, at: { file, start: start + from, end: start + to } };
});

const { report: some } = lintFixture('fixtures/gateway/backend/bad');
const report: LintReport = { ...some, findings };
const options = { color: false, least: 'info' as const, all: true, verbose: false };

describe('a file of 2,000 lines with every kind of finding', () => {
  it('is one', () => {
    expect(text.split('\n').length).toBeGreaterThan(2_000);
    const without = ['internal/rule-crashed', 'policy/weakened', 'suppression/stale-baseline'];
    expect(new Set([...findings.map(({ ruleId }) => ruleId), ...without])).toEqual(
      new Set(rules.map(({ id }) => id)),
    );
  });

  it('compact: one line a finding', () => {
    const lines = compact(report, options).split('\n').slice(0, -1);
    expect(lines).toHaveLength(findings.length);
    for (const line of lines) {
      expect(line).toMatch(/^many\.yaml:\d+:\d+: (error|warning|info) .+ \[[a-z]+\/[a-z-0-9]+\]$/);
    }
  });

  it('stylish: a head a finding, and below it nothing but its frame, what is related and help', () => {
    const [block = ''] = stylish(report, options).split('\n\n');
    const [path, ...lines] = block.split('\n');
    expect(path).toBe('many.yaml');
    const heads = lines.filter(line =>
      /^ {2}\d+:\d+ {2}(error|warning|info)(?: \([^)]*\))? {2}\S/.test(line),
    );
    expect(heads).toHaveLength(findings.length);
    for (const line of lines) {
      if (heads.includes(line)) continue;
      expect(line).toMatch(/^ *(\d+ \||\||=) /);
      // A frame never wraps, whatever the file's line is.
      if (/^ *\d* \|/.test(line)) expect(line.length).toBeLessThan(115);
    }
  });

  it('stylish: marks stand below the characters that are meant', () => {
    const lines = stylish(report, options).split('\n');
    for (const [i, line] of lines.entries()) {
      const marks = /^ *\| ( *)(\^+)$/.exec(line);
      if (!marks) continue;
      const [, before = '', carets = ''] = marks;
      const shown = (lines[i - 1] ?? '').replace(/^ *\d+ \| /, '');
      expect(shown.length).toBeGreaterThanOrEqual(before.length + carets.length - 1);
    }
  });
});
