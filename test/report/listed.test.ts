import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/engine/finding.ts';
import type { LintReport } from '../../src/report/report.ts';
import { emptyReport, format, madeFinding } from '../support/report.ts';

// People read what matters; programs get everything.

const FILE = { path: 'apps/a.yaml', text: 'a: 1\n'.repeat(50) };
const at = (line: number) => ({ file: FILE, start: line * 5, end: line * 5 + 1 });

const ADVICE = madeFinding(at(0), { severity: 'info', message: 'could be shorter' });
const WRONG = madeFinding(at(1), { message: 'is wrong' });
const reportOf = (findings: readonly Finding[]): LintReport => {
  const empty = emptyReport();
  const count = (severity: string) => findings.filter(one => one.severity === severity).length;
  const [errors, warnings, infos] = ['error', 'warning', 'info'].map(count);
  return {
    ...empty,
    repositoryPath: path => path,
    findings,
    summary: { ...empty.summary, errors: errors ?? 0, warnings: warnings ?? 0, infos: infos ?? 0 },
  };
};

const FOR_PEOPLE = ['stylish', 'compact', 'github', 'markdown'] as const;
const FOR_PROGRAMS = ['json', 'json-lines', 'sarif', 'gitlab', 'rdjson', 'junit'] as const;

describe('advice', () => {
  const report = reportOf([ADVICE, WRONG]);

  it.each(FOR_PEOPLE)('is counted by %s, and listed when it is asked for', name => {
    const usual = format(name, report, { least: 'warning' }).text;
    expect(usual).toContain('is wrong');
    expect(usual).not.toContain('could be shorter');
    if (name !== 'compact') expect(usual).toContain('1 info (--severity info lists them)');
    expect(format(name, report, { least: 'info' }).text).toContain('could be shorter');
  });

  it.each(FOR_PROGRAMS)('is kept by %s', name => {
    expect(format(name, report, { least: 'warning' }).text).toContain('could be shorter');
  });
});

describe('a rule that says much of one repository', () => {
  const many = Array.from({ length: 21 }, (_, line) =>
    madeFinding(at(line), { message: `finding ${line} of many` }),
  );

  it('is told once by its first findings and a count', () => {
    for (const name of ['stylish', 'markdown'] as const) {
      const { text } = format(name, reportOf(many));
      expect(text.match(/finding \d+ of many/g)).toHaveLength(5);
      expect(text).toContain('16 more like these, in 1 file');
    }
  });

  it('is listed whole when that is asked for, when there are twenty, and for programs', () => {
    const told = (text: string) => new Set(text.match(/finding \d+ of many/g)).size;
    expect(told(format('stylish', reportOf(many), { all: true }).text)).toBe(21);
    expect(told(format('stylish', reportOf(many.slice(1))).text)).toBe(20);
    expect(told(format('json', reportOf(many)).text)).toBe(21);
    expect(told(format('compact', reportOf(many)).text)).toBe(21);
  });
});
