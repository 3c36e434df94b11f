import { expect, it } from 'vitest';
import { emptyReport, format, madeFinding } from '../support/report.ts';

const file = { path: 'apps/a.yaml', text: 'a: 1\nbäh😀: 2\n' };
const at = { file, start: 5, end: 10 };

it('rdjson: columns in bytes, the rule with its page, help behind the message', () => {
  const finding = madeFinding(at, { help: 'Mend it.' });
  const report = { ...emptyReport(), findings: [finding] };
  expect(JSON.parse(format('rdjson', report).text)).toEqual({
    source: { name: 'pitower-lint', url: expect.stringContaining('github.com') },
    diagnostics: [
      {
        message: 'wrong. Mend it.',
        location: {
          path: 'apps/a.yaml',
          // 1 + 2 + 1 + 4 bytes
          range: { start: { line: 2, column: 1 }, end: { line: 2, column: 9 } },
        },
        severity: 'ERROR',
        code: { value: 'yaml/syntax', url: expect.stringContaining('yaml/syntax') },
      },
    ],
  });
});

it.each([
  ['a safe fix of one edit is a suggestion', 'safe', 1, 1],
  ['an unsafe one is none', 'unsafe', 1, 0],
  ['of several edits none is suggested alone', 'safe', 2, 0],
] as const)('rdjson: %s', (_, applicability, count, suggested) => {
  const edits = Array.from({ length: count }, (_edit, i) => ({
    at: { file, start: i, end: i },
    text: 'x',
  }));
  const finding = madeFinding(at, { fix: { title: 'Mend', applicability, edits } });
  const { diagnostics } = JSON.parse(
    format('rdjson', { ...emptyReport(), findings: [finding] }).text,
  );
  expect(diagnostics[0].suggestions ?? []).toHaveLength(suggested);
});

it('json-lines: a line for each finding, as json has it', () => {
  const findings = [madeFinding(at), madeFinding({ ...at, end: 6 })];
  const report = { ...emptyReport(), findings };
  const { text } = format('json-lines', report);
  const lines = text.trimEnd().split('\n');
  expect(lines.map(line => JSON.parse(line))).toEqual(
    JSON.parse(format('json', report).text).findings,
  );
  expect(format('json-lines', emptyReport()).text).toBe('');
});
