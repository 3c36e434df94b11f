import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/config/policy.ts';
import type { Finding } from '../../src/engine/finding.ts';
import type { LintReport } from '../../src/report/report.ts';
import { workflowCommand } from '../../src/report/workflow-command.ts';
import { emptyReport, format, madeFinding } from '../support/report.ts';

const file = { path: 'a.yaml', text: 'line\n'.repeat(100) };
const finding = (line: number, severity: Severity): Finding =>
  madeFinding(
    { file, start: (line - 1) * 5, end: (line - 1) * 5 + 4 },
    { ruleId: 'dns/label', severity, message: `on ${line}` },
  );
const report = (more: Partial<LintReport>): LintReport => ({
  ...emptyReport(),
  repositoryPath: path => path,
  ...more,
});
const lines = (text: string, start: RegExp) => text.split('\n').filter(line => start.test(line));

describe('annotations', () => {
  it('of each level there are ten at most, a line for every finding, and the rest is counted', () => {
    const findings = [
      ...Array.from({ length: 25 }, (_, i) => finding(i + 1, 'error')),
      ...Array.from({ length: 12 }, (_, i) => finding(i + 30, 'warning')),
      ...Array.from({ length: 3 }, (_, i) => finding(i + 50, 'info')),
    ];
    const { text } = format('github', report({ findings }));
    expect(lines(text, /^::error /)).toHaveLength(10);
    expect(lines(text, /^::warning /)).toHaveLength(10);
    expect(lines(text, /^::notice /)).toHaveLength(3);
    expect(lines(text, /^a\.yaml:\d+:1: /)).toHaveLength(40);
    expect(text).toContain(
      'Annotated: 10 of 25 errors and 10 of 12 warnings; all are listed above.',
    );
  });

  it('those on changed lines come first', () => {
    const findings = Array.from({ length: 25 }, (_, i) => finding(i + 1, 'error'));
    const since = { base: 'abc', hidden: 3, isChanged: (_: string, line: number) => line > 18 };
    const { text } = format('github', report({ findings, since }));
    const annotated = lines(text, /^::error /).map(line => Number(/line=(\d+)/.exec(line)?.[1]));
    expect(annotated).toEqual([1, 2, 3, 19, 20, 21, 22, 23, 24, 25]);
    expect(text).toContain('3 findings that were there before abc not shown');
  });

  it('say file, line, columns and rule', () => {
    const { text } = format('github', report({ findings: [finding(2, 'warning')] }));
    expect(text).toContain(
      '::warning title=dns/label,file=a.yaml,line=2,endLine=2,col=1,endColumn=5::on 2\n',
    );
  });

  it('of a file outside the repository are lines in the log only', () => {
    const findings = [finding(1, 'error')];
    const { text } = format('github', report({ findings, repositoryPath: () => undefined }));
    expect(lines(text, /^::/)).toEqual([]);
    expect(lines(text, /^a\.yaml:1:1: error/)).toHaveLength(1);
  });
});

describe('workflow commands are escaped as @actions/core escapes them', () => {
  const TEXTS = ['plain', '100%', '%0A', 'a\nb\r\nc', 'a: b, c', '::error::x', '##[error]x', ''];
  const PRINT = `
    import { error } from '@actions/core';
    const [text] = process.argv.slice(1);
    error(text, { title: text, file: text, startLine: 1, endLine: 1, startColumn: 2, endColumn: 3 });
  `;
  it.each(TEXTS)('%j', text => {
    const args = ['--input-type=module', '--eval', PRINT, '--', text];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const properties = { title: text, file: text, line: 1, endLine: 1, col: 2, endColumn: 3 };
    expect(workflowCommand('error', properties, text)).toBe(stdout);
  });
});
